import { type Counter, createNoopMeter, type Histogram, type Meter } from "@opentelemetry/api";
import type { Sink } from "./contract.ts";
import type { TelemetryEvent } from "./events/telemetry-event.ts";
import { type Instrument, type Point, toEventPoints, toPoints } from "./instruments.ts";
import type { OperationRecord } from "./record.ts";
import type { SemconvProfile } from "./semconv.ts";

/** Records every point of a record and of an event. */
export function otelMetrics(profile: SemconvProfile, currentMeter: () => Meter): Sink {
  const write = pointWriter(currentMeter);
  return Object.assign((record: OperationRecord) => write(() => toPoints(record, profile)), {
    event: (event: TelemetryEvent) => write(() => toEventPoints(event)),
  });
}

/** Records points on OpenTelemetry instruments, made again when another meter appears. */
export function pointWriter(currentMeter: () => Meter): (points: () => readonly Point[]) => void {
  const nobody = createNoopMeter();
  let meter: Meter | undefined;
  let made = new Map<Instrument, Histogram | Counter>();
  return (points) => {
    const now = currentMeter();
    if (now === nobody) return;
    if (now !== meter) {
      meter = now;
      made = new Map();
    }
    for (const { instrument, value, attributes } of points()) {
      let target = made.get(instrument);
      if (target === undefined) {
        target = make(now, instrument);
        made.set(instrument, target);
      }
      if ("record" in target) target.record(value, attributes);
      else target.add(value, attributes);
    }
  };
}

function make(meter: Meter, { name, kind, unit, description, boundaries }: Instrument): Histogram | Counter {
  if (kind === "counter") return meter.createCounter(name, { unit, description });
  const advice = boundaries && { explicitBucketBoundaries: [...boundaries] };
  return meter.createHistogram(name, { unit, description, ...(advice && { advice }) });
}
