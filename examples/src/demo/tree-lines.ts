import { type OperationRecord, recordOf } from "@isospan/core";
import { alignRows } from "./layout.ts";
import type { Observation } from "./observe.ts";
import { type SpanNode, toTraceTrees, walk } from "./span-tree.ts";

/** The exported spans as trees with what their records say: a section for the heading, one per trace, one for the sum. */
export function toTreeLines({ framework, spans }: Observation): readonly (readonly string[])[] {
  const trees = toTraceTrees(spans);
  const records = trees.flatMap((tree) => walk(tree.roots)).map(toRecord);
  const roots = trees.flatMap((tree) => tree.roots);
  const sections: readonly (readonly (readonly string[])[])[] = [
    [
      [framework, "in(cached)→out", "USD", "ms"],
      ["", "", "", ""],
    ],
    ...trees.map((tree) => [...tree.roots.flatMap((root) => toRows(root, "", "", "")), ["", "", "", ""]]),
    [["sum", toTokens(records), toUsd(records), toMs(roots)]],
  ];
  const lines = alignRows(sections.flat());
  let next = 0;
  return sections.map((rows) => {
    next += rows.length;
    return lines.slice(next - rows.length, next);
  });
}

function toRows(node: SpanNode, lead: string, branch: string, below: string): readonly (readonly string[])[] {
  const records = [toRecord(node)];
  const details = toFailure(records[0]) ?? toTokens(records);
  const row = [`${lead}${branch}${node.span.name}`, details, toUsd(records), toMs([node])];
  const last = node.children.length - 1;
  const under = node.children.flatMap((child, i) =>
    i === last ? toRows(child, lead + below, "└─ ", "   ") : toRows(child, lead + below, "├─ ", "│  "),
  );
  return [row, ...under];
}

type Found = OperationRecord | undefined;

/** The record behind the span, so that nothing is parsed back out of attributes. */
function toRecord({ span }: SpanNode): Found {
  return recordOf(span, "console");
}

function toFailure(record: Found): string | undefined {
  if (record === undefined || record.outcome === "ok") return undefined;
  return `✗ ${record.error?.type ?? record.outcome}`;
}

function toTokens(records: readonly Found[]): string {
  const usages = records.flatMap((record) => record?.usage ?? []);
  if (usages.length === 0) return "";
  const sum = (key: "inputTokens" | "cacheReadTokens" | "outputTokens"): number =>
    usages.reduce((total, usage) => total + (usage[key] ?? 0), 0);
  const cached = sum("cacheReadTokens");
  return `${sum("inputTokens")}${cached > 0 ? `(${cached})` : ""}→${sum("outputTokens")}`;
}

function toUsd(records: readonly Found[]): string {
  const costs = records.flatMap((record) => record?.cost ?? []);
  return costs.length === 0 ? "" : (costs.reduce((total, cost) => total + cost.totalNanoUsd, 0) / 1e9).toFixed(6);
}

function toMs(nodes: readonly SpanNode[]): string {
  return nodes.reduce((total, { span }) => total + span.duration[0] * 1e3 + span.duration[1] / 1e6, 0).toFixed(0);
}
