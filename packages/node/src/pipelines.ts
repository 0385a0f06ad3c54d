import { logs, metrics, ProxyTracerProvider, trace } from "@opentelemetry/api";
import { getNumberFromEnv, getStringFromEnv } from "@opentelemetry/core";
import { envDetector, hostDetector, osDetector, serviceInstanceIdDetector } from "@opentelemetry/resources";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { NoopSpanProcessor, type SpanExporter, type SpanProcessor } from "@opentelemetry/sdk-trace";
import { CountedProcessor } from "./counted-processor.ts";
import { otlpExporter } from "./otlp-exporter.ts";
import type { Plan } from "./plan.ts";
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

interface Flushes {
  forceFlush?(): Promise<void>;
}

/** Sets up the SDK, as the process's own. */
export function startPipelines(plan: Plan, serviceName: string | undefined, shutdownTimeoutMs: number): Pipelines {
  const processors = plan.exporters
    .filter((each) => each !== "console")
    .map((each) => toProcessor(each, shutdownTimeoutMs));
  const sdk = new NodeSDK({
    ...(serviceName !== undefined && { serviceName }),
    // Without an exporter spans are made all the same: they carry the context on to other services.
    spanProcessors: processors.length > 0 ? processors : [new NoopSpanProcessor()],
    ...(!plan.metrics && { metricReaders: [] }),
    ...(!plan.logs && { logRecordProcessors: [] }),
    // Not the process's own detector, unless the environment asks for it: command lines hold secrets.
    ...(getStringFromEnv("OTEL_NODE_RESOURCE_DETECTORS") === undefined && {
      resourceDetectors: [envDetector, hostDetector, osDetector, serviceInstanceIdDetector],
    }),
  });
  sdk.start();
  // Metrics last: they count what became of the spans.
  const others = [delegate(logs.getLoggerProvider()), delegate(metrics.getMeterProvider())];
  const flush = async (): Promise<void> => {
    await Promise.all(processors.map((processor) => processor.forceFlush()));
    await Promise.all(others.map((provider) => provider.forceFlush?.()));
  };
  return {
    flush,
    shutdown: async () => {
      const startedAtMs = performance.now();
      await Promise.all(processors.map((processor) => processor.shutdown()));
      const leftMs = shutdownTimeoutMs - (performance.now() - startedAtMs);
      await within(Math.max(leftMs, LAST_METRICS_MS), sdk.shutdown());
    },
  };
}

/** Whether somebody else has set up an SDK already. */
export function hasTracerProvider(): boolean {
  return delegate(trace.getTracerProvider()) !== new ProxyTracerProvider().getDelegate();
}

/** The API hands out proxies that stay the same while what they stand for changes. */
function delegate(provider: object): Flushes {
  return "getDelegate" in provider ? (provider as { getDelegate(): Flushes }).getDelegate() : (provider as Flushes);
}

function toProcessor(option: "otlp" | SpanExporter, shutdownTimeoutMs: number): SpanProcessor {
  const exporter = option === "otlp" ? otlpExporter() : option;
  const destination = option === "otlp" ? "otlp" : option.constructor.name;
  return new CountedProcessor({
    exporter,
    destination,
    maxQueueSize: positive("OTEL_BSP_MAX_QUEUE_SIZE") ?? 32_768,
    maxQueueBytes: 64 * 1024 * 1024,
    maxExportBatchSize: positive("OTEL_BSP_MAX_EXPORT_BATCH_SIZE") ?? 512,
    scheduledDelayMs: positive("OTEL_BSP_SCHEDULE_DELAY") ?? 5_000,
    exportTimeoutMs: positive("OTEL_BSP_EXPORT_TIMEOUT") ?? 30_000,
    shutdownTimeoutMs,
  });
}

function positive(name: string): number | undefined {
  const value = getNumberFromEnv(name);
  return value !== undefined && value > 0 ? value : undefined;
}
