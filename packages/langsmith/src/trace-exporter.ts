import { getTelemetry, recordOf } from "@isospan/core";
import { type AccountedExporter, createSender, exportLedger, type Sender } from "@isospan/core/sender";
import type { ExportedSpan, ExportResult } from "./exported-span.ts";
import {
  type LangSmithTraceExporterOptions,
  type ResolvedExporterOptions,
  resolveExporterOptions,
} from "./exporter-options.ts";
import { NativeEncoder } from "./native-encoder.ts";
import { OtherSpans, type PlacedSpan } from "./other-spans.ts";
import type { Run } from "./run.ts";
import { sizeOf } from "./size-of.ts";
import { toOtlp } from "./to-otlp.ts";
import { toRun } from "./to-run.ts";

const DESTINATION = "langsmith";
const NONE: readonly ExportedSpan[] = [];

/**
 * Sends operations to LangSmith. A `SpanExporter` for any batch span processor of the OpenTelemetry SDK, 2.x or 3.x. It
 * changes neither spans nor records, and reports as failed what LangSmith has not taken.
 *
 * @throws `ConfigurationError` where an option is missing or wrong
 */
export class LangSmithTraceExporter implements AccountedExporter {
  readonly destination: string = DESTINATION;
  readonly keepsAccount = true;
  readonly #options: ResolvedExporterOptions;
  readonly #sender: Sender<Run>;
  readonly #others: OtherSpans;
  readonly #ledger = exportLedger(DESTINATION);

  constructor(options: LangSmithTraceExporterOptions = {}) {
    this.#options = resolveExporterOptions(options);
    this.#sender = toSender(this.#options);
    this.#others = new OtherSpans(this.#options.otherSpans === "none");
  }

  /** Calls back when all of these spans are settled. Never throws. */
  export(spans: readonly ExportedSpan[], done: (result: ExportResult) => void): void {
    const failures: Error[] = [];
    const placed = (): readonly Run[] => this.#toRuns(this.#others.placed(), failures);
    const sent = this.#sender.sendConverted(spans, (span) => this.#toOwnRun(span, failures), placed);
    void sent.then(({ dropped, error = failures[0] }) => {
      const failed = Object.keys(dropped).length > 0 || failures.length > 0;
      try {
        done(failed ? { code: 1, ...(error && { error }) } : { code: 0 });
      } catch (thrown) {
        getTelemetry().report("internal_error", "What heard of an export threw", { error: thrown });
      }
    });
  }

  /** Resolves when all that was handed over is settled. */
  forceFlush(): Promise<void> {
    return this.#sender.flush();
  }

  /** Takes nothing more. What is not settled within that time is dropped. @default 5000 milliseconds */
  async shutdown(deadlineMs?: number): Promise<void> {
    void this.#sender.sendConverted(
      NONE,
      () => [],
      () => this.#toRuns(this.#others.rest()),
    );
    await this.#sender.shutdown(deadlineMs);
    // Where there was no time to find their place.
    const { length } = this.#others.rest();
    if (length > 0)
      this.#ledger.dropped(length, "shutdown", `${length} dropped (shutdown) before their place was found`);
  }

  /** None where somebody else made the span: it may have to wait for its place. */
  #toOwnRun(span: ExportedSpan, failures: Error[]): readonly Run[] {
    const record = recordOf(span, DESTINATION);
    if (record !== undefined) this.#others.learn(record);
    else this.#others.add(span);
    return record === undefined ? [] : this.#toRuns([{ record, span }], failures);
  }

  /** A record is plain data, so one fails by a defect of ours, or with something that is no span. */
  #toRuns(placed: readonly PlacedSpan[], failures: Error[] = []): readonly Run[] {
    return placed.flatMap(({ record, span }) => {
      try {
        return [toRun(record, span.name, span.resource.attributes, this.#options)];
      } catch (error) {
        const message = "a span could not be made a run";
        failures.push(new Error(message, { cause: error }));
        this.#ledger.dropped(1, "encode_error", message, error);
        return [];
      }
    });
  }
}

function toSender(options: ResolvedExporterOptions): Sender<Run> {
  const { apiKey, endpoint, workspaceId, mode, project, compression, requestTimeoutMs, deadlineMs } = options;
  const encoder = new NativeEncoder();
  const key = { "x-api-key": apiKey, ...(workspaceId !== undefined && { "x-tenant-id": workspaceId }) };
  const common = { destination: DESTINATION, sizeOf, compression, requestTimeoutMs, deadlineMs };
  if (mode === "otlp") {
    return createSender<Run>({
      ...common,
      url: `${endpoint}/otel/v1/traces`,
      headers: { ...key, "langsmith-project": project },
      encode: toOtlp,
    });
  }
  return createSender<Run>({
    ...common,
    url: `${endpoint}/runs/multipart`,
    headers: key,
    encode: (runs) => encoder.encode(runs),
    // One run that LangSmith does not like refuses its whole batch.
    onInvalid: "bisect",
    // Each id is taken once: what is there already has arrived.
    onConflict: "sent",
    // What `/info` says; the bytes stay well below the 20 MB of the cloud.
    maxBatchItems: 100,
    maxBatchBytes: 4_000_000,
  });
}
