import type { RecordedOperation } from "./operation.ts";

/** The open model call that code runs inside of. A traced function in between does not make it another call. */
export function openModelCall(operation: RecordedOperation | undefined): RecordedOperation | undefined {
  let around = operation;
  while (around?.facts.name === "task") around = around.parent;
  const outermost = around?.outer ?? around;
  if (outermost === undefined || outermost.endedAtMs !== undefined) return undefined;
  return outermost.isModelCall ? outermost : undefined;
}

/**
 * Which of the calls inside a call are the same one, seen again: one for each layer that reports it. The provider's
 * own result object tells; else the same error object; else the response id; else, where no side has come so far, how
 * they ended.
 */
export function matchJoined(outer: RecordedOperation, joined: readonly RecordedOperation[]): RecordedOperation[] {
  const { identity, error, response, outcome } = outer.facts;
  const by = (is: unknown, same: (inner: RecordedOperation) => boolean) => (is ? joined.filter(same) : []);
  const rules = [
    by(identity, (inner) => inner.facts.identity === identity),
    layers(by(error !== undefined, (inner) => inner.facts.error === error)),
    by(response?.id, (inner) => inner.facts.response?.id === response?.id),
    layers(by(outcome !== "ok" && outcome !== "error", (inner) => cutShort(inner, outer))),
  ];
  return rules.find((found) => found.length > 0) ?? [];
}

/** The last call and those around it: what had ended before it began was another attempt. */
function layers(found: RecordedOperation[]): RecordedOperation[] {
  const last = found.at(-1);
  return found.filter((each) => each === last || (each.endedAtMs ?? Infinity) > (last?.startedAtMs ?? 0));
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
  const { input, output, toolDefinitions } = facts;
  const content = { input, output, toolDefinitions };
  const known = Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
  Object.assign(facts, found, known, content, { name, model, provider, request, response, usage });
  outer.attempt ??= inner.attempt;
  outer.fallbackFrom ??= inner.fallbackFrom;
  if (inner.chunks > outer.chunks) outer.gaps = inner.gaps;
  outer.chunks = Math.max(outer.chunks, inner.chunks);
  outer.firstChunkAtMs ??= inner.firstChunkAtMs;
}

function merged<T extends object>(found: T | undefined, known: T | undefined): T | undefined {
  return found && known ? Object.freeze({ ...found, ...known }) : (known ?? found);
}
