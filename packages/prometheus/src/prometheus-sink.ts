import type { DiagnosticCode, OperationRecord, Sink, StartedRecord, TelemetryEvent, UserContext } from "@isospan/core";
import { type Labels, MetricPoints, toDiagnosticPoints, toEventPoints } from "@isospan/core/metrics";
import { type Exemplar, MetricSet } from "./metric-set.ts";
import { type LabelReader, type PrometheusSinkOptions, resolveOptions } from "./prometheus-options.ts";

export type { PrometheusSinkOptions } from "./prometheus-options.ts";

/**
 * A sink that counts in `prom-client`, without any OpenTelemetry SDK: the same metrics and numbers, under the names that
 * OpenTelemetry's Prometheus exporter gives them. Throws `ConfigurationError` where an option is wrong, a name is taken
 * in the registry, or `prom-client` is not installed.
 */
export function prometheusSink(options: PrometheusSinkOptions = {}): Sink {
  const resolved = resolveOptions(options);
  const metrics = new MetricSet(resolved);
  const points = new MetricPoints(resolved.semconv);
  const { read } = resolved.labels;
  const extra = (context: UserContext): Labels | undefined => (read.length === 0 ? undefined : toLabels(read, context));
  const sink = (record: OperationRecord): void => {
    const exemplar = metrics.exemplars ? toExemplar(record) : undefined;
    metrics.write(points.ofRecord(record), extra(record.context), exemplar);
  };
  return Object.assign(sink, {
    startedOf: ["invoke_agent"] as const,
    started: (started: StartedRecord) => metrics.write(points.ofStarted(started), undefined, undefined),
    event: (event: TelemetryEvent) => {
      const { traceId, spanId } = event.reference ?? {};
      const exemplar = metrics.exemplars && traceId && spanId ? toExemplar({ traceId, spanId }) : undefined;
      metrics.write(toEventPoints(event), extra(event.context), exemplar);
    },
    diagnostic: (code: DiagnosticCode) => metrics.write(toDiagnosticPoints(code), extra({}), undefined),
  });
}

function toExemplar({ traceId, spanId }: Pick<OperationRecord, "traceId" | "spanId">): Exemplar {
  return { trace_id: traceId, span_id: spanId };
}

function toLabels(read: readonly (readonly [name: string, source: LabelReader])[], context: UserContext): Labels {
  const labels: Record<string, string> = {};
  for (const [name, source] of read) {
    const value = source(context);
    if (value !== undefined) labels[name] = String(value);
  }
  return labels;
}
