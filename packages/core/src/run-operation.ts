import type { Operation, OperationStart, Recorder } from "./contract.ts";

/** Runs `fn` as one operation that ends with it, unless `fn` has ended it itself. */
export async function runOperation<T>(
  recorder: Recorder,
  start: OperationStart,
  fn: (operation: Operation) => T | Promise<T>,
): Promise<T> {
  const operation = recorder.start(start);
  if (recorder.gated) await recorder.admit(operation);
  // What `fn` returns may be thenable without being a promise.
  return runToItsEnd(operation, async () => fn(operation));
}

/** The result of `fn`, of its own kind: what returns a promise is awaited for the end, what does not is not. */
export function runToItsEnd<T>(operation: Operation, fn: () => T): T {
  let result: T;
  try {
    result = operation.run(fn);
  } catch (error) {
    endOnce(operation, { error });
    throw error;
  }
  if (result instanceof Promise) {
    if (result.constructor === Promise) return ended(operation, result) as T;
    // A provider's own kind of promise has methods that a copy would lack.
    ended(operation, result).catch(() => {});
    return result;
  }
  endOnce(operation);
  return result;
}

async function ended<T>(operation: Operation, running: Promise<T>): Promise<T> {
  try {
    const result = await running;
    endOnce(operation);
    return result;
  } catch (error) {
    endOnce(operation, { error });
    throw error;
  }
}

/** Anything may be thrown, `undefined` too. */
function endOnce(operation: Operation, thrown?: { readonly error: unknown }): void {
  // Not by class: the telemetry may be of another copy of this package.
  if (!("endedAtMs" in operation) || operation.endedAtMs !== undefined) return;
  operation.end(thrown && { error: thrown.error ?? null });
}
