import type { CostKey } from "./cost-key.ts";
import { Sums } from "./sums.ts";

/** The calls that began within one stretch of time. */
export interface Bucket {
  readonly startMs: number;
  readonly endMs: number;
  readonly entries: Map<CostKey, Sums>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Level {
  readonly lengthMs: number;
  readonly keptMs: number;
  /** By their start. */
  readonly buckets: Map<number, Bucket>;
}

/** How fine time is told, and for how long: then it is folded into the next. The last takes all that is older. */
const LEVELS = [
  [MINUTE_MS, HOUR_MS],
  [HOUR_MS, 7 * DAY_MS],
  [DAY_MS, 400 * DAY_MS],
] as const;

/** Sums by stretches of time, which grow longer as they grow old. */
export class TimeBuckets {
  readonly #now: () => number;
  readonly #levels: readonly Level[] = LEVELS.map(([lengthMs, keptMs]) => ({ lengthMs, keptMs, buckets: new Map() }));
  readonly #rest: Level = { lengthMs: Number.MAX_SAFE_INTEGER, keptMs: Infinity, buckets: new Map() };
  #foldedAtMs = 0;
  #size = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** How many sums there are. */
  get size(): number {
    return this.#size;
  }

  at(startedAtMs: number, key: CostKey): Sums {
    return this.#entry(this.#recent(startedAtMs) ?? this.#older(startedAtMs), key);
  }

  /** Oldest first. */
  all(): readonly Bucket[] {
    const all = [this.#rest, ...this.#levels].flatMap(({ buckets }) => [...buckets.values()]);
    return all.sort((a, b) => a.startMs - b.startMs);
  }

  /** Puts what is under one key under another, where that is another. */
  rename({ entries }: Bucket, to: (key: CostKey) => CostKey): void {
    for (const [key, sums] of entries) {
      const other = to(key);
      if (other === key) continue;
      entries.delete(key);
      this.#size--;
      this.#put(entries, other, sums);
    }
  }

  #recent(startedAtMs: number): Bucket | undefined {
    return this.#levels[0]?.buckets.get(startedAtMs - (startedAtMs % MINUTE_MS));
  }

  #older(startedAtMs: number): Bucket {
    const nowMs = this.#now();
    if (nowMs - this.#foldedAtMs >= MINUTE_MS) this.#fold(nowMs);
    // What has a time in the future has a wrong one.
    const atMs = Math.min(startedAtMs, nowMs);
    return bucketAt(this.#levels.find(({ keptMs }) => atMs > nowMs - keptMs) ?? this.#rest, atMs);
  }

  #fold(nowMs: number): void {
    this.#foldedAtMs = nowMs;
    this.#levels.forEach(({ buckets, keptMs }, i) => {
      for (const [startMs, { endMs, entries }] of buckets) {
        if (endMs > nowMs - keptMs) continue;
        buckets.delete(startMs);
        this.#size -= entries.size;
        const into = bucketAt(this.#levels[i + 1] ?? this.#rest, startMs).entries;
        for (const [key, sums] of entries) this.#put(into, key, sums);
      }
    });
  }

  #put(entries: Map<CostKey, Sums>, key: CostKey, sums: Sums): void {
    const known = entries.get(key);
    if (known !== undefined) {
      known.add(sums);
      return;
    }
    entries.set(key, sums);
    this.#size++;
  }

  #entry({ entries }: Bucket, key: CostKey): Sums {
    let sums = entries.get(key);
    if (sums === undefined) {
      sums = new Sums();
      entries.set(key, sums);
      this.#size++;
    }
    return sums;
  }
}

function bucketAt({ lengthMs, buckets }: Level, atMs: number): Bucket {
  const startMs = Math.floor(atMs / lengthMs) * lengthMs;
  let bucket = buckets.get(startMs);
  if (bucket === undefined) {
    bucket = { startMs, endMs: startMs + lengthMs, entries: new Map() };
    buckets.set(startMs, bucket);
  }
  return bucket;
}
