import { INVALID_TRACEID, type Span, trace } from "@opentelemetry/api";
import { addPrice } from "./add-price.ts";
import { leaveGate } from "./admission.ts";
import { SeenRecord, withoutQuotes } from "./content.ts";
import { Happenings } from "./happenings.ts";
import { randomSpanId, randomTraceId } from "./ids.ts";
import type { RecordedOperation } from "./operation.ts";
import type { Parts } from "./parts.ts";
import { PriceBook } from "./prices/price-book.ts";
import type { OperationRecord, StartedRecord } from "./record.ts";
import { countRun } from "./run-totals.ts";
import { outside } from "./scope.ts";
import type { Sink } from "./sink.ts";
import type { SpanWriter } from "./span-writer.ts";
import { type Draft, toRecord, toStartedRecord } from "./to-record.ts";

interface Finished {
  readonly draft: Draft;
  readonly operation: RecordedOperation;
  /** The operation has let go of it by then. */
  readonly span: Span | undefined;
}

const MAX_WAITING = 1_000;
const MAX_CAPTURED = 10_000;

/** Where records leave: priced, frozen, then to span, sinks, captures and gates, in the order in which they ended. */
export class Outlet {
  readonly #parts: Parts;
  readonly #spans: SpanWriter;
  readonly #sinks: readonly Sink[];
  readonly #announced: readonly Sink[];
  readonly #prices: PriceBook | undefined;
  readonly #happenings = new Happenings();
  #waiting: Finished[] = [];

  constructor(parts: Parts, spans: SpanWriter, sinks: readonly Sink[]) {
    this.#parts = parts;
    this.#spans = spans;
    this.#sinks = sinks;
    this.#announced = sinks.filter((sink) => sink.started !== undefined);
    const counters = sinks.filter((sink) => sink.diagnostic !== undefined);
    parts.diagnostics.counter = (code) => {
      for (const sink of counters) this.#tell(sink, code, sink.diagnostic);
    };
    const { prices, clock } = parts.options;
    const options = prices === true ? {} : prices;
    this.#prices = options === false ? undefined : new PriceBook(options, clock, parts.diagnostics);
  }

  /** Begins to load the price book, which is never waited for here. */
  loadPrices(): void {
    const prices = this.#prices;
    if (prices?.state === "idle") outside(() => void prices.load().then(() => this.#release()));
  }

  /** Gives the operation its ids: its span's, or our own where no SDK makes spans. */
  begin(operation: RecordedOperation): void {
    const { parent, parentContext } = operation;
    const given = trace.getSpanContext(parentContext);
    const above = given?.traceId === INVALID_TRACEID ? undefined : given;
    const span = this.#beginSpan(operation, given?.spanId);
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
    this.announce(operation);
  }

  /** Tells that it has begun; again, where a workflow has turned out an agent. */
  announce(operation: RecordedOperation): void {
    const { name } = operation.facts;
    let started: StartedRecord | undefined;
    for (const sink of this.#announced) {
      if (sink.startedOf !== undefined && !sink.startedOf.includes(name)) continue;
      started ??= toStartedRecord(operation);
      this.#tell(sink, started, sink.started);
    }
  }

  /** Delivers the record, at once or when prices are there. */
  complete(operation: RecordedOperation): void {
    const draft = toRecord(operation, this.#parts.keeper);
    this.#happenings.add(draft, operation);
    const told = this.#parts.policy.captured && operation.facts.withhold === undefined;
    if (draft.error !== undefined && !told) draft.error = withoutQuotes(draft.error);
    const mustWait = this.#prices?.state === "loading" && operation.isModelCall;
    if (!mustWait && this.#waiting.length === 0) {
      this.#deliver(draft, operation, operation.span);
      return;
    }
    // What ends later waits behind it, so that a run's root stays last.
    const oldest = this.#waiting.length >= MAX_WAITING ? this.#waiting.shift() : undefined;
    if (oldest !== undefined) this.#deliver(oldest.draft, oldest.operation, oldest.span);
    this.#waiting.push({ draft, operation, span: operation.span });
  }

  /** Resolves when nothing waits for prices any more. */
  async settled(): Promise<void> {
    if (this.#waiting.length > 0) await this.#prices?.load();
    this.#release();
  }

  /** Nothing asks for newer prices any more. */
  close(): void {
    this.#prices?.close();
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { draft, operation, span } of waiting) this.#deliver(draft, operation, span);
  }

  #deliver(draft: Draft, operation: RecordedOperation, span: Span | undefined): void {
    const { policy, diagnostics, options } = this.#parts;
    if (operation.isModelCall) addPrice(draft, operation, this.#prices, diagnostics);
    countRun(draft, operation);
    const record: OperationRecord = Object.freeze(draft);
    const seen = new SeenRecord(record, policy);
    if (span !== undefined) this.#endSpan(span, operation, seen);
    for (const sink of this.#sinks) this.#tell(sink, seen.for(sink.destination), sink);
    for (let into = operation.capture; into !== undefined; into = into.outer) {
      if (into.records.length < MAX_CAPTURED) into.records.push(seen.for("capture"));
    }
    if (options.gates.length === 0) return;
    operation.record = seen.bare;
    for (const gate of operation.entered ?? []) leaveGate(gate, seen.bare, diagnostics);
  }

  #beginSpan(operation: RecordedOperation, parentSpanId: string | undefined): Span | undefined {
    try {
      return this.#spans.begin(operation, parentSpanId);
    } catch (error) {
      this.#parts.diagnostics.report("internal_error", "A tracer threw; the record goes on without a span", error);
      return undefined;
    }
  }

  #endSpan(span: Span, operation: RecordedOperation, seen: SeenRecord): void {
    try {
      this.#spans.complete(span, operation, seen);
    } catch (error) {
      this.#parts.diagnostics.report("internal_error", "A span could not be ended", error);
    }
  }

  #tell<R>(sink: Sink, record: R, listener: ((record: R) => unknown) | undefined): void {
    const { diagnostics } = this.#parts;
    try {
      const told: unknown = listener?.call(sink, record);
      // A sink may be asynchronous, and nobody else would hear it fail.
      if (told !== undefined && told instanceof Promise)
        told.catch((error) => diagnostics.report("sink_error", "A sink rejected", error));
    } catch (error) {
      diagnostics.report("sink_error", "A sink threw", error);
    }
  }
}
