import { isSpanContextValid, type Span, trace } from "@opentelemetry/api";
import { leaveGate } from "./admission.ts";
import { type ContentPolicy, withoutContent } from "./content.ts";
import type { Sink } from "./contract.ts";
import { randomSpanId, randomTraceId } from "./ids.ts";
import { isModelCall, type RecordedOperation } from "./operation.ts";
import type { Parts } from "./parts.ts";
import { PriceBook } from "./price-book.ts";
import { rememberRecord } from "./record-of.ts";
import type { SpanWriter } from "./span-writer.ts";
import { toPriced } from "./to-priced.ts";
import { type Draft, toRecord, toStartedRecord } from "./to-record.ts";

interface Finished {
  readonly draft: Draft;
  readonly operation: RecordedOperation;
  readonly span: Span | undefined;
}

const MAX_WAITING = 1_000;

/** Where records leave: priced, frozen, then to span, sinks, captures and gates, in the order in which they ended. */
export class Outlet {
  readonly #parts: Parts;
  readonly #spans: SpanWriter;
  readonly #sinks: readonly Sink[];
  readonly #announced: readonly Sink[];
  readonly #prices: PriceBook | undefined;
  readonly #allows: ContentPolicy["allows"];
  #waiting: Finished[] = [];

  constructor(parts: Parts, spans: SpanWriter, sinks: readonly Sink[]) {
    this.#parts = parts;
    this.#spans = spans;
    this.#sinks = sinks;
    this.#announced = sinks.filter((sink) => sink.started !== undefined);
    this.#prices = parts.options.prices ? new PriceBook(parts.diagnostics) : undefined;
    this.#allows = (destination) => parts.policy.allows(destination);
  }

  /** Begins to load the price book, which is never waited for here. */
  loadPrices(): void {
    if (this.#prices?.state === "idle") void this.#prices.load().then(() => this.#release());
  }

  /** Gives the operation its ids: its span's, or our own where no SDK makes spans. */
  begin(operation: RecordedOperation): void {
    const { parent, parentContext } = operation;
    const span = this.#quietly("A tracer threw", () => this.#spans.begin(operation));
    const given = trace.getSpanContext(parentContext);
    const above = given && isSpanContextValid(given) ? given : undefined;
    if (span === undefined) {
      operation.traceId = parent?.traceId ?? above?.traceId ?? randomTraceId();
      operation.spanId = randomSpanId();
      operation.parentSpanId = parent?.spanId ?? above?.spanId;
    } else {
      const { traceId, spanId } = span.spanContext();
      operation.span = span;
      operation.traceId = traceId;
      operation.spanId = spanId;
      operation.parentSpanId = above?.traceId === traceId ? above.spanId : undefined;
    }
    if (this.#announced.length === 0) return;
    const started = toStartedRecord(operation);
    for (const sink of this.#announced) this.#quietly("A sink threw", () => sink.started?.(started), "sink_error");
  }

  /** Delivers the record, at once or when prices are there. */
  complete(operation: RecordedOperation): void {
    const finished = { draft: toRecord(operation, this.#parts.keeper), operation, span: operation.span };
    const mustWait = this.#prices?.state === "loading" && isModelCall(operation.facts.name);
    if (!mustWait && this.#waiting.length === 0) {
      this.#deliver(finished);
      return;
    }
    // What ends later waits behind it, so that a run's root stays last.
    const oldest = this.#waiting.length >= MAX_WAITING ? this.#waiting.shift() : undefined;
    if (oldest !== undefined) this.#deliver(oldest);
    this.#waiting.push(finished);
  }

  /** Resolves when nothing waits for prices any more. */
  async settled(): Promise<void> {
    if (this.#waiting.length > 0) await this.#prices?.load();
    this.#release();
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const finished of waiting) this.#deliver(finished);
  }

  #deliver({ draft, operation, span }: Finished): void {
    const { policy, diagnostics } = this.#parts;
    if (isModelCall(draft.name)) {
      this.#quietly("The price book threw", () => Object.assign(draft, toPriced(draft, operation, this.#prices)));
    }
    const record = Object.freeze(draft);
    const bare = policy.captured ? withoutContent(record) : record;
    if (span !== undefined) {
      rememberRecord(span, { record, bare, allows: this.#allows });
      this.#quietly("A span could not be ended", () => this.#spans.complete(span, operation, record));
    }
    for (const sink of this.#sinks) {
      this.#quietly("A sink threw", () => sink(policy.allows(sink.destination) ? record : bare), "sink_error");
    }
    operation.capture?.add(policy.allows("capture") ? record : bare);
    if (this.#parts.options.gates.length > 0) operation.record = bare;
    for (const gate of operation.entered ?? []) leaveGate(gate, bare, diagnostics);
  }

  #quietly<T>(problem: string, fn: () => T, code: "internal_error" | "sink_error" = "internal_error"): T | undefined {
    const { diagnostics } = this.#parts;
    try {
      const result = fn();
      // A sink may be asynchronous, and nobody else would hear it fail.
      if (result instanceof Promise) result.catch((error: unknown) => diagnostics.report(code, problem, error));
      return result;
    } catch (error) {
      diagnostics.report(code, problem, error);
      return undefined;
    }
  }
}
