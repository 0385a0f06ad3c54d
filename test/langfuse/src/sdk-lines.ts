import type { LangfuseTraceExporter } from "@isospan/langfuse";
import type { TracerProvider } from "@opentelemetry/api";
import {
  BatchSpanProcessor as Batch3,
  type SpanExporter as Exporter3,
  TracerProvider as Provider3,
} from "@opentelemetry/sdk-trace";
import {
  BatchSpanProcessor as Batch2,
  type SpanExporter as Exporter2,
  BasicTracerProvider as Provider2,
} from "otel2-sdk-trace-base";

export const SDK_LINES = ["2", "3"] as const;
export type SdkLine = (typeof SDK_LINES)[number];

/** A real SDK with a batch processor for each exporter. */
export interface Sdk extends TracerProvider {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** What both lines take for an exporter: the compiler checks that ours is one in each of them. */
type AnyExporter = LangfuseTraceExporter | (Exporter2 & Exporter3);

export function startSdk(line: SdkLine, exporters: readonly AnyExporter[], maxQueueSize: number = 20_000): Sdk {
  return line === "2" ? line2(exporters, maxQueueSize) : line3(exporters, maxQueueSize);
}

function line2(exporters: readonly Exporter2[], maxQueueSize: number): Sdk {
  return new Provider2({ spanProcessors: exporters.map((exporter) => new Batch2(exporter, { maxQueueSize })) });
}

function line3(exporters: readonly Exporter3[], maxQueueSize: number): Sdk {
  return new Provider3({ spanProcessors: exporters.map((exporter) => new Batch3({ exporter, maxQueueSize })) });
}
