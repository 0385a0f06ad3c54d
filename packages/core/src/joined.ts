import { isModelCall, type RecordedOperation } from "./operation.ts";

/** The open model call that code runs inside of. A traced function in between does not make it another call. */
export function openModelCall(operation: RecordedOperation | undefined): RecordedOperation | undefined {
  let around = operation;
  while (around?.facts.name === "task") around = around.parent;
  const outermost = around?.outer ?? around;
  if (outermost === undefined || outermost.endedAtMs !== undefined) return undefined;
  return isModelCall(outermost.facts.name) ? outermost : undefined;
}

/**
 * Which of the calls inside a call is the same one, seen a second time. The provider's own result object tells; else
 * the same error object; else the response id; else, where neither side has come so far, how they ended.
 */
export function matchJoined(
  outer: RecordedOperation,
  joined: readonly RecordedOperation[],
): RecordedOperation | undefined {
  const { identity, error, response, outcome } = outer.facts;
  const by = (same: (inner: RecordedOperation) => boolean) => joined.findLast(same);
  return (
    (identity && by((inner) => inner.facts.identity === identity)) ??
    (error !== undefined ? by((inner) => inner.facts.error === error) : undefined) ??
    (response?.id !== undefined ? by((inner) => inner.facts.response?.id === response.id) : undefined) ??
    (outcome !== "ok" && outcome !== "error" ? by((inner) => cutShort(inner, outer)) : undefined)
  );
}

function cutShort(inner: RecordedOperation, outer: RecordedOperation): boolean {
  if ((inner.facts.name === "embeddings") !== (outer.facts.name === "embeddings")) return false;
  return inner.endedAtMs === undefined || inner.facts.outcome === outer.facts.outcome;
}

/** One record: the outer call's place, with the name of the model that was really called. */
export function mergeJoined(outer: RecordedOperation, inner: RecordedOperation): void {
  const { facts } = outer;
  const { facts: found } = inner;
  if (found.model !== facts.model || found.provider !== facts.provider) outer.changed = true;
  const { name, model = facts.model, provider = facts.provider } = found;
  const request = merged(found.request, facts.request);
  const response = merged(found.response, facts.response);
  const { inputTokens: total, outputTokens } = facts.usage ?? {};
  const sameTotals = found.usage?.inputTokens === total && found.usage?.outputTokens === outputTokens;
  const usage = sameTotals ? merged(found.usage, facts.usage) : (facts.usage ?? found.usage);
  // Content that the outer call keeps back must not come in from the inner one.
  const { input, output } = facts;
  Object.assign(facts, { ...found, ...facts, name, model, provider, request, response, usage, input, output });
  outer.attempt ??= inner.attempt;
  outer.chunks = Math.max(outer.chunks, inner.chunks);
  outer.firstChunkAtMs ??= inner.firstChunkAtMs;
}

function merged<T extends object>(found: T | undefined, known: T | undefined): T | undefined {
  return found && known ? Object.freeze({ ...found, ...known }) : (known ?? found);
}
