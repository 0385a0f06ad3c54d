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

/** What cancelled a call cancelled what it was made for. */
export function tellParent({ parent, facts }: RecordedOperation): void {
  const { outcome, error } = facts;
  if (parent === undefined || (outcome !== "aborted" && outcome !== "abandoned")) return;
  parent.cutShort = outcome;
  if (outcome === "aborted") parent.cancelledBy = error;
}
