const FILTER_SIZE = 4096;

/**
 * What has ended, by key, as long as it is among the last of them. It is seldom asked for, so it is searched: to enter
 * each in a map would cost every operation. Most keys that are not in it are told by a filter.
 */
export class RecentlyEnded<T extends { readonly key: string | undefined }> {
  readonly #most: number;
  readonly #ended: T[] = [];
  #next = 0;
  /** How many of the keys fall into each place. */
  readonly #filter = new Uint16Array(FILTER_SIZE);

  constructor(most: number) {
    this.#most = most;
  }

  add(ended: T): void {
    const oldest = this.#ended[this.#next];
    if (oldest !== undefined) this.#count(oldest, -1);
    this.#count(ended, 1);
    this.#ended[this.#next] = ended;
    this.#next = (this.#next + 1) % this.#most;
  }

  /** The last one, should there be several. */
  get(key: string): T | undefined {
    if (this.#filter[placeOf(key)] === 0) return undefined;
    const before = this.#ended.findLastIndex((ended, i) => i < this.#next && ended.key === key);
    return this.#ended[before] ?? this.#ended.findLast((ended) => ended.key === key);
  }

  #count({ key = "" }: T, by: number): void {
    const place = placeOf(key);
    this.#filter[place] = Number(this.#filter[place]) + by;
  }
}

/** By its end: ids begin with the time, or with what they are of. */
function placeOf(key: string): number {
  let place = 0;
  for (let i = Math.max(0, key.length - 4); i < key.length; i++) place = place * 31 + key.charCodeAt(i);
  return place % FILTER_SIZE;
}
