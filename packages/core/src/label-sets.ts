import type { Labels } from "./instrument.ts";

/** Past it all are forgotten: that costs time once, and never memory. */
const MAX_SETS = 1_000;

/** The same frozen object for the same labels, so that sinks of metrics know again what they have seen. */
export class LabelSets {
  readonly #known = new Map<string, Labels>();

  get(key: string): Labels | undefined {
    return this.#known.get(key);
  }

  keep(key: string, labels: Record<string, string | number>): Labels {
    if (this.#known.size >= MAX_SETS) this.#known.clear();
    this.#known.set(key, Object.freeze(labels));
    return labels;
  }
}

/** Adds one label; the same object for the same labels and value. */
export function adder(label: string): (labels: Labels, value: string) => Labels {
  let known = new WeakMap<Labels, Map<string, Labels>>();
  let size = 0;
  return (labels, value) => {
    const found = known.get(labels)?.get(value);
    if (found !== undefined) return found;
    if (++size > MAX_SETS) {
      known = new WeakMap();
      size = 1;
    }
    const more = Object.freeze({ ...labels, [label]: value });
    const beside = known.get(labels) ?? new Map<string, Labels>();
    known.set(labels, beside.set(value, more));
    return more;
  };
}
