import type { OperationRecord } from "./record.ts";

/** Records as an indented tree, one line each. Those whose parent is not among them stand at the left. */
export function formatTree(records: readonly OperationRecord[]): string {
  const ids = new Set(records.map((record) => record.spanId));
  const children = Map.groupBy(records, (record) => {
    const above = record.ancestry.at(-1)?.spanId;
    return above !== undefined && ids.has(above) ? above : undefined;
  });
  const lines: string[] = [];
  const walk = (record: OperationRecord, lead: string, branch: string, below: string): void => {
    lines.push(`${lead}${branch}${toLine(record)}`);
    const under = inOrder(children.get(record.spanId) ?? []);
    under.forEach((child, i) => {
      const last = i === under.length - 1;
      walk(child, lead + below, last ? "└─ " : "├─ ", last ? "   " : "│  ");
    });
  };
  for (const root of inOrder(children.get(undefined) ?? [])) walk(root, "", "", "");
  return lines.join("\n");
}

function inOrder(records: readonly OperationRecord[]): readonly OperationRecord[] {
  return records.toSorted((a, b) => a.startedAtMs - b.startedAtMs);
}

function toLine(record: OperationRecord): string {
  const { name, label, agent, tool, retrieval, model, cost, error, outcome, attempt, durationMs, silentFailure } =
    record;
  const subject =
    name === "task"
      ? (label ?? name)
      : [name, agent?.name ?? tool?.name ?? retrieval?.dataSourceId ?? model ?? label].filter(Boolean).join(" ");
  const parts = [
    subject,
    attempt !== undefined && `attempt ${attempt}`,
    toTokens(record),
    cost && `$${(cost.totalNanoUsd / 1e9).toFixed(6)}`,
    durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(2)} s`,
    outcome !== "ok" && `✗ ${outcome}`,
    silentFailure && `✗ ${silentFailure}`,
    error && [error.type, error.message].filter(Boolean).join(": "),
  ];
  return parts.filter(Boolean).join("  ");
}

function toTokens({ usage }: OperationRecord): string | undefined {
  if (usage === undefined) return undefined;
  const cached = usage.cacheReadTokens ? ` (${usage.cacheReadTokens} cached)` : "";
  return `${usage.inputTokens ?? "?"}${cached} → ${usage.outputTokens ?? "?"} tokens`;
}
