import type { OperationEnd, Recorder } from "@isospan/core";
import { type AgentAbout, AgentStart } from "./agent-start.ts";
import type { ContentPart, Event, PromptMessage } from "./shapes.ts";

/** What is noted of an agent's step: what its model calls are given, and what its stream reported. */
export interface Step {
  prompt: readonly PromptMessage[] | undefined;
  error?: unknown;
  /** The key of the newest model call. */
  call?: string;
}

interface StepEvent extends Event {
  readonly stepNumber?: number;
  readonly promptMessages?: readonly PromptMessage[];
}

interface EndEvent extends Event {
  readonly finishReason?: string;
  readonly content?: readonly ContentPart[];
  readonly finalStep?: { readonly content?: readonly ContentPart[] };
}

const AGENTS: ReadonlySet<string | undefined> = new Set(["ai.generateText", "ai.streamText"]);

export const stepKey = (callId: string): string => `${callId}/step`;

/** AI SDK 6 shares the registry, and its events carry no id. */
export function startAgent(recorder: Recorder, event: Event): Promise<void> | undefined {
  const { callId, operationId } = event;
  if (callId === undefined || !AGENTS.has(operationId)) return undefined;
  const operation = recorder.start(new AgentStart(toAbout(event)), { key: callId });
  // The SDK swallows a refusal here; core repeats it at the first model call.
  return recorder.gated ? (recorder.admit(operation) ?? undefined) : undefined;
}

function toAbout({ functionId, runtimeContext, recordInputs, recordOutputs }: Event): AgentAbout {
  const inputs = recordInputs === false ? ["input" as const] : [];
  const outputs = recordOutputs === false ? ["output" as const] : [];
  return { functionId, runtimeContext, withhold: [...inputs, ...outputs] };
}

export function startStep(recorder: Recorder, event: StepEvent, show: boolean): void {
  const { callId, stepNumber = 0, promptMessages } = event;
  if (callId === undefined) return;
  const key = stepKey(callId);
  const step: Step = { prompt: promptMessages };
  if (!show) {
    recorder.plumbing(key, callId, step);
    return;
  }
  recorder.end(key);
  recorder.start({ name: "task", label: `step ${stepNumber + 1}` }, { key, parentKey: callId, memo: step });
}

/** Where steps are shown: plumbing lives on, since retries of its calls are told by it. */
export function endStep(recorder: Recorder, { callId }: Event): void {
  if (callId !== undefined) recorder.open(stepKey(callId))?.end();
}

/** The model's stream is cancelled after this, without a reason. */
export function abortAgent(recorder: Recorder, event: EndEvent & { readonly reason?: unknown }): void {
  const end = { outcome: "aborted", error: event?.reason } as const;
  const step = event?.callId === undefined ? undefined : (recorder.memo(stepKey(event.callId)) as Step | undefined);
  if (step?.call !== undefined) recorder.end(step.call, end);
  endAgent(recorder, event, end);
}

export function endAgent(recorder: Recorder, event: EndEvent, end?: OperationEnd): void {
  const { callId } = event ?? {};
  if (callId === undefined) return;
  const step = recorder.memo(stepKey(callId)) as Step | undefined;
  recorder.end(stepKey(callId));
  recorder.end(callId, end ?? toEnd(event, step));
  if (step !== undefined) step.prompt = step.error = undefined;
}

/** The SDK calls a run with a broken stream, and one that waits for a person, a success. */
function toEnd({ finishReason, content, finalStep }: EndEvent, step: Step | undefined): OperationEnd {
  if (finishReason === "error") return { outcome: "error", error: step?.error };
  const said = content ?? finalStep?.content ?? [];
  return said.some(({ type }) => type === "tool-approval-request") ? { outcome: "interrupted" } : {};
}
