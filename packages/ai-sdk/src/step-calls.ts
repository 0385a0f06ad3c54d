import type { Recorder } from "@isospan/core";
import { formOf, type Step, stepKey } from "./agent-events.ts";
import { recordModelCall } from "./record-model-call.ts";
import type { CallOptions, Event, ModelResult } from "./shapes.ts";

export interface ModelCallEvent extends Event, CallOptions {
  readonly provider: string;
  readonly modelId: string;
  readonly execute: () => PromiseLike<ModelResult>;
}

let calls = 0;

/** One attempt at a step's model call. */
export async function recordStepCall(recorder: Recorder, event: ModelCallEvent): Promise<ModelResult> {
  const { callId, provider, modelId, execute, recordInputs, recordOutputs } = event;
  const parentKey = callId === undefined ? undefined : stepKey(callId);
  const step = parentKey === undefined ? undefined : (recorder.memo(parentKey) as Step | undefined);
  const failed = (error: unknown): void => {
    if (step !== undefined) step.error ??= error;
  };
  const key = step && `${callId}/call/${++calls}`;
  if (step !== undefined && key !== undefined) step.call = key;
  const json = formOf(recorder, event) !== undefined;
  const call = { model: { provider, modelId }, options: event, json, prompt: step?.prompt, key, parentKey, failed };
  const result = await recordModelCall(recorder, { ...call, recordInputs, recordOutputs }, execute);
  // A reader that walks away brings no other event.
  if (step !== undefined) step.prompt = undefined;
  return result;
}
