import type { OperationRecord } from "../record.ts";

/**
 * An amount in integers, as google.type.Money has it: `units` whole US dollars and `nanos` billionths of one, below a
 * billion. Exact, where one number of nano-USD would stop being so at 2^53, some 9 million dollars.
 */
export interface Money {
  readonly currency: "USD";
  readonly units: number;
  readonly nanos: number;
}

/** What some model calls used and cost. What a call did not say counts as nothing here. */
export interface CostTotals {
  /** In USD, the nearest number: for people. Of the calls whose cost is known. */
  readonly costUsd: number;
  /** The same, exactly. */
  readonly cost: Money;
  /** Cached ones included. */
  readonly inputTokens: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  readonly totalTokens: number;
  /** Calls that reached a provider: each attempt is one, and what a cache answered or a gate refused is none. */
  readonly calls: number;
  /** Of them, those whose cost is not known at all. */
  readonly unpricedCalls: number;
  /** Of them, those of whose cost some is not known: `cost.partial`. */
  readonly partialCalls: number;
  /** Milliseconds. `undefined` where there was no call. */
  readonly averageLatencyMs: number | undefined;
}

const NANOS = 1_000_000_000;

/** Integers only, so that sums are exact in whatever order they are made. */
export class Sums {
  #units = 0;
  #nanos = 0;
  #inputTokens = 0;
  #outputTokens = 0;
  #calls = 0;
  #unpricedCalls = 0;
  #partialCalls = 0;
  /** A duration has fractions, and sums of fractions depend on their order. */
  #latencyUs = 0;

  addCall({ cost, unpriced, usage, durationMs }: OperationRecord): void {
    if (cost !== undefined) this.#addNanos(cost.totalNanoUsd);
    if (cost?.partial) this.#partialCalls++;
    if (unpriced !== undefined) this.#unpricedCalls++;
    this.#inputTokens += usage?.inputTokens ?? 0;
    this.#outputTokens += usage?.outputTokens ?? 0;
    this.#latencyUs += Math.round(durationMs * 1000);
    this.#calls++;
  }

  add(other: Sums): void {
    this.#units += other.#units;
    this.#addNanos(other.#nanos);
    this.#inputTokens += other.#inputTokens;
    this.#outputTokens += other.#outputTokens;
    this.#calls += other.#calls;
    this.#unpricedCalls += other.#unpricedCalls;
    this.#partialCalls += other.#partialCalls;
    this.#latencyUs += other.#latencyUs;
  }

  toTotals(): CostTotals {
    return Object.freeze({
      costUsd: this.#units + this.#nanos / NANOS,
      cost: Object.freeze({ currency: "USD", units: this.#units, nanos: this.#nanos }),
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      totalTokens: this.#inputTokens + this.#outputTokens,
      calls: this.#calls,
      unpricedCalls: this.#unpricedCalls,
      partialCalls: this.#partialCalls,
      averageLatencyMs: this.#calls === 0 ? undefined : this.#latencyUs / 1000 / this.#calls,
    });
  }

  #addNanos(nanos: number): void {
    // A remainder is exact where a rounded quotient may not be.
    const rest = nanos % NANOS;
    this.#units += (nanos - rest) / NANOS;
    this.#nanos += rest;
    if (this.#nanos < NANOS) return;
    this.#nanos -= NANOS;
    this.#units++;
  }
}
