import type { OperationRecord } from "./record.ts";

interface Remembered {
  readonly record: OperationRecord;
  readonly bare: OperationRecord;
  readonly allows: (destination: string) => boolean;
}

const shared = globalThis as { [key: symbol]: unknown };
const RECORDS = Symbol.for("isospan.records@1");
shared[RECORDS] ??= new WeakMap<object, Remembered>();
const records = shared[RECORDS] as WeakMap<object, Remembered>;

export function rememberRecord(span: object, remembered: Remembered): void {
  records.set(span, remembered);
}

/**
 * The record behind an ended span of ours, so that an exporter need not parse attributes. It has content only where
 * the content policy allows it for `destination`. `undefined` for spans of others.
 */
export function recordOf(span: object, destination: string): OperationRecord | undefined {
  const remembered = records.get(span);
  return remembered?.allows(destination) ? remembered.record : remembered?.bare;
}
