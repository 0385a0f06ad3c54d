import type { OperationRecord } from "@isospan/core";
import { type Facts, timeSymbol, toFacts, toFields } from "./facts.ts";
import { type TraceTree, walk } from "./span-tree.ts";

/** Every field of each record: usage, cost or why there is none, outcome. Ids become places in the span tree. */
export function toRecordFacts(records: readonly OperationRecord[], trees: readonly TraceTree[]): Facts {
  const symbols = new Map(trees.map((tree) => [tree.traceId, tree.symbol]));
  for (const { span, place } of trees.flatMap((tree) => walk(tree.roots)))
    symbols.set(span.spanContext().spanId, place);
  const symbolOf = (id: unknown): string => symbols.get(String(id)) ?? "not exported";

  const toSymbol = (path: string, value: unknown): unknown => {
    const field = path.slice(path.lastIndexOf(".") + 1);
    if (field === "traceId" || field === "spanId" || field === "parentSpanId") return symbolOf(value);
    if (TIMES.has(field)) return timeSymbol(value);
    // Clients cut a stream as they like: one may count its empty first piece.
    return field === "chunks" || path.startsWith("chunkGaps.") ? "some" : value;
  };

  return toFacts(
    records.map((record) => {
      const fields = leaves(record).map(([path, value]) => [path, toSymbol(path, value)] as const);
      return [`record of ${symbolOf(record.spanId)}`, toFields(fields)] as const;
    }),
  );
}

const TIMES: ReadonlySet<string> = new Set(["startedAtMs", "durationMs", "timeToFirstChunkMs", "chunkGaps"]);

/** `[["usage.inputTokens", 12], …]`: an empty list or object is a leaf too. */
function leaves(value: unknown, path = ""): readonly (readonly [path: string, value: unknown])[] {
  const isBranch = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!isBranch) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === "" ? key : `${path}.${key}`));
}
