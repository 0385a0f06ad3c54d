import type { Point } from "./instrument.ts";
import { toPoints, toStartedPoints } from "./points.ts";
import type { OperationRecord, StartedRecord } from "./record.ts";
import type { SemconvProfile } from "./semconv.ts";

/**
 * What a sink of metrics measures. An instance for each sink: a run is no longer active by the same labels by which it
 * began to be, though more may be known of it by then.
 */
export class MetricPoints {
  readonly #profile: SemconvProfile;
  /** By span id. No more than there are open operations. */
  readonly #active = new Map<string, readonly Point[]>();

  constructor(profile: SemconvProfile) {
    this.#profile = profile;
  }

  ofStarted(started: StartedRecord): readonly Point[] {
    const points = this.#active.has(started.spanId) ? NOTHING : toStartedPoints(started);
    if (points.length > 0) this.#active.set(started.spanId, points);
    return points;
  }

  ofRecord(record: OperationRecord): readonly Point[] {
    const points = toPoints(record, this.#profile);
    const active = this.#active.get(record.spanId);
    if (active === undefined) return points;
    this.#active.delete(record.spanId);
    return [...points, ...active.map((point) => ({ ...point, value: -point.value }))];
  }
}

const NOTHING: readonly Point[] = [];
