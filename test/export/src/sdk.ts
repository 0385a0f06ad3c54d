import type { TracerProvider } from "@opentelemetry/api";
import {
  BatchSpanProcessor as Processor3,
  TracerProvider as Provider3,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace";
import {
  BatchSpanProcessor as Processor2,
  BasicTracerProvider as Provider2,
  type SpanExporter as SpanExporter2,
  type SpanProcessor as SpanProcessor2,
} from "otel2-sdk-trace-base";

export const SDK_LINES = ["2", "3"] as const;
export type SdkLine = (typeof SDK_LINES)[number];

export interface Sdk extends TracerProvider {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** A batch is what waits when somebody flushes, however long the work takes. */
const LIMITS = { scheduledDelayMillis: 600_000 };

/** A real SDK with a batch processor for each exporter, whose ids are numbers. */
export function toSdk(line: SdkLine, first: SpanProcessor, exporters: readonly SpanExporter[]): Sdk {
  const idGenerator = counting();
  if (line === "2") {
    const processors = exporters.map((exporter) => new Processor2(exporter as unknown as SpanExporter2, LIMITS));
    return new Provider2({ idGenerator, spanProcessors: [first as unknown as SpanProcessor2, ...processors] });
  }
  const processors = exporters.map((exporter) => new Processor3({ exporter, ...LIMITS }));
  return new Provider3({ idGenerator, spanProcessors: [first, ...processors] });
}

function counting(): { generateTraceId(): string; generateSpanId(): string } {
  let traces = 0;
  let spans = 0;
  return {
    generateTraceId: () => (++traces).toString(16).padStart(32, "0"),
    generateSpanId: () => (++spans).toString(16).padStart(16, "0"),
  };
}

/** Everything that an exporter can read of a span, and could change. */
export function plainSpan(span: ReadableSpan): object {
  const { name, kind, attributes, events, links, status, startTime, endTime, duration, ended } = span;
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount, instrumentationScope, resource } = span;
  const place = (of: ReturnType<ReadableSpan["spanContext"]> | undefined) =>
    of && { traceId: of.traceId, spanId: of.spanId, traceFlags: of.traceFlags, state: of.traceState?.serialize() };
  return {
    ...{ name, kind, attributes, events, status, startTime, endTime, duration, ended },
    ...{ droppedAttributesCount, droppedEventsCount, droppedLinksCount, instrumentationScope },
    links: links.map((link) => ({ ...link, context: place(link.context) })),
    resource: resource.attributes,
    place: place(span.spanContext()),
    parent: place(span.parentSpanContext),
  };
}
