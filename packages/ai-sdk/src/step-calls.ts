import type { Recorder } from "@isospan/core";
import { type AgentRun, agentRun, placeOf } from "./agent-events.ts";
import type { HiddenCalls } from "./hidden-calls.ts";
import { type ModelCall, recordModelCall } from "./record-model-call.ts";
import type { CallOptions, Event, ModelResult } from "./shapes.ts";

export interface ModelCallEvent extends Event, CallOptions {
  readonly provider: string;
  readonly modelId: string;
  readonly execute: () => PromiseLike<ModelResult>;
}

/** Noted with the agent, where another copy of this package sees it too. */
interface EnteredRun extends AgentRun {
  /** One of its model calls is being entered in this very moment. */
  entering?: boolean;
}

let calls = 0;

/** One attempt at a step's model call. */
export function recordStepCall(recorder: Recorder, event: ModelCallEvent): PromiseLike<ModelResult> {
  const { callId, provider, modelId, execute, recordInputs, recordOutputs } = event;
  const run: EnteredRun | undefined = agentRun(recorder, callId);
  // The SDK puts integrations around one another: with two of us the outer one's call is this one, and recorded there.
  if (run?.entering === true) return execute();
  const failed = (error: unknown): void => {
    if (run !== undefined) run.error ??= error;
  };
  const key = run && `${callId}/call/${++calls}`;
  if (run !== undefined) {
    run.call = key;
    // What an earlier call has failed with has been overcome.
    run.error = undefined;
  }
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
  if (run === undefined) return recordModelCall(recorder, call, execute);
  const entered = () => enter(run, execute);
  const noting = hidden === undefined ? entered : () => noted(recorder, hidden, entered);
  const recorded = recordModelCall(recorder, call, noting);
  // Thrown, or refused.
  recorded.catch((error: unknown) => failed(error ?? null));
  return recorded;
}

/** Only until `execute` waits for something: what comes later may be another call. */
function enter(run: EnteredRun, execute: ModelCallEvent["execute"]): PromiseLike<ModelResult> {
  run.entering = true;
  try {
    return execute();
  } finally {
    run.entering = false;
  }
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
