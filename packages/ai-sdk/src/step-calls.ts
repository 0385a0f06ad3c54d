import type { Recorder } from "@isospan/core";
import { agentRun, placeOf } from "./agent-events.ts";
import type { HiddenCalls } from "./hidden-calls.ts";
import { type ModelCall, recordModelCall } from "./record-model-call.ts";
import type { CallOptions, Event, ModelResult } from "./shapes.ts";

export interface ModelCallEvent extends Event, CallOptions {
  readonly provider: string;
  readonly modelId: string;
  readonly execute: () => PromiseLike<ModelResult>;
}

let calls = 0;

/** One attempt at a step's model call. */
export function recordStepCall(recorder: Recorder, event: ModelCallEvent): Promise<ModelResult> {
  const { callId, provider, modelId, execute, recordInputs, recordOutputs } = event;
  const run = agentRun(recorder, callId);
  const failed = (error: unknown): void => {
    if (run !== undefined) run.error ??= error;
  };
  const key = run && `${callId}/call/${++calls}`;
  if (run !== undefined) run.call = key;
  const hidden = run?.hidden;
  hidden?.clear();
  const call: ModelCall = {
    model: { provider, modelId },
    options: event,
    json: run?.form !== undefined && run.form !== "hidden",
    key,
    parentKey: callId === undefined ? undefined : placeOf(recorder, callId),
    failed,
    called: hidden && ((part) => hidden.see(part)),
    recordInputs,
    recordOutputs,
  };
  return recordModelCall(recorder, call, hidden === undefined ? execute : () => noted(recorder, hidden, execute));
}

/** What is streamed is told part by part. */
async function noted(
  recorder: Recorder,
  hidden: HiddenCalls,
  execute: ModelCallEvent["execute"],
): Promise<ModelResult> {
  const result = await execute();
  try {
    for (const part of result.content ?? []) hidden.see(part);
  } catch (error) {
    recorder.failed("reading an answer", error);
  }
  return result;
}
