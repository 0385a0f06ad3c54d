import type { SeenRecord } from "./content.ts";
import type { OperationRecord } from "./record.ts";

class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: a subclass then adds its private field to this very object
    return object;
  }
}

/**
 * A record in a private field of the span: nobody sees it, and it goes with the span. A `WeakMap` that is written for
 * every span and outlives the young ones is costly to collect.
 */
class Remembered extends Given {
  #seen: SeenRecord;

  constructor(span: object, seen: SeenRecord) {
    super(span);
    this.#seen = seen;
  }

  static set(span: object, seen: SeenRecord): void {
    try {
      new Remembered(span, seen);
    } catch {
      // It was there, since a tracer may give one span twice.
      (span as Remembered).#seen = seen;
    }
  }

  static get(span: object): SeenRecord | undefined {
    return #seen in span ? span.#seen : undefined;
  }
}

// Two copies of this package in one process must see each other's records.
const shared = globalThis as { [key: symbol]: unknown };
const RECORDS = Symbol.for("isospan.records@1");
shared[RECORDS] ??= Remembered;
const records = shared[RECORDS] as Pick<typeof Remembered, "get" | "set">;

export function rememberRecord(span: object, seen: SeenRecord): void {
  records.set(span, seen);
}

/**
 * The record behind an ended span of ours, so that an exporter need not parse attributes. It has content only where
 * the content policy allows it for `destination`. `undefined` for spans of others.
 */
export function recordOf(span: object, destination: string): OperationRecord | undefined {
  return records.get(span)?.for(destination);
}
