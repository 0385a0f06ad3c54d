const FILTER_SIZE = 1024;

/**
 * What has ended, by key, as long as it is among the last of them. It is seldom asked for, so it is searched: to enter
 * each in a map would cost every operation. Most keys that are not in it are told by a filter.
 */
export class RecentlyEnded<T extends { readonly key: string | undefined }> {
  readonly #ended: T[] = [];
  /** Where in the filter each of them stands: to look at what ended long ago is to fetch it from far away. */
  readonly #places: Uint16Array;
  #next = 0;
  /** How many of the keys fall into each place. */
  readonly #filter = new Uint16Array(FILTER_SIZE);

  constructor(most: number) {
    this.#places = new Uint16Array(most);
  }

  add(ended: T): void {
    if (this.#ended[this.#next] !== undefined) this.#count(Number(this.#places[this.#next]), -1);
    const place = placeOf(ended.key ?? "");
    this.#count(place, 1);
    this.#places[this.#next] = place;
    this.#ended[this.#next] = ended;
    this.#next = (this.#next + 1) % this.#places.length;
  }

  /** The last one, should there be several. */
  get(key: string): T | undefined {
    if (this.#filter[placeOf(key)] === 0) return undefined;
    const before = this.#ended.findLastIndex((ended, i) => i < this.#next && ended.key === key);
    return this.#ended[before] ?? this.#ended.findLast((ended) => ended.key === key);
  }

  #count(place: number, by: number): void {
    this.#filter[place] = Number(this.#filter[place]) + by;
  }
}

/** By its end: ids begin with the time, or with what they are of. */
function placeOf(key: string): number {
  let place = 0;
  for (let i = Math.max(0, key.length - 4); i < key.length; i++) place = place * 31 + key.charCodeAt(i);
  return place % FILTER_SIZE;
}
