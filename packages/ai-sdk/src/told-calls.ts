import type { OperationStart, Recorder } from "@isospan/core";

/** A call that the SDK tells of, without a hook around it. */
export interface ToldCall {
  readonly start: OperationStart;
  /** A wrapped model records it itself. */
  wrapped: boolean;
}

/** What never ends is never taken out. */
const MAX_TOLD = 100;

const told = new WeakMap<Recorder, Set<ToldCall>>();

export function tell(recorder: Recorder, start: OperationStart): ToldCall {
  const calls = told.get(recorder) ?? new Set();
  told.set(recorder, calls);
  for (const oldest of calls) {
    if (calls.size < MAX_TOLD) break;
    calls.delete(oldest);
  }
  const call = { start, wrapped: false };
  calls.add(call);
  return call;
}

export function forget(recorder: Recorder, call: ToldCall): void {
  told.get(recorder)?.delete(call);
}

/**
 * A wrapped model is called. If the SDK has just told of such a call, it is this one: nothing that it tells later says so
 * of speech, transcriptions and rankings, nor of what has failed.
 */
export function claim(recorder: Recorder, call: OperationStart): void {
  const calls = told.get(recorder);
  // Nearly always: this is asked for every call of a wrapped model.
  if (calls === undefined || calls.size === 0) return;
  try {
    const { name, provider, model } = call;
    const found = [...calls].reverse().find(({ start, wrapped }) => {
      return !wrapped && start.name === name && start.provider === provider && start.model === model;
    });
    if (found !== undefined) found.wrapped = true;
  } catch (error) {
    recorder.failed("reading a model's name", error);
  }
}
