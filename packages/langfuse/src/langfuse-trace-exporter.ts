import { getTelemetry, recordOf } from "@isospan/core";
import { createSender, type Sender } from "@isospan/core/sender";
import type { Attributes } from "./attributes.ts";
import type { ExportedSpan, ExportResult } from "./exported-span.ts";
import { type ExporterSettings, type LangfuseExporterOptions, resolveExporterOptions } from "./exporter-options.ts";
import { type Observation, toObservation } from "./to-observation.ts";
import { type EncodedSpan, toOtlpJson, toOtlpRequest } from "./to-otlp-json.ts";

const DESTINATION = "langfuse";

/** A span that is ready to be sent, or why it cannot be. */
type Item = EncodedSpan | { readonly failure: unknown };

/**
 * A `SpanExporter` for OpenTelemetry's SDK 2.x and 3.x that sends to Langfuse. Spans of ours are sent as Langfuse should
 * read them, spans of others as they are; neither is changed. Throws `ConfigurationError` where an option is wrong.
 */
export class LangfuseTraceExporter {
  readonly #settings: ExporterSettings;
  readonly #filter: LangfuseExporterOptions["filter"];
  readonly #sender: Sender<Item>;

  constructor(options: LangfuseExporterOptions = {}) {
    const settings = resolveExporterOptions(options);
    this.#settings = settings;
    this.#filter = options.filter;
    this.#sender = createSender<Item>({
      ...settings.limits,
      destination: DESTINATION,
      url: settings.url,
      headers: settings.headers,
      // Langfuse refuses a whole batch for one span that it cannot read.
      onInvalid: "bisect",
      sizeOf: (item) => ("failure" in item ? 0 : item.span.length),
      encode: (items) => ({ body: toOtlpRequest(items.map(readable)), contentType: "application/json" }),
    });
  }

  /** Success is told only when Langfuse has accepted every span. Never throws. */
  export(spans: readonly ExportedSpan[], done: (result: ExportResult) => void): void {
    const items = spans.filter((span) => this.#wants(span)).map((span) => this.#encode(span));
    void this.#sender.send(items).then(({ dropped, error }) => {
      try {
        done(Object.keys(dropped).length === 0 ? { code: 0 } : { code: 1, ...(error && { error }) });
      } catch (thrown) {
        getTelemetry().report("internal_error", "What heard of an export threw", { error: thrown });
      }
    });
  }

  /** Resolves when all that was exported before is sent or dropped, or after 30 seconds. Never rejects. */
  forceFlush(): Promise<void> {
    return this.#sender.flush();
  }

  /** Takes nothing more. What is not sent after 5 seconds is dropped. Never rejects. */
  shutdown(): Promise<void> {
    return this.#sender.shutdown();
  }

  #wants(span: ExportedSpan): boolean {
    try {
      return this.#filter === undefined || this.#filter(span);
    } catch (error) {
      getTelemetry().report("internal_error", "The filter of the Langfuse exporter threw; the span is sent", { error });
      return true;
    }
  }

  #encode(span: ExportedSpan): Item {
    try {
      const record = recordOf(span, DESTINATION);
      const filtered = this.#filter !== undefined;
      const { name, attributes } = record === undefined ? toForeign(span) : toObservation(record, span, filtered);
      return toOtlpJson(span, name, this.#withPlace(attributes));
    } catch (failure) {
      return { failure };
    }
  }

  /** Where it ran stands on every span: Langfuse filters single observations by it. */
  #withPlace(attributes: Attributes): Attributes {
    const { environment, release } = this.#settings;
    if (environment !== undefined) attributes["langfuse.environment"] ??= environment;
    if (release !== undefined) attributes["langfuse.release"] ??= release;
    return attributes;
  }
}

/** A copy, since it is not ours to change. */
function toForeign({ name, attributes }: ExportedSpan): Observation {
  return { name, attributes: { ...attributes } };
}

function readable(item: Item): EncodedSpan {
  if ("failure" in item) throw item.failure;
  return item;
}
