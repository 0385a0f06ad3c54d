/** Times between the chunks of one stream, by the conventions' buckets. Sums, so that nothing of it grows. */
export interface GapTotals {
  /** How many fell into each bucket; the last is for those past the last bound. */
  readonly counts: readonly number[];
  /** How long they took together. Milliseconds. */
  readonly totalsMs: readonly number[];
}

/** Made at the second chunk. Each one then costs a bucket and two sums. */
export class ChunkGaps implements GapTotals {
  readonly counts: number[];
  readonly totalsMs: number[];
  readonly #bounds: readonly number[];

  /** Upper bounds in seconds, each within its bucket. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.counts = new Array(bounds.length + 1).fill(0);
    this.totalsMs = new Array(bounds.length + 1).fill(0);
  }

  add(gapMs: number): void {
    const ms = Math.max(0, gapMs);
    const seconds = ms / 1000;
    let bucket = 0;
    while (bucket < this.#bounds.length && seconds > Number(this.#bounds[bucket])) bucket++;
    this.counts[bucket] = Number(this.counts[bucket]) + 1;
    this.totalsMs[bucket] = Number(this.totalsMs[bucket]) + ms;
  }
}
