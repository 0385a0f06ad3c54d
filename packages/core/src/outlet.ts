import { leaveGate } from "./admission.ts";
import { type ContentPolicy, withoutContent } from "./content.ts";
import type { Gate, Sink } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { randomSpanId, randomTraceId } from "./ids.ts";
import { isModelCall, type RecordedOperation } from "./operation.ts";
import type { PriceBook } from "./price-book.ts";
import type { OperationRecord, StartedRecord } from "./record.ts";
import { rememberRecord } from "./record-of.ts";
import { rememberSpan } from "./scope.ts";
import type { SpanWriter } from "./span-writer.ts";
import { trace } from "@opentelemetry/api";
import type { Span } from "@opentelemetry/api";
import type { Capture } from "./capture.ts";
import { type Draft, toRecord, toStartedRecord } from "./to-record.ts";
import type { Keeper } from "./keeper.ts";

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
  readonly capture: Capture | undefined;
  readonly entered: readonly Gate[] | undefined;
}

const MAX_WAITING = 1_000;

/** Where records leave: priced, frozen, then to span, sinks, captures and gates, in the order in which they ended. */
export class Outlet {
  readonly #parts: OutletParts;
  readonly #startedSinks: readonly Sink[];
  #waiting: Finished[] = [];

  constructor(parts: OutletParts) {
    this.#parts = parts;
    this.#startedSinks = parts.sinks.filter((sink) => sink.started !== undefined);
  }

  loadPrices(): void {
    const { prices } = this.#parts;
    if (prices?.state !== "idle") return;
    void prices.load().then(() => this.#release());
  }

  /** Gives the operation its ids: its span's, or our own where no SDK makes spans. */
  begin(operation: RecordedOperation): void {
    let span: Span | undefined;
    try {
      span = this.#parts.spans.begin(operation);
    } catch (error) {
      this.#parts.diagnostics.report("internal_error", "A tracer threw; the record goes on without a span", error);
    }
    const above = trace.getSpanContext(operation.parentContext);
    if (span !== undefined) {
      const { traceId, spanId } = span.spanContext();
      operation.span = span;
      operation.traceId = traceId;
      operation.spanId = spanId;
      operation.parentSpanId = above?.traceId === traceId ? above.spanId : undefined;
      rememberSpan(span, operation);
    } else {
      const { parent } = operation;
      operation.traceId = parent?.traceId ?? above?.traceId ?? randomTraceId();
      operation.spanId = randomSpanId();
      operation.parentSpanId = parent?.spanId ?? above?.spanId;
    }
    if (this.#startedSinks.length > 0) this.#announce(toStartedRecord(operation));
  }

  complete(operation: RecordedOperation): OperationRecord | undefined {
    const finished: Finished = {
      draft: toRecord(operation, this.#parts.keeper),
      operation,
      span: operation.span,
      capture: operation.capture,
      entered: operation.entered,
    };
    const { prices } = this.#parts;
    const mustWait = prices?.state === "loading" && isModelCall(finished.draft.name);
    if (!mustWait && this.#waiting.length === 0) return this.#deliver(finished);
    // What ends later waits behind it, so that a run's root stays last.
    if (this.#waiting.length >= MAX_WAITING) {
      const oldest = this.#waiting.shift();
      if (oldest !== undefined) this.#deliver(oldest);
    }
    this.#waiting.push(finished);
    return undefined;
  }

  /** Resolves when nothing waits for prices any more. */
  async settled(): Promise<void> {
    if (this.#waiting.length === 0) return;
    await this.#parts.prices?.load();
    this.#release();
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const finished of waiting) this.#deliver(finished);
  }

  #deliver({ draft, operation, span, capture, entered }: Finished): OperationRecord {
    const { prices, policy, diagnostics } = this.#parts;
    if (isModelCall(draft.name)) Object.assign(draft, priceOf(draft, operation, prices));
    const record = Object.freeze(draft) as OperationRecord;
    const bare = policy.captured ? withoutContent(record) : record;
    if (span !== undefined) this.#endSpan(span, operation, record, bare);
    for (const sink of this.#parts.sinks) {
      try {
        sink(policy.allows(sink.destination) ? record : bare);
      } catch (error) {
        diagnostics.report("sink_error", "A sink threw", error);
      }
    }
    capture?.add(record);
    for (const gate of entered ?? []) leaveGate(gate, bare, diagnostics);
    return bare;
  }

  #endSpan(span: Span, operation: RecordedOperation, record: OperationRecord, bare: OperationRecord): void {
    try {
      rememberRecord(span, { record, bare, allows: (destination) => this.#parts.policy.allows(destination) });
      this.#parts.spans.complete(span, operation, record);
    } catch (error) {
      this.#parts.diagnostics.report("internal_error", "A span could not be ended", error);
    }
  }

  #announce(started: StartedRecord): void {
    for (const sink of this.#startedSinks) {
      try {
        sink.started?.(started);
      } catch (error) {
        this.#parts.diagnostics.report("sink_error", "A sink's started threw", error);
      }
    }
  }
}

type Priced = Pick<OperationRecord, "cost"> | Pick<OperationRecord, "unpriced">;

function priceOf(draft: Draft, operation: RecordedOperation, prices: PriceBook | undefined): Priced {
  if (draft.outcome === "cached" || draft.outcome === "denied") return {};
  const priced = toPriced(draft, operation, prices);
  return "cost" in priced && operation.partial && priced.cost
    ? { cost: Object.freeze({ ...priced.cost, partial: true }) }
    : priced;
}

function toPriced(draft: Draft, operation: RecordedOperation, prices: PriceBook | undefined): Priced {
  const billed = operation.facts.billedCost;
  if (billed !== undefined) {
    return { cost: Object.freeze({ totalNanoUsd: Math.round(billed.usd * 1e9), source: "provider" as const }) };
  }
  if (draft.usage === undefined) return { unpriced: "no_usage" };
  return prices?.price(draft) ?? { unpriced: "no_prices" };
}
