import { type Span, trace } from "@opentelemetry/api";
import { leaveGate } from "./admission.ts";
import { type ContentPolicy, withoutContent } from "./content.ts";
import type { Sink } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { randomSpanId, randomTraceId } from "./ids.ts";
import type { Keeper } from "./keeper.ts";
import { isModelCall, type RecordedOperation } from "./operation.ts";
import type { PriceBook } from "./price-book.ts";
import type { OperationRecord } from "./record.ts";
import { rememberRecord } from "./record-of.ts";
import { rememberSpan } from "./scope.ts";
import type { SpanWriter } from "./span-writer.ts";
import { toPriced } from "./to-priced.ts";
import { type Draft, toRecord, toStartedRecord } from "./to-record.ts";

export interface OutletParts {
  readonly spans: SpanWriter;
  readonly prices: PriceBook | undefined;
  readonly sinks: readonly Sink[];
  readonly policy: ContentPolicy;
  readonly keeper: Keeper;
  readonly diagnostics: Diagnostics;
}

interface Finished {
  readonly draft: Draft;
  readonly operation: RecordedOperation;
  readonly span: Span | undefined;
}

const MAX_WAITING = 1_000;

/** Where records leave: priced, frozen, then to span, sinks, captures and gates, in the order in which they ended. */
export class Outlet {
  readonly #parts: OutletParts;
  readonly #allows: ContentPolicy["allows"];
  readonly #announced: readonly Sink[];
  #waiting: Finished[] = [];

  constructor(parts: OutletParts) {
    this.#parts = parts;
    this.#allows = (destination) => parts.policy.allows(destination);
    this.#announced = parts.sinks.filter((sink) => sink.started !== undefined);
  }

  /** Begins to load the price book, which is never waited for here. */
  loadPrices(): void {
    const { prices } = this.#parts;
    if (prices?.state === "idle") void prices.load().then(() => this.#release());
  }

  /** Gives the operation its ids: its span's, or our own where no SDK makes spans. */
  begin(operation: RecordedOperation): void {
    const { parent, parentContext } = operation;
    const span = this.#quietly("A tracer threw", () => this.#parts.spans.begin(operation));
    const above = trace.getSpanContext(parentContext);
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
      rememberSpan(span, operation);
    }
    if (this.#announced.length === 0) return;
    const started = toStartedRecord(operation);
    for (const sink of this.#announced) this.#quietly("A sink threw", () => sink.started?.(started), "sink_error");
  }

  /** The record, unless it has to wait for prices. */
  complete(operation: RecordedOperation): OperationRecord | undefined {
    const finished = { draft: toRecord(operation, this.#parts.keeper), operation, span: operation.span };
    const mustWait = this.#parts.prices?.state === "loading" && isModelCall(operation.facts.name);
    if (!mustWait && this.#waiting.length === 0) return this.#deliver(finished);
    // What ends later waits behind it, so that a run's root stays last.
    const oldest = this.#waiting.length >= MAX_WAITING ? this.#waiting.shift() : undefined;
    if (oldest !== undefined) this.#deliver(oldest);
    this.#waiting.push(finished);
    return undefined;
  }

  /** Resolves when nothing waits for prices any more. */
  async settled(): Promise<void> {
    if (this.#waiting.length > 0) await this.#parts.prices?.load();
    this.#release();
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const finished of waiting) this.#deliver(finished);
  }

  #deliver({ draft, operation, span }: Finished): OperationRecord {
    const { prices, policy, diagnostics, sinks } = this.#parts;
    if (isModelCall(draft.name)) Object.assign(draft, toPriced(draft, operation, prices));
    const record = Object.freeze(draft);
    const bare = policy.captured ? withoutContent(record) : record;
    if (span !== undefined) {
      rememberRecord(span, { record, bare, allows: this.#allows });
      this.#quietly("A span could not be ended", () => this.#parts.spans.complete(span, operation, record));
    }
    for (const sink of sinks) {
      this.#quietly("A sink threw", () => sink(policy.allows(sink.destination) ? record : bare), "sink_error");
    }
    operation.capture?.add(record);
    for (const gate of operation.entered ?? []) leaveGate(gate, bare, diagnostics);
    return bare;
  }

  #quietly<T>(problem: string, fn: () => T, code: "internal_error" | "sink_error" = "internal_error"): T | undefined {
    try {
      return fn();
    } catch (error) {
      this.#parts.diagnostics.report(code, problem, error);
      return undefined;
    }
  }
}
