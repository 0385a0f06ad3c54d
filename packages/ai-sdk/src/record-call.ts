import type { OperationEnd, OperationStart, Recorder } from "@isospan/core";

/** One call of a model that is no language model, as one operation. */
export async function recordCall<R>(
  recorder: Recorder,
  start: OperationStart,
  signal: AbortSignal | undefined,
  execute: () => PromiseLike<R>,
  toEnd: (result: R) => OperationEnd,
): Promise<R> {
  const operation = recorder.start(start, { signal });
  if (recorder.gated) await recorder.admit(operation);
  let result: R;
  try {
    result = await operation.run(execute);
  } catch (error) {
    operation.end({ error: error ?? null });
    throw error;
  }
  operation.end(toEnd(result));
  return result;
}
