import type { Operation, OperationStart, Recorder } from "@isospan/core";
import { has } from "./fields.ts";
import { OtherEnd, type OtherOptions, type OtherResult } from "./other-calls.ts";
import { signalOf } from "./signal-of.ts";
import { claim } from "./told-calls.ts";
import { withStream } from "./with-stream.ts";

interface Part extends OtherResult {
  readonly type: string;
  readonly error?: unknown;
}

/** One call of a model that is no language model, as one operation: speech and transcriptions may be streamed. */
export async function recordCall<R>(
  recorder: Recorder,
  start: OperationStart,
  asked: OtherOptions | undefined,
  execute: () => PromiseLike<R>,
): Promise<R> {
  const operation = recorder.start(start, { signal: signalOf(recorder, asked) });
  const told = claim(recorder, start, operation);
  if (recorder.gated) await recorder.admit(operation);
  let result: R;
  let stream: ReadableStream<Part> | undefined;
  try {
    result = await operation.run(execute);
    if (has(result, "stream")) stream = (result as { stream?: ReadableStream<Part> }).stream;
  } catch (error) {
    operation.end({ error: error ?? null });
    throw error;
  }
  if (stream !== undefined)
    return withStream(
      result as R & object,
      operation.tap(stream, (part) => see(operation, part)),
    );
  const end = new OtherEnd(result);
  told?.answered(end);
  operation.end(end);
  return result;
}

function see(operation: Operation, part: Part): void {
  switch (part.type) {
    case "audio":
    case "transcript-delta":
      operation.chunk();
      return;
    case "error":
      operation.update({ error: part.error ?? new Error("The stream reported an error") });
      return;
    case "finish":
      operation.end(new OtherEnd(part));
  }
}
