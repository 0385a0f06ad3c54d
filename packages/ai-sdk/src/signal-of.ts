import type { Recorder } from "@isospan/core";

/** The signal of a call. One that cannot be read is not listened to. */
export function signalOf(
  recorder: Recorder,
  asked: { readonly abortSignal?: AbortSignal | undefined } | null | undefined,
): AbortSignal | undefined {
  try {
    return asked?.abortSignal;
  } catch (error) {
    recorder.failed("reading the abort signal", error);
    return undefined;
  }
}
