import { ENUMERATED_LABELS, type Labels } from "@isospan/core/metrics";
import { toLabelName } from "./prometheus-name.ts";

export type PrometheusLabels = Readonly<Record<string, string | number>>;

/** What a label says that there is no more room for. */
const OTHER = "other";

interface Column {
  readonly from: string;
  readonly to: string;
  /** Its values are a closed list, so they stay when all others become `other`. */
  readonly enumerated: boolean;
}

/**
 * The combinations of labels of one instrument. Past nine tenths of the cap, what is new becomes `other`, save what is one
 * of a closed list; past the cap that, too. So there are never more, whoever invents values.
 */
export class Series {
  readonly #columns: readonly Column[];
  readonly #known = new Map<string, PrometheusLabels>();
  /** Most labels come as an object that was there before. */
  readonly #seen = new WeakMap<Labels, PrometheusLabels>();
  readonly #max: number;
  readonly #constant: PrometheusLabels;

  /** `constant`: labels that all have, and that are not counted among theirs. */
  constructor(labels: readonly string[], max: number, constant: PrometheusLabels = {}) {
    this.#columns = labels.map((from) => {
      return { from, to: toLabelName(from), enumerated: ENUMERATED_LABELS.has(from) };
    });
    this.#max = max;
    this.#constant = constant;
  }

  /** The same object for the same labels. */
  labels(given: Labels): PrometheusLabels {
    const seen = this.#seen.get(given);
    if (seen !== undefined) return seen;
    const labels = this.#find(given);
    if (Object.isFrozen(given)) this.#seen.set(given, labels);
    return labels;
  }

  #find(given: Labels): PrometheusLabels {
    const known = this.#known.get(this.#key(given));
    if (known !== undefined) return known;
    if (this.#known.size < Math.floor(this.#max * 0.9)) return this.#add(given);
    return this.#addOrFind(this.#others(given, true), this.#max - 1) ?? this.#rest(given);
  }

  #rest(given: Labels): PrometheusLabels {
    const others = this.#others(given, false);
    return this.#addOrFind(others, this.#max) ?? this.#add(others);
  }

  #addOrFind(given: Labels, max: number): PrometheusLabels | undefined {
    return this.#known.get(this.#key(given)) ?? (this.#known.size < max ? this.#add(given) : undefined);
  }

  #key(given: Labels): string {
    let key = "";
    for (const { from } of this.#columns) {
      const value = given[from];
      // Neither stands in a label's value: no label is not an empty one.
      key += value === undefined ? "\u0001" : `${value}\u0000`;
    }
    return key;
  }

  #add(given: Labels): PrometheusLabels {
    const labels: Record<string, string | number> = {};
    for (const { from, to } of this.#columns) {
      const value = given[from];
      if (value !== undefined) labels[to] = value;
    }
    Object.assign(labels, this.#constant);
    this.#known.set(this.#key(given), labels);
    return labels;
  }

  /** `keep`: what is one of a closed list stays, and what is not there is not said of others. */
  #others(given: Labels, keep: boolean): Labels {
    const others: Record<string, string | number> = {};
    for (const { from, enumerated } of this.#columns) {
      const value = given[from];
      if (!keep) others[from] = OTHER;
      else if (value !== undefined) others[from] = enumerated ? value : OTHER;
    }
    return others;
  }
}
