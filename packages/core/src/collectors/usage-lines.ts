import type { Outcome } from "../contract.ts";
import { isModelCall } from "../operation.ts";
import type { OperationRecord, Unpriced } from "../record.ts";
import type { Sink } from "../sink.ts";
import { checkWrite } from "./stdout-collector.ts";

/** What one model call used and cost, flat: a row of a table. Unknown is left out. */
export interface UsageRow {
  /** When the call began, as `2026-01-01T00:00:00.000Z`. */
  readonly time: string;
  readonly provider?: string | undefined;
  /** As requested. */
  readonly model?: string | undefined;
  /** The innermost agent around the call. */
  readonly agent?: string | undefined;
  readonly session?: string | undefined;
  readonly tenant?: string | undefined;
  readonly user?: string | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly costUsd?: number | undefined;
  /** True where some of the cost is not known. */
  readonly partial?: true | undefined;
  readonly unpriced?: Unpriced | undefined;
  readonly latencyMs: number;
  readonly outcome: Outcome;
  readonly traceId: string;
  readonly spanId: string;
}

/** Writes one line of JSON, a `UsageRow`, for each model call. It has no content. `write` adds the line's end. */
export function usageLines(write: (line: string) => void): Sink {
  checkWrite(write);
  return (record) => {
    if (isModelCall(record.name)) write(JSON.stringify(toUsageRow(record)));
  };
}

function toUsageRow(record: OperationRecord): UsageRow {
  const { provider, model, response, agentPath, context, usage, cost, unpriced, durationMs } = record;
  return {
    time: new Date(record.startedAtMs).toISOString(),
    provider,
    model: model ?? response?.model,
    agent: agentPath.at(-1),
    session: context.sessionId,
    tenant: context.tenantId,
    user: context.userId,
    inputTokens: usage?.inputTokens,
    outputTokens: usage?.outputTokens,
    costUsd: cost && cost.totalNanoUsd / 1e9,
    partial: cost?.partial,
    unpriced,
    latencyMs: durationMs,
    outcome: record.outcome,
    traceId: record.traceId,
    spanId: record.spanId,
  };
}
