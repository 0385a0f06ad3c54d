import {
  createTelemetry,
  memoryCollector,
  type OperationRecord,
  type Telemetry,
  type TelemetryOptions,
} from "@isospan/core";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { context, type Tracer } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { toTree } from "./to-tree.ts";

/** A handler on a real OpenTelemetry SDK, whose output can be looked at. */
export interface SetUp {
  readonly telemetry: Telemetry;
  readonly handler: IsospanCallbackHandler;
  /** What an application passes in its config. */
  readonly callbacks: IsospanCallbackHandler[];
  /** The application's own. */
  readonly tracer: Tracer;
  /** What an HTTP client's instrumentation would do here. */
  http(name?: string): void;
  /** Finished ones, in the order of their start. */
  spans(): readonly ReadableSpan[];
  /** The finished spans as an indented tree, by their parents alone. */
  tree(): readonly string[];
  records(): readonly OperationRecord[];
  /** How often this histogram was measured. */
  measured(metric: string): Promise<number>;
}

export interface SetUpOptions extends TelemetryOptions {
  readonly showPlumbing?: boolean;
}

class Reader extends MetricReader {
  protected override onForceFlush = async (): Promise<void> => {};
  protected override onShutdown = async (): Promise<void> => {};
}

/** The context manager is the process's from now on. */
export function setUp({ showPlumbing, ...options }: SetUpOptions = {}): SetUp {
  context.disable();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new InMemorySpanExporter();
  const started: string[] = [];
  const noter = {
    onStart: (span: { spanContext(): { readonly spanId: string } }) => void started.push(span.spanContext().spanId),
    onEnd: () => {},
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const tracerProvider = new TracerProvider({ spanProcessors: [noter, new SimpleSpanProcessor({ exporter })] });
  const reader = new Reader();
  const meterProvider = new MeterProvider({ readers: [reader] });
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory, tracerProvider, meterProvider, ...options });
  const handler = new IsospanCallbackHandler({ telemetry, showPlumbing });
  const tracer = tracerProvider.getTracer("application");
  const spans = (): readonly ReadableSpan[] => {
    const order = new Map(started.map((id, i) => [id, i]));
    const at = (span: ReadableSpan): number => order.get(span.spanContext().spanId) ?? -1;
    return exporter.getFinishedSpans().toSorted((a, b) => at(a) - at(b));
  };
  return {
    telemetry,
    handler,
    callbacks: [handler],
    tracer,
    http: (name = "HTTP") => tracer.startSpan(name).end(),
    spans,
    tree: () => toTree(spans()),
    records: () => memory.records(),
    measured: async (metric) => {
      const { resourceMetrics } = await reader.collect();
      const found = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
      const points = found.flatMap(({ descriptor, dataPoints }) => (descriptor.name === metric ? [...dataPoints] : []));
      const counts = points.map(({ value }) => (typeof value === "number" ? 1 : value.count));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}
