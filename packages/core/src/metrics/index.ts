export { toEventPoints } from "../event-points.ts";
export type { Instrument, Labels, Point } from "../instrument.ts";
export { MetricPoints } from "../metric-points.ts";
export { otelMetrics } from "../otel-metrics.ts";
export { instrumentsOf, toDiagnosticPoints, toPoints, toStartedPoints } from "../points.ts";
export { ENUMERATED as ENUMERATED_LABELS } from "../semconv-labels.ts";
export { exportedPoints } from "./exported-points.ts";
