import type { OperationRecord } from "./record.ts";

const MAX_CAPTURED = 10_000;

/** The records of what ran inside one `capture` call, and of captures around it. */
export class Capture {
  readonly records: OperationRecord[] = [];
  readonly #outer: Capture | undefined;

  constructor(outer: Capture | undefined) {
    this.#outer = outer;
  }

  add(record: OperationRecord): void {
    if (this.records.length < MAX_CAPTURED) this.records.push(record);
    this.#outer?.add(record);
  }
}
