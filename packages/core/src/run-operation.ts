import type { Operation, OperationStart, Recorder } from "./contract.ts";
import { INERT } from "./inert.ts";
import { RecordedOperation } from "./operation.ts";

/** Runs `fn` as one operation that ends with it, unless `fn` has ended it itself. */
export async function runOperation<T>(
  recorder: Recorder,
  start: OperationStart,
  fn: (operation: Operation) => T | Promise<T>,
): Promise<T> {
  const operation = recorder.start(start);
  if (recorder.gated) await recorder.admit(operation);
  try {
    const result = await operation.run(() => fn(operation));
    endOnce(operation);
    return result;
  } catch (error) {
    endOnce(operation, error);
    throw error;
  }
}

export function endOnce(operation: Operation, error?: unknown): void {
  if (operation === INERT || (operation instanceof RecordedOperation && operation.endedAtMs !== undefined)) return;
  operation.end(error === undefined ? undefined : { error });
}
