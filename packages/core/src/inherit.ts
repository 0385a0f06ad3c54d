import type { OperationStart, StepAbout } from "./contract.ts";
import type { Facts } from "./facts.ts";
import type { RecordedOperation } from "./operation.ts";
import type { UserContext } from "./record.ts";
import type { Place, Scope } from "./scope.ts";
import { isAbort, isTimeout } from "./to-error.ts";

/** What happens within something is done for the same people, in the same conversation, and as confidential. */
export function inherit({ facts, parent }: RecordedOperation, scope: Scope | undefined): void {
  let context = parent?.facts.context;
  const said = scope?.user;
  if (said !== undefined && said !== parent?.user) {
    // What was said below the parent counts more than what the parent is for, what was said above it less.
    context = scope?.operation === parent ? merged(context, said) : merged(said, context);
  }
  if (context !== undefined) facts.context = merged(context, facts.context);
  if (scope?.step !== undefined) take(facts, scope.step);
  if (parent !== undefined) take(facts, parent.facts);
}

function take(facts: Facts, { conversationId, withhold }: Omit<StepAbout, "context">): void {
  facts.conversationId ??= conversationId;
  if (withhold !== undefined) facts.withhold = [...withhold, ...(facts.withhold ?? [])];
}

/** Whom what happens here is for: what was said here before what the operation around is for. */
export function userHere(place: Place): UserContext | undefined {
  const { operation, scope } = place;
  const around = operation?.facts.context;
  return scope?.operation === operation ? merged(around, scope?.user) : merged(scope?.user, around);
}

/** What `withContext` says here, with what it has said around. */
export function saidHere({ operation, scope }: Place, user: UserContext | undefined): UserContext | undefined {
  // What was said above the operation is the operation's by now.
  return scope?.operation === operation || operation === undefined ? merged(scope?.user, user) : user;
}

/** Field by field the inner one counts; metadata is taken key by key, and tags add up. */
function merged(outer: UserContext | undefined, inner: UserContext | undefined): UserContext | undefined {
  if (outer === undefined || inner === undefined || outer === inner) return inner ?? outer;
  const tags = outer.tags && inner.tags && Object.freeze([...new Set([...outer.tags, ...inner.tags])]);
  const metadata = outer.metadata && inner.metadata && Object.freeze({ ...outer.metadata, ...inner.metadata });
  return Object.freeze({ ...outer, ...inner, ...(tags && { tags }), ...(metadata && { metadata }) });
}

/** Something more happens within the parent. */
export function adopt({ parent, startedAtMs }: RecordedOperation): void {
  if (parent === undefined) return;
  parent.openChildren++;
  parent.last = undefined;
  parent.lastActivityMs = Math.max(parent.lastActivityMs, startedAtMs);
}

/** The conventions of 1.41 want a provider on agents; the first call below tells. */
export function nameProvider({ parent, facts }: RecordedOperation): void {
  for (let above = parent; above !== undefined; above = above.parent) {
    if (above.facts.name !== "invoke_agent" || above.facts.provider !== undefined) continue;
    above.facts.provider = facts.provider;
    above.changed = true;
  }
}

const FAILED: ReadonlySet<unknown> = new Set(["aborted", "abandoned", "error"]);

/** What cancelled a call cancelled what it was made for, and what was refused fails it. */
export function tellParent({ parent, facts }: RecordedOperation): void {
  const { error } = facts;
  const outcome = facts.outcome === "denied" ? "error" : (facts.outcome ?? "ok");
  if (parent === undefined) return;
  parent.last = FAILED.has(outcome) ? { outcome, error } : undefined;
  if (outcome === "aborted") parent.cancelledBy = error;
}

/** Where a framework does not say how something ended, it ended as the last thing within it. */
export function endAsLast({ facts, last }: RecordedOperation): void {
  // LangGraph tells of a time limit as of any abort.
  if (isTimeout(last?.error) && isAbort(facts.error)) facts.error = last?.error;
  if (facts.untold !== true || last === undefined || (facts.error !== undefined && last.outcome !== "error")) return;
  facts.error = last.error;
  if (last.outcome !== "error") facts.outcome = last.outcome;
}

/** A workflow may turn out an agent, and so may a step of one; nothing else changes what it is. */
export function becomeAgent(facts: Facts, { name }: Partial<OperationStart>): boolean {
  if ((facts.name !== "invoke_workflow" && facts.name !== "task") || name !== "invoke_agent") return false;
  facts.name = name;
  facts.label = undefined;
  return true;
}
