import { type Counter, createNoopMeter, type Histogram, type Meter, type UpDownCounter } from "@opentelemetry/api";
import type { DiagnosticCode } from "./diagnostics.ts";
import { toEventPoints } from "./event-points.ts";
import type { TelemetryEvent } from "./events/telemetry-event.ts";
import type { Instrument, Point } from "./instrument.ts";
import { MetricPoints } from "./metric-points.ts";
import { toDiagnosticPoints } from "./points.ts";
import type { StartedRecord } from "./record.ts";
import type { SemconvProfile } from "./semconv.ts";
import type { Sink } from "./sink.ts";

type Target = Histogram | Counter | UpDownCounter;

/** Records every point of records and events. */
export function otelMetrics(profile: SemconvProfile, currentMeter: () => Meter): Sink {
  const write = pointWriter(currentMeter);
  const points = new MetricPoints(profile);
  const sink: Sink = (record) => write(() => points.ofRecord(record));
  return Object.assign(sink, {
    startedOf: ["invoke_agent"] as const,
    started: (started: StartedRecord) => write(() => points.ofStarted(started)),
    event: (event: TelemetryEvent) => write(() => toEventPoints(event)),
    diagnostic: (code: DiagnosticCode) => write(() => toDiagnosticPoints(code)),
  });
}

/** Records points on OpenTelemetry instruments, made again when another meter appears. */
export function pointWriter(currentMeter: () => Meter): (points: () => readonly Point[]) => void {
  const nobody = createNoopMeter();
  let meter: Meter | undefined;
  let made = new Map<Instrument, Target>();
  return (points) => {
    const now = currentMeter();
    if (now === nobody) return;
    if (now !== meter) {
      meter = now;
      made = new Map();
    }
    for (const { instrument, value, attributes, times = 1 } of points()) {
      let target = made.get(instrument);
      if (target === undefined) {
        target = make(now, instrument);
        made.set(instrument, target);
      }
      for (let i = 0; i < times; i++) {
        if ("record" in target) target.record(value, attributes);
        else target.add(value, attributes);
      }
    }
  };
}

function make(meter: Meter, { name, kind, unit, description, boundaries }: Instrument): Target {
  if (kind === "counter") return meter.createCounter(name, { unit, description });
  if (kind === "up-down-counter") return meter.createUpDownCounter(name, { unit, description });
  const advice = boundaries && { explicitBucketBoundaries: [...boundaries] };
  return meter.createHistogram(name, { unit, description, ...(advice && { advice }) });
}
