import type { OperationRecord } from "@isospan/core";
import type { Placed } from "./place.ts";

const MAX_PLACES = 8_192;

/** Where the operations of this process stand that have ended lately, for who knows only their ids. */
export class RecentPlaces {
  /** By the ids of trace and span; a trace's outermost operation by the trace's alone. */
  readonly #places = new Map<string, Placed>();

  learn({ traceId, spanId, startedAtMs, ancestry }: OperationRecord): void {
    const place = { traceId, spanId, startedAtMs, ancestry };
    this.#set(traceId + spanId, place);
    // Known by what it encloses before it ends itself. The first where a trace has several.
    const [root] = ancestry;
    if (!this.#places.has(traceId)) this.#set(traceId, root === undefined ? place : { traceId, ...root, ancestry: [] });
  }

  find(traceId: string, spanId: string = ""): Placed | undefined {
    return this.#places.get(traceId + spanId);
  }

  #set(key: string, place: Placed): void {
    this.#places.set(key, place);
    if (this.#places.size <= MAX_PLACES) return;
    const [oldest = ""] = this.#places.keys();
    this.#places.delete(oldest);
  }
}
