import type { OperationRecord } from "./record.ts";

/** The records of what ran inside one `capture` call, and of captures around it. */
export interface Capture {
  readonly records: OperationRecord[];
  readonly outer: Capture | undefined;
}
