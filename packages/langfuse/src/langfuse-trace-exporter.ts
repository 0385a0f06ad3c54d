import { getTelemetry, recordOf } from "@isospan/core";
import { type AccountedExporter, createSender, type Sender } from "@isospan/core/sender";
import type { ExportedSpan, ExportResult } from "./exported-span.ts";
import { type ExporterSettings, type LangfuseExporterOptions, resolveExporterOptions } from "./exporter-options.ts";
import { MessageWriter } from "./message-writer.ts";
import { type Surroundings, toForeign, toObservation } from "./to-observation.ts";
import { type OtlpSpan, toOtlpRequest, toOtlpSpan } from "./to-otlp-span.ts";

const DESTINATION = "langfuse";

/**
 * A `SpanExporter` for OpenTelemetry's SDK 2.x and 3.x that sends to Langfuse. Spans of ours are sent as Langfuse should
 * read them, spans of others as they are; neither is changed. Throws `ConfigurationError` where an option is wrong.
 */
export class LangfuseTraceExporter implements AccountedExporter {
  /** Its name in counters, diagnostics and the content policy. */
  readonly destination: string = DESTINATION;
  /** So that `startTelemetry` does not count the same spans again. */
  readonly keepsAccount = true;
  readonly #settings: ExporterSettings;
  readonly #filter: LangfuseExporterOptions["filter"];
  readonly #sender: Sender<OtlpSpan>;

  constructor(options: LangfuseExporterOptions = {}) {
    const settings = resolveExporterOptions(options);
    this.#settings = settings;
    this.#filter = options.filter;
    this.#sender = createSender<OtlpSpan>({
      ...settings.limits,
      destination: DESTINATION,
      url: settings.url,
      headers: settings.headers,
      // Langfuse refuses a whole batch for one span that it cannot read.
      onInvalid: "bisect",
      sizeOf: ({ bytes }) => bytes,
      encode: (items) => ({ body: toOtlpRequest(items), contentType: "application/json" }),
    });
  }

  /** Success is told only when Langfuse has accepted every span. Never throws. */
  export(spans: readonly ExportedSpan[], done: (result: ExportResult) => void): void {
    const { environment, release } = this.#settings;
    const around = { environment, release, filtered: this.#filter !== undefined, writer: new MessageWriter() };
    const sent = this.#sender.sendConverted(spans, (span) => (this.#wants(span) ? [toCopy(span, around)] : []));
    void sent.then(({ dropped, error }) => {
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

  /** Takes nothing more. What is not sent by the deadline is dropped. Never rejects. @default 5000 milliseconds */
  shutdown(deadlineMs?: number): Promise<void> {
    return this.#sender.shutdown(deadlineMs);
  }

  /** What throws is not sent but dropped: a filter may be what keeps content away. */
  #wants(span: ExportedSpan): boolean {
    return this.#filter === undefined || this.#filter(span);
  }
}

function toCopy(span: ExportedSpan, around: Surroundings): OtlpSpan {
  const record = recordOf(span, DESTINATION);
  const { name, attributes } = record === undefined ? toForeign(span, around) : toObservation(record, span, around);
  // The span's own message may quote what is not for Langfuse.
  const message = record === undefined ? span.status.message : record.error?.message;
  return toOtlpSpan(span, name, attributes, message);
}
