import { context, type MeterProvider, type Tracer, type TracerProvider } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager as ContextManager3 } from "@opentelemetry/context-async-hooks";
import { MeterProvider as MeterProvider3, MetricReader as MetricReader3 } from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter as Exporter3,
  SimpleSpanProcessor as Processor3,
  TracerProvider as TracerProvider3,
} from "@opentelemetry/sdk-trace";
import { AsyncLocalStorageContextManager as ContextManager2 } from "otel2-context-async-hooks";
import { MeterProvider as MeterProvider2, MetricReader as MetricReader2 } from "otel2-sdk-metrics";
import {
  InMemorySpanExporter as Exporter2,
  SimpleSpanProcessor as Processor2,
  BasicTracerProvider as TracerProvider2,
} from "otel2-sdk-trace-base";

/** What both SDK lines export, as far as it is looked at. */
export interface ExportedSpan {
  readonly name: string;
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number; readonly message?: string };
  readonly events: readonly { readonly name: string }[];
  readonly links: readonly unknown[];
  readonly startTime: readonly [number, number];
  readonly parentSpanContext?: { readonly spanId: string };
  spanContext(): { readonly traceId: string; readonly spanId: string };
}

export interface ExportedMetric {
  readonly descriptor: { readonly name: string; readonly unit: string; readonly type: string };
  readonly dataPoints: readonly { readonly attributes: Readonly<Record<string, unknown>>; readonly value: unknown }[];
}

/** An OpenTelemetry SDK whose output can be looked at. */
export interface ObservedSdk {
  readonly tracerProvider: TracerProvider;
  readonly meterProvider: MeterProvider;
  readonly tracer: Tracer;
  spans(): readonly ExportedSpan[];
  metrics(): Promise<readonly ExportedMetric[]>;
  /** Names of the attributes that a span had when it began: what samplers saw. */
  startAttributes(spanId: string): readonly string[];
}

export const SDK_LINES = ["2", "3"] as const;
export type SdkLine = (typeof SDK_LINES)[number];

interface Begun {
  readonly attributes: Readonly<Record<string, unknown>>;
  spanContext(): { readonly spanId: string };
}

export function observedSdk(line: SdkLine): ObservedSdk {
  const begun = new Map<string, readonly string[]>();
  const noter = {
    onStart: (span: Begun) => void begun.set(span.spanContext().spanId, Object.keys(span.attributes)),
    onEnd: () => {},
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const { manager, tracerProvider, meterProvider, exporter, reader } = line === "2" ? line2(noter) : line3(noter);
  context.disable();
  context.setGlobalContextManager(manager.enable());
  return {
    tracerProvider,
    meterProvider,
    tracer: tracerProvider.getTracer("application"),
    spans: () => exporter.getFinishedSpans() as readonly ExportedSpan[],
    metrics: async () => {
      const { resourceMetrics } = await reader.collect();
      return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics) as unknown as readonly ExportedMetric[];
    },
    startAttributes: (spanId) => begun.get(spanId) ?? [],
  };
}

/** As it is where nobody has installed OpenTelemetry. */
export function withoutSdk(): void {
  context.disable();
}

class Reader2 extends MetricReader2 {
  protected override onForceFlush = async (): Promise<void> => {};
  protected override onShutdown = async (): Promise<void> => {};
}

class Reader3 extends MetricReader3 {
  protected override onForceFlush = async (): Promise<void> => {};
  protected override onShutdown = async (): Promise<void> => {};
}

function line2(noter: object) {
  const exporter = new Exporter2();
  const reader = new Reader2();
  const spanProcessors = [noter as never, new Processor2(exporter)];
  return {
    exporter,
    reader,
    manager: new ContextManager2(),
    tracerProvider: new TracerProvider2({ spanProcessors }),
    meterProvider: new MeterProvider2({ readers: [reader] }),
  };
}

function line3(noter: object) {
  const exporter = new Exporter3();
  const reader = new Reader3();
  const spanProcessors = [noter as never, new Processor3({ exporter })];
  return {
    exporter,
    reader,
    manager: new ContextManager3(),
    tracerProvider: new TracerProvider3({ spanProcessors }),
    meterProvider: new MeterProvider3({ readers: [reader] }),
  };
}
