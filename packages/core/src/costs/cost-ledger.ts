import { ConfigurationError } from "../configuration-error.ts";
import { isModelCall } from "../operation.ts";
import type { OperationRecord } from "../record.ts";
import { type CostFilter, DIMENSIONS, matches, toMatcher } from "./cost-filter.ts";
import { type CostDimension, type CostKey, CostKeys } from "./cost-key.ts";
import { type CostTotals, Sums } from "./sums.ts";
import { TimeBuckets } from "./time-buckets.ts";

/** Totals, and the same by name, the dearest first. Calls that have no such name are under `(none)`. */
export interface CostSummary extends CostTotals {
  readonly byProvider: Readonly<Record<string, CostTotals>>;
  /** As requested. */
  readonly byModel: Readonly<Record<string, CostTotals>>;
  /** The innermost agent around the call. */
  readonly byAgent: Readonly<Record<string, CostTotals>>;
  readonly bySession: Readonly<Record<string, CostTotals>>;
  readonly byTenant: Readonly<Record<string, CostTotals>>;
}

/**
 * What the model calls of this process used and cost. Each looks at every entry, of which there may be some ten
 * thousand: for reports, not for every call. Throws `ConfigurationError` where a filter is wrong.
 */
export interface CostLedger {
  total(filter?: CostFilter): CostTotals;
  summary(filter?: CostFilter): CostSummary;
}

export interface CostLedgerOptions {
  /**
   * Most combinations of provider, model, agent, session, tenant and stretch of time that are told apart. Past it,
   * names in the oldest stretches become `(other)`: sessions first, then tenants, agents, models, providers. An entry
   * takes some 350 bytes. At least 2000.
   * @default 20000
   */
  readonly maxEntries?: number | undefined;
}

/** What becomes `(other)` first. */
const FORGOTTEN: readonly CostDimension[] = ["session", "tenant", "agent", "model", "provider"];

/** Counts every model call once, in memory that does not grow with their number. */
export class Ledger implements CostLedger {
  readonly #maxEntries: number;
  readonly #buckets: TimeBuckets;
  readonly #keys = new CostKeys();

  constructor(now: () => number, { maxEntries = 20_000 }: CostLedgerOptions = {}) {
    this.#maxEntries = maxEntries;
    this.#buckets = new TimeBuckets(now);
  }

  add(record: OperationRecord): void {
    if (!isModelCall(record.name) || record.outcome === "denied" || record.outcome === "cached") return;
    this.#buckets.at(record.startedAtMs, this.#keys.of(record)).addCall(record);
    if (this.#buckets.size > this.#maxEntries) this.#forget();
  }

  total(filter: CostFilter = {}): CostTotals {
    const total = new Sums();
    for (const [, sums] of this.#matching(filter)) total.add(sums);
    return total.toTotals();
  }

  summary(filter: CostFilter = {}): CostSummary {
    const total = new Sums();
    const by = {
      provider: new Groups(),
      model: new Groups(),
      agent: new Groups(),
      session: new Groups(),
      tenant: new Groups(),
    };
    for (const [key, sums] of this.#matching(filter)) {
      total.add(sums);
      for (const dimension of DIMENSIONS) by[dimension].add(key[dimension], sums);
    }
    return Object.freeze({
      ...total.toTotals(),
      byProvider: by.provider.toTotals(),
      byModel: by.model.toTotals(),
      byAgent: by.agent.toTotals(),
      bySession: by.session.toTotals(),
      byTenant: by.tenant.toTotals(),
    });
  }

  *#matching(filter: CostFilter): Iterable<readonly [CostKey, Sums]> {
    const matcher = toMatcher(filter);
    for (const { startMs, endMs, entries } of this.#buckets.all()) {
      if (endMs <= matcher.sinceMs || startMs >= matcher.untilMs) continue;
      for (const entry of entries) if (matches(entry[0], matcher)) yield entry;
    }
  }

  /** Down to half, so that it is rarely done. */
  #forget(): void {
    const buckets = this.#buckets.all();
    const enough = (): boolean => this.#buckets.size <= this.#maxEntries / 2;
    for (const dimension of FORGOTTEN) {
      for (const bucket of buckets) {
        if (enough()) break;
        // What is one entry already would lose a name for nothing.
        if (bucket.entries.size < 2) continue;
        this.#buckets.rename(bucket, (key) => this.#keys.without(key, dimension));
      }
    }
    this.#keys.keep(buckets.flatMap(({ entries }) => [...entries.keys()]));
  }
}

/** Sums by one kind of name. */
class Groups {
  readonly #sums = new Map<string, Sums>();

  add(name: string, sums: Sums): void {
    const known = this.#sums.get(name) ?? new Sums();
    known.add(sums);
    this.#sums.set(name, known);
  }

  toTotals(): Readonly<Record<string, CostTotals>> {
    const named = [...this.#sums].map(([name, sums]) => [name, sums.toTotals()] as const);
    named.sort(([, a], [, b]) => b.costUsd - a.costUsd || b.calls - a.calls);
    return Object.freeze(Object.fromEntries(named));
  }
}

/** What stands in for a ledger that was switched off: no figure, rather than zero. */
export const NO_LEDGER: CostLedger = { total: switchedOff, summary: switchedOff };

function switchedOff(): never {
  throw new ConfigurationError("costs", "costs are not summed up", "Leave the option costs: false out to have them.");
}
