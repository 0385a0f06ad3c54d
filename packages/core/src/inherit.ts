import type { Facts } from "./facts.ts";
import type { RecordedOperation } from "./operation.ts";

/** What happens within something is done for the same people, in the same conversation, and as confidential. */
export function inherit(facts: Facts, around: Readonly<Facts> | undefined): void {
  if (around === undefined) return;
  const { context, conversationId, withhold } = around;
  if (context !== undefined) facts.context = facts.context ? Object.freeze({ ...context, ...facts.context }) : context;
  facts.conversationId ??= conversationId;
  if (withhold !== undefined) facts.withhold = [...withhold, ...(facts.withhold ?? [])];
}

const FAILED: ReadonlySet<unknown> = new Set(["aborted", "abandoned", "error"]);

/** What cancelled a call cancelled what it was made for. */
export function tellParent({ parent, facts }: RecordedOperation): void {
  const { outcome = "ok", error } = facts;
  if (parent === undefined) return;
  parent.last = FAILED.has(outcome) ? { outcome, error } : undefined;
  if (outcome === "aborted") parent.cancelledBy = error;
}

/** Where a framework does not say how something ended, it ended as the last thing within it. */
export function endAsLast({ facts, last }: RecordedOperation): void {
  if (facts.untold !== true || last === undefined || (facts.error !== undefined && last.outcome !== "error")) return;
  facts.error = last.error;
  if (last.outcome !== "error") facts.outcome = last.outcome;
}
