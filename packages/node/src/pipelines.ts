import {
  context,
  DiagConsoleLogger,
  diag,
  logs,
  metrics,
  ProxyTracerProvider,
  propagation,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { diagLogLevelFromString, getStringFromEnv } from "@opentelemetry/core";
import { LoggerProvider } from "@opentelemetry/sdk-logs";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { NoopSpanProcessor, type SpanExporter, type SpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { CountedProcessor } from "./counted-processor.ts";
import { type Ignore, numbers } from "./from-environment.ts";
import { logRecordLimits, spanLimits } from "./limits.ts";
import { logProcessors } from "./log-processors.ts";
import { metricReaders } from "./metric-readers.ts";
import { otlpExporter } from "./otlp-exporter.ts";
import type { Plan } from "./plan.ts";
import { propagator } from "./propagator.ts";
import { resource } from "./resource.ts";
import { sampler } from "./sampler.ts";
import { within } from "./within.ts";

/** An OpenTelemetry SDK that we have set up. */
export interface Pipelines {
  /** Sends what waits. Rejects where metrics or logs could not be sent. */
  flush(): Promise<void>;
  /** Sends what waits within the time, and then nothing more. */
  shutdown(): Promise<void>;
}

/** What metrics and logs get where the spans have used up the time. */
const LAST_METRICS_MS = 500;

/**
 * Sets up the SDK, as the process's own. By its packages, not by `@opentelemetry/sdk-node`: that brings and loads every
 * exporter there is, gRPC among them, and takes twice as long to load.
 */
export function startPipelines(
  plan: Plan,
  serviceName: string | undefined,
  shutdownTimeoutMs: number,
  ignore: Ignore,
): Pipelines {
  const logLevel = diagLogLevelFromString(getStringFromEnv("OTEL_LOG_LEVEL"));
  if (logLevel !== undefined) diag.setLogger(new DiagConsoleLogger(), { logLevel });
  const shared = { resource: resource(serviceName, ignore) };
  const processors = plan.exporters.flatMap((each) => toProcessor(each, shutdownTimeoutMs, ignore) ?? []);
  const readers = plan.metrics ? metricReaders(ignore) : [];
  const logged = plan.logs ? logProcessors(ignore) : [];

  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(propagator(ignore));
  // Without an exporter spans are made all the same: they carry the context on to other services.
  const spanProcessors = processors.length > 0 ? processors : [new NoopSpanProcessor()];
  const settings = { sampler: sampler(ignore), spanLimits: spanLimits(ignore) };
  trace.setGlobalTracerProvider(new TracerProvider({ ...shared, ...settings, spanProcessors }));
  // Metrics last: they count what became of the spans.
  const others: (LoggerProvider | MeterProvider)[] = [];
  if (logged.length > 0) {
    const provider = new LoggerProvider({ ...shared, logRecordLimits: logRecordLimits(ignore), processors: logged });
    logs.setGlobalLoggerProvider(provider);
    others.push(provider);
  }
  if (readers.length > 0) {
    const provider = new MeterProvider({ ...shared, readers });
    metrics.setGlobalMeterProvider(provider);
    others.push(provider);
  }
  return {
    flush: async () => {
      await Promise.all(processors.map((processor) => processor.forceFlush()));
      await Promise.all(others.map((provider) => provider.forceFlush()));
    },
    shutdown: async () => {
      const startedAtMs = performance.now();
      await Promise.all(processors.map((processor) => processor.shutdown()));
      const leftMs = shutdownTimeoutMs - (performance.now() - startedAtMs);
      await within(Math.max(leftMs, LAST_METRICS_MS), Promise.all(others.map((provider) => provider.shutdown())));
    },
  };
}

/** Whether somebody else has set up an SDK already. */
export function hasTracerProvider(): boolean {
  // The API hands out a proxy that stays the same while what it stands for changes; and it may be another copy's.
  const provider = trace.getTracerProvider();
  const delegate = "getDelegate" in provider ? (provider as ProxyTracerProvider).getDelegate() : provider;
  return delegate !== new ProxyTracerProvider().getDelegate();
}

function toProcessor(
  option: "otlp" | "console" | SpanExporter,
  shutdownTimeoutMs: number,
  ignore: Ignore,
): SpanProcessor | undefined {
  // A tree is printed from the records, not from spans.
  if (option === "console") return undefined;
  const exporter = option === "otlp" ? otlpExporter(ignore) : option;
  if (exporter === undefined) return undefined;
  return new CountedProcessor({
    exporter,
    destination: option === "otlp" ? "otlp" : option.constructor.name,
    maxQueueSize: 32_768,
    maxQueueBytes: 64 * 1024 * 1024,
    maxExportBatchSize: 512,
    scheduledDelayMs: 5_000,
    exportTimeoutMs: 30_000,
    ...numbers(
      1,
      {
        maxQueueSize: ["OTEL_BSP_MAX_QUEUE_SIZE"],
        maxExportBatchSize: ["OTEL_BSP_MAX_EXPORT_BATCH_SIZE"],
        scheduledDelayMs: ["OTEL_BSP_SCHEDULE_DELAY"],
        exportTimeoutMs: ["OTEL_BSP_EXPORT_TIMEOUT"],
      },
      ignore,
    ),
    shutdownTimeoutMs,
  });
}
