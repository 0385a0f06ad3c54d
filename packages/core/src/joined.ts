import { madeOf } from "./made-of.ts";
import type { RecordedOperation } from "./operation.ts";

/** The open model call that code runs inside of. A traced function in between does not make it another call. */
export function openModelCall(operation: RecordedOperation | undefined): RecordedOperation | undefined {
  let around = operation;
  while (around?.facts.name === "task") around = around.parent;
  const outermost = around?.outer ?? around;
  return outermost?.isModelCall === true && outermost.endedAtMs === undefined ? outermost : undefined;
}

/** Whether the two are one call shows at the outer one's end. */
export function join(inner: RecordedOperation, outer: RecordedOperation): void {
  const { joined = [] } = outer;
  for (const other of joined) if (other.endedAtMs !== undefined) other.followedBy ??= joined.length;
  inner.outer = outer;
  outer.joined = [...joined, inner];
}

/**
 * Which of the calls inside a call are the same one, seen again: one for each layer that reports it. The provider's
 * own result object tells; else the error object, the same or what the outer one's is made of; else the response id; else,
 * where no side has come so far, how they ended.
 */
export function matchJoined(outer: RecordedOperation, joined: readonly RecordedOperation[]): RecordedOperation[] {
  const { identity, response, outcome } = outer.facts;
  const by = (is: unknown, same: (inner: RecordedOperation) => boolean) => (is ? joined.filter(same) : []);
  const rules = [
    by(identity, (inner) => inner.facts.identity === identity),
    failedAs(outer, joined),
    by(response?.id, (inner) => inner.facts.response?.id === response?.id),
    layers(
      joined,
      by(outcome !== "ok" && outcome !== "error", (inner) => cutShort(inner, outer)),
    ),
  ];
  return rules.find((found) => found.length > 0) ?? [];
}

/** A router's error is its own, and made of those of the models that it asked: the last one's failure is the router's. */
function failedAs({ facts: { error } }: RecordedOperation, joined: readonly RecordedOperation[]): RecordedOperation[] {
  if (error === undefined) return [];
  const errors = new Set(joined.map((inner) => inner.facts.error));
  const made = madeOf(error, errors);
  const found = joined.filter(({ facts }) => made.has(facts.error));
  const last = found.at(-1)?.facts.error;
  // Two calls at once are no layers: neither failed with the other's error.
  return layers(joined, found).filter(({ facts }) => madeOf(facts.error, errors).has(last));
}

/** The last call and those around it: what had ended before it began was another attempt. */
function layers(joined: readonly unknown[], found: readonly RecordedOperation[]): RecordedOperation[] {
  const last = joined.indexOf(found.at(-1));
  return found.filter(({ followedBy = Infinity }) => followedBy > last);
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
  // What the model has failed with says more than what a router has made of it.
  const error = found.outcome === "error" ? found.error : facts.error;
  const request = merged(found.request, facts.request);
  const response = merged(found.response, facts.response);
  const { inputTokens: total, outputTokens } = facts.usage ?? {};
  const sameTotals = found.usage?.inputTokens === total && found.usage?.outputTokens === outputTokens;
  const usage = sameTotals ? merged(found.usage, facts.usage) : (facts.usage ?? found.usage);
  // Content that the outer call keeps back must not come in from the inner one.
  const content = { input: facts.input, output: facts.output, toolDefinitions: facts.toolDefinitions };
  const known = Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
  Object.assign(facts, found, known, content, { name, model, provider, request, response, usage, error });
  outer.attempt ??= inner.attempt;
  outer.fallbackFrom ??= inner.fallbackFrom;
  if (inner.chunks > outer.chunks) outer.gaps = inner.gaps;
  outer.chunks = Math.max(outer.chunks, inner.chunks);
  outer.firstChunkAtMs ??= inner.firstChunkAtMs;
}

function merged<T extends object>(found: T | undefined, known: T | undefined): T | undefined {
  return found && known ? Object.freeze({ ...found, ...known }) : (known ?? found);
}
