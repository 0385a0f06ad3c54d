import type { OperationRecord } from "@isospan/core";

/** What is another one for every call, how long things took, and what the framework's own words are. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "traceId",
  "spanId",
  "parentSpanId",
  "ancestry",
  "agentPath",
  "startedAtMs",
  "durationMs",
  "timeToFirstChunkMs",
  "chunkGaps",
  "chunks",
  "error.message",
  // Follow from model and usage.
  "unpriced",
  "contextWindowTokens",
]);

/** All that a record says of its call, as texts by their path: `usage.inputTokens`. An empty list says nothing. */
export function toLeaves(record: OperationRecord): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (LEFT_OUT.has(path) || value === undefined) return;
    if (typeof value !== "object" || value === null) leaves.set(path, String(value));
    else if (!Array.isArray(value)) for (const [key, inner] of Object.entries(value)) walk(inner, join(path, key));
    else if (value.length > 0) leaves.set(path, JSON.stringify(value));
  };
  walk(record, "");
  return leaves;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
