import type { Recorder } from "@isospan/core";
import { has } from "./fields.ts";
import { ModelEnd } from "./model-end.ts";
import { ModelStart } from "./model-start.ts";
import type { CallOptions, ContentPart, Model, ModelResult } from "./shapes.ts";
import { signalOf } from "./signal-of.ts";
import { StreamReader } from "./stream-reader.ts";
import { claim } from "./told-calls.ts";
import { withStream } from "./with-stream.ts";

export interface ModelCall {
  readonly model: Model;
  readonly options: CallOptions;
  /** Whether JSON is asked for. @default as the options say */
  readonly json?: boolean | undefined;
  /** Under what the call can be found. */
  readonly key?: string | undefined;
  /** The AI SDK's id of the enclosing call, where it tells. */
  readonly parentKey?: string | undefined;
  /** Told what a stream reports as an error. */
  readonly failed?: ((error: unknown) => void) | undefined;
  /** Told which tools are called. */
  readonly called?: ((part: ContentPart) => void) | undefined;
  readonly recordInputs?: boolean | undefined;
  readonly recordOutputs?: boolean | undefined;
}

/** One attempt at a provider, whole or streamed: the same for middleware and for global telemetry. */
export async function recordModelCall<R extends ModelResult>(
  recorder: Recorder,
  call: ModelCall,
  execute: () => PromiseLike<R>,
): Promise<R> {
  const { key, parentKey, options } = call;
  const start = new ModelStart(call);
  const operation = recorder.start(start, { key, parentKey, signal: signalOf(recorder, options) });
  const told = key === undefined && parentKey === undefined ? claim(recorder, start, operation) : undefined;
  if (recorder.gated) await recorder.admit(operation);
  let result: R;
  let stream: ModelResult["stream"];
  try {
    result = await operation.run(execute);
    if (has(result, "stream")) stream = result.stream;
  } catch (error) {
    // By its key: what was aborted may have ended already.
    if (key === undefined) operation.end({ error: error ?? null });
    else recorder.end(key, { error: error ?? null });
    throw error;
  }
  if (stream === undefined) {
    const end = new ModelEnd(result, call.model, call.recordOutputs);
    told?.answered(end);
    operation.end(end);
    return result;
  }
  const keepContent = recorder.captured && call.recordOutputs !== false;
  const reader = new StreamReader(operation, call, keepContent, told);
  return withStream(
    result,
    operation.tap(stream, (part) => reader.see(part)),
  );
}
