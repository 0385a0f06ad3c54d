import type { Recorder } from "@isospan/core";
import { ModelEnd } from "./model-end.ts";
import { ModelStart } from "./model-start.ts";
import type { CallOptions, Model, ModelResult, PromptMessage } from "./shapes.ts";
import { StreamReader } from "./stream-reader.ts";

export interface ModelCall {
  readonly model: Model;
  readonly options: CallOptions;
  /** @default the options' */
  readonly prompt?: readonly PromptMessage[] | undefined;
  /** Under what the call can be found. */
  readonly key?: string | undefined;
  /** The AI SDK's id of the enclosing call, where it tells. */
  readonly parentKey?: string | undefined;
  /** Told what a stream reports as an error. */
  readonly failed?: ((error: unknown) => void) | undefined;
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
  const operation = recorder.start(new ModelStart(call), { key, parentKey, signal: options?.abortSignal });
  if (recorder.gated) await recorder.admit(operation);
  let result: R;
  try {
    result = await operation.run(execute);
  } catch (error) {
    operation.end({ error: error ?? null });
    throw error;
  }
  if (result?.stream === undefined) {
    operation.end(new ModelEnd(result, call.model, call.recordOutputs));
    return result;
  }
  const keepContent = recorder.captured && call.recordOutputs !== false;
  const reader = new StreamReader(operation, call, keepContent);
  const stream = operation.tap(result.stream, (part) => reader.see(part));
  // A new object: the SDK may hand out the original to others.
  return { ...result, stream };
}
