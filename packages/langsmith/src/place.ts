import type { Ancestor, OperationRecord } from "@isospan/core";
import { toRunId } from "./run-id.ts";
import { toIsoTime, toSegmentTime } from "./time.ts";

/** Where a run stands in its tree. */
export interface Place {
  readonly id: string;
  /** Id of the root. */
  readonly traceId: string;
  readonly parentId: string | undefined;
  readonly dottedOrder: string;
  /** Epoch milliseconds: never before the parent's, which LangSmith refuses. Clocks of two processes may disagree. */
  readonly startedAtMs: number;
}

export type Placed = Pick<OperationRecord, "traceId" | "spanId" | "startedAtMs" | "ancestry">;

/**
 * The place follows from the record alone: it names its ancestors and when they began. So it does not matter which of them
 * is exported first, or by whom.
 */
export function toPlace({ traceId, spanId, startedAtMs, ancestry }: Placed): Place {
  const self: Ancestor = { spanId, startedAtMs };
  const ids: string[] = [];
  const segments: string[] = [];
  let latestMs = Number.NEGATIVE_INFINITY;
  for (const each of [...ancestry, self]) {
    latestMs = Math.max(latestMs, each.startedAtMs);
    const id = toRunId(traceId, each.spanId, latestMs);
    ids.push(id);
    segments.push(toSegmentTime(toIsoTime(latestMs)) + id);
  }
  const [root = ""] = ids;
  return {
    id: ids.at(-1) ?? root,
    traceId: root,
    parentId: ids.at(-2),
    dottedOrder: segments.join("."),
    startedAtMs: latestMs,
  };
}
