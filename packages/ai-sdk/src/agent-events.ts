import type { Operation, OperationEnd, Recorder } from "@isospan/core";
import { AgentStart, toWithheld } from "./agent-start.ts";
import type { ContentPart, Event, PromptMessage } from "./shapes.ts";

/** What is noted of an agent's step: what its model calls are given, and what its stream reported. */
export interface Step {
  prompt: readonly PromptMessage[] | undefined;
  error?: unknown;
  /** The key of the newest model call. */
  call?: string;
}

/** Whole answers are read after the SDK has told of a success; a stream's, when somebody asks for the object. */
type Form = "read at last" | "read when asked for";

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
export function startAgent(recorder: Recorder, event: Event): Operation | undefined {
  const { callId, operationId, functionId, runtimeContext } = event;
  if (callId === undefined || !AGENTS.has(operationId)) return undefined;
  const about = { functionId, runtimeContext, withhold: toWithheld(event) };
  return recorder.start(new AgentStart(about), { key: callId, memo: toForm(event) });
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
  const end = { outcome: "aborted", error: event.reason } as const;
  const step = stepOf(recorder, event);
  if (step?.call !== undefined) recorder.end(step.call, end);
  endAgent(recorder, event, end);
}

export function endAgent(recorder: Recorder, event: EndEvent, end?: OperationEnd): void {
  const { callId } = event;
  if (callId === undefined) return;
  const step = stepOf(recorder, event);
  recorder.end(stepKey(callId));
  const tentative = formOf(recorder, event) === "read at last";
  recorder.end(callId, end ?? new AgentEnd(event, step?.error), { tentative });
  if (step !== undefined) step.prompt = step.error = undefined;
}

/** The form that an agent's answer must have. */
export function formOf(recorder: Recorder, { callId }: Event): Form | undefined {
  return callId === undefined ? undefined : (recorder.memo(callId) as Form | undefined);
}

function toForm({ operationId, output }: Event): Form | undefined {
  if (output == null || output.name === "text") return undefined;
  return operationId === "ai.generateText" ? "read at last" : "read when asked for";
}

function stepOf(recorder: Recorder, { callId }: Event): Step | undefined {
  return callId === undefined ? undefined : (recorder.memo(stepKey(callId)) as Step | undefined);
}

/** An agent's end, read by core field by field. */
class AgentEnd implements OperationEnd {
  readonly #event: EndEvent;
  readonly #error: unknown;

  constructor(event: EndEvent, error: unknown) {
    this.#event = event;
    this.#error = error;
  }

  /** The SDK calls a run with a broken stream, and one that waits for a person, a success. */
  get outcome(): OperationEnd["outcome"] {
    const { finishReason, content, finalStep } = this.#event;
    if (finishReason === "error") return "error";
    return waitsForApproval(content ?? finalStep?.content) ? "interrupted" : undefined;
  }

  get endsTurn(): boolean {
    return leavesCalls(this.#event.finalStep?.content ?? this.#event.content);
  }

  get error(): unknown {
    return this.#event.finishReason === "error" ? this.#error : undefined;
  }
}

export function waitsForApproval(content: unknown): boolean {
  return Array.isArray(content) && content.some(isRequest);
}

/** Tools without `execute` are the application's to run: they end the loop, whatever others have answered. */
function leavesCalls(content: unknown): boolean {
  if (!Array.isArray(content)) return false;
  const parts: readonly ContentPart[] = content.filter((part) => typeof part === "object" && part !== null);
  const answered = new Set(parts.flatMap(({ type, toolCallId }) => (type === "tool-call" ? [] : toolCallId)));
  return parts.some(({ type, toolCallId }) => type === "tool-call" && !answered.has(toolCallId));
}

/** Version 7 writes down what its rules decide, too. */
function isRequest(part: ContentPart | null): boolean {
  return part?.type === "tool-approval-request" && part.isAutomatic !== true;
}
