import {
  type CostSummary,
  createTelemetry,
  memoryCollector,
  type OperationRecord,
  type Telemetry,
} from "@isospan/core";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type ScopeMetrics,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { type Received, startProducts } from "./products.ts";

/** What left the process while one framework played. */
export interface Observation {
  readonly framework: string;
  readonly spans: readonly ReadableSpan[];
  readonly metrics: readonly ScopeMetrics[];
  readonly records: readonly OperationRecord[];
  /** What `telemetry.costs` says. */
  readonly costs: CostSummary;
  /** What Langfuse and LangSmith were sent meanwhile. */
  readonly received: readonly Received[];
}

/** Runs `play` with a telemetry and OpenTelemetry providers of its own, and reads their exporters. */
export async function observe(
  framework: string,
  play: (telemetry: Telemetry) => Promise<unknown>,
): Promise<Observation> {
  const spanExporter = new InMemorySpanExporter();
  const products = await startProducts();
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const tracerProvider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: spanExporter }), ...products.processors],
  });
  const meterProvider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter: metricExporter })],
  });
  const collector = memoryCollector();
  const telemetry = createTelemetry({ tracerProvider, meterProvider, collector });

  await play(telemetry);
  await telemetry.flush();
  await tracerProvider.forceFlush();
  const observation = {
    framework,
    spans: [...spanExporter.getFinishedSpans()], // Copies: shutting an exporter down empties it.
    metrics: [...(metricExporter.getMetrics().at(-1)?.scopeMetrics ?? [])],
    records: collector.records(),
    costs: telemetry.costs.summary(),
    received: products.received(),
  };
  await telemetry.shutdown();
  await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
  await products.close();
  return observation;
}
