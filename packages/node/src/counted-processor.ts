import { AsyncLocalStorage } from "node:async_hooks";
import {
  type AccountedExporter,
  type DropReason,
  type ExportLedger,
  exportLedger,
  nextTurn,
} from "@isospan/core/sender";
import { context, ROOT_CONTEXT, TraceFlags } from "@opentelemetry/api";
import { type ExportResult, ExportResultCode, suppressTracing } from "@opentelemetry/core";
import type { ReadableSpan, SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";
import { spanBytes } from "./span-bytes.ts";
import { within } from "./within.ts";

export interface ProcessorOptions {
  readonly exporter: SpanExporter;
  /** Its name in counters, where the exporter has none itself. */
  readonly destination: string;
  readonly maxQueueSize: number;
  readonly maxQueueBytes: number;
  readonly maxExportBatchSize: number;
  readonly scheduledDelayMs: number;
  readonly exportTimeoutMs: number;
  readonly shutdownTimeoutMs: number;
}

type Outcome = ExportResult | DropReason;

interface Batch {
  readonly spans: ReadableSpan[];
  readonly settle: (outcome: Outcome) => void;
  readonly settled: Promise<Outcome>;
  /** Resolves when the exporter has it, or cannot get it. */
  handedOver: Promise<void>;
  /** Whether it is the exporter's to account for, if that does; or given up before, and no longer to be handed over. */
  state: "waiting" | "handed" | "given up";
}

/** Runs `fn` outside of the request that happened to end a span. */
const outside: <T>(fn: () => T) => T = AsyncLocalStorage.snapshot();
/** An exporter that keeps an account gets so much longer to say what it dropped. */
const GRACE_MS = 500;
const SUPPRESSED = suppressTracing(ROOT_CONTEXT);

/**
 * Hands spans to one exporter in batches, within bounded memory, and accounts for every sampled one: the SDK's own
 * batch processor drops what is too much without a word, and forgets what failed. An exporter that keeps its own account
 * is handed everything at once and only what never reached it is counted here.
 */
export class CountedProcessor implements SpanProcessor {
  readonly #options: ProcessorOptions;
  readonly #exporter: SpanExporter;
  readonly #accounted: AccountedExporter | undefined;
  readonly #ledger: ExportLedger;
  readonly #inFlight = new Set<Batch>();
  #queue: ReadableSpan[] = [];
  /** Bytes of each span in the queue. */
  #sizes: number[] = [];
  #heldSpans = 0;
  #heldBytes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = false;
  #closed: Promise<void> | undefined;

  constructor(options: ProcessorOptions) {
    this.#options = options;
    this.#exporter = options.exporter;
    this.#accounted = isAccounted(options.exporter) ? options.exporter : undefined;
    this.#ledger = exportLedger(this.#accounted?.destination ?? options.destination);
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    const { maxQueueSize, maxQueueBytes, maxExportBatchSize, scheduledDelayMs } = this.#options;
    const bytes = spanBytes(span);
    const full = this.#heldSpans >= maxQueueSize || this.#heldBytes + bytes > maxQueueBytes;
    if (full || this.#closed !== undefined) {
      this.#drop(1, this.#closed === undefined ? "queue_full" : "shutdown");
      return;
    }
    this.#queue.push(span);
    this.#sizes.push(bytes);
    this.#heldSpans++;
    this.#heldBytes += bytes;
    if (this.#queue.length >= maxExportBatchSize) this.#drainSoon();
    else if (this.#timer === undefined) {
      this.#timer = outside(() => setTimeout(() => this.#drainSoon(), scheduledDelayMs).unref());
    }
  }

  async forceFlush(): Promise<void> {
    await within(this.#options.exportTimeoutMs, this.#emptied());
    if (this.#closed === undefined) await this.#exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const endsAtMs = performance.now() + this.#options.shutdownTimeoutMs;
    const leftMs = (): number => Math.max(1, endsAtMs - performance.now());
    this.#drain();
    const handedOver = Promise.all([...this.#inFlight].map((batch) => batch.handedOver));
    // An exporter that keeps an account ends what it holds by itself.
    await within(leftMs(), this.#accounted ? handedOver : this.#emptied());
    const exporter = this.#accounted ?? this.#exporter;
    await within(
      leftMs() + GRACE_MS,
      exporter.shutdown(leftMs()).catch(() => {}),
    );
    const { length } = this.#queue;
    this.#queue = [];
    this.#drop(length, "shutdown");
    for (const batch of this.#inFlight) {
      if (batch.state === "waiting") batch.state = "given up";
      batch.settle("shutdown");
    }
  }

  /** Resolves when all that waits now has been settled. */
  async #emptied(): Promise<void> {
    this.#drain();
    while (this.#inFlight.size > 0) {
      await Promise.all([...this.#inFlight].map(({ settled }) => settled));
      this.#drain();
    }
  }

  /** After what runs now: exporting must not be part of the application's own time. */
  #drainSoon(): void {
    if (this.#due) return;
    this.#due = true;
    outside(() =>
      nextTurn(() => {
        this.#due = false;
        this.#drain();
      }),
    );
  }

  /** One batch after the other, where nobody else bounds what is under way. */
  #drain(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#queue.length > 0 && (this.#accounted !== undefined || this.#inFlight.size === 0)) {
      const { maxExportBatchSize } = this.#options;
      const spans = this.#queue.splice(0, maxExportBatchSize);
      const bytes = this.#sizes.splice(0, maxExportBatchSize).reduce((sum, size) => sum + size, 0);
      void this.#export(spans, bytes);
    }
  }

  async #export(spans: ReadableSpan[], bytes: number): Promise<void> {
    const { promise: settled, resolve: settle } = Promise.withResolvers<Outcome>();
    const batch: Batch = { spans, settle, settled, handedOver: Promise.resolve(), state: "waiting" };
    this.#inFlight.add(batch);
    // Whoever keeps an account settles everything, however long that takes; to count it here as well would be twice.
    const timeoutMs = this.#accounted === undefined ? this.#options.exportTimeoutMs : undefined;
    const timer = timeoutMs && setTimeout(settle, timeoutMs, "timeout").unref();
    batch.handedOver = this.#handOver(batch);
    const outcome = await settled;
    clearTimeout(timer);
    this.#inFlight.delete(batch);
    this.#heldSpans -= spans.length;
    this.#heldBytes -= bytes;
    if (this.#accounted === undefined || batch.state !== "handed") this.#account(spans.length, outcome);
    this.#drain();
  }

  async #handOver(batch: Batch): Promise<void> {
    const { spans, settle } = batch;
    try {
      const pending = new Set(spans.map(({ resource }) => resource).filter((each) => each.asyncAttributesPending));
      if (pending.size > 0) await Promise.all([...pending].map((each) => each.waitForAsyncAttributes?.()));
      if (batch.state === "given up") return;
      outside(() => context.with(SUPPRESSED, () => this.#exporter.export(spans, settle)));
      batch.state = "handed";
    } catch (error) {
      settle({ code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  #account(count: number, outcome: Outcome): void {
    if (typeof outcome === "string") this.#drop(count, outcome);
    else if (outcome.code === ExportResultCode.SUCCESS) this.#ledger.sent(count);
    else this.#drop(count, "failed", outcome.error);
  }

  #drop(count: number, reason: DropReason, error?: Error): void {
    if (count > 0) this.#ledger.dropped(count, reason, `${count} dropped (${reason}) before they were sent`, error);
  }
}

function isAccounted(exporter: SpanExporter): exporter is SpanExporter & AccountedExporter {
  return "keepsAccount" in exporter && exporter.keepsAccount === true;
}
