import type { Operation, OperationEnd, Recorder } from "@isospan/core";
import { AgentEnd, type EndEvent } from "./agent-end.ts";
import { type AgentAbout, AgentStart, toWithheld } from "./agent-start.ts";
import { HiddenCalls } from "./hidden-calls.ts";
import { isHidden } from "./hidden-error.ts";
import { RunningTools } from "./running-tools.ts";
import type { Event } from "./shapes.ts";
import { toUnreadable } from "./unreadable-answers.ts";

/**
 * Whole answers are read after the SDK has told of a success; a stream's, when somebody asks for the object. Where inputs
 * are kept back it does not say whether there is a form at all.
 */
type Form = "read at last" | "read when asked for" | "hidden";

/** What is noted of an agent. */
export interface AgentRun {
  /** The form that its answer must have. */
  readonly form: Form | undefined;
  /** With what its newest model call has failed. */
  error: unknown;
  /** The key of its newest model call. */
  call: string | undefined;
  /** What it has left to others, where outputs are kept back. */
  hidden: HiddenCalls | undefined;
  readonly tools: RunningTools;
  /** Whether the SDK has told of its end. */
  ended: boolean;
}

interface StartEvent extends Event {
  /** The application's, by name. */
  readonly tools?: unknown;
}

interface StepEvent extends Event {
  readonly stepNumber?: number;
}

const AGENTS: ReadonlySet<string | undefined> = new Set(["ai.generateText", "ai.streamText"]);

const stepKey = (callId: string): string => `${callId}/step`;

/** The key of what an agent's calls and tools are in: a step where steps are shown, else the agent. */
export function placeOf(recorder: Recorder, callId: string): string {
  const step = stepKey(callId);
  return recorder.open(step) === undefined ? callId : step;
}

/** AI SDK 6 shares the registry, and its events carry no id. */
export function startAgent(recorder: Recorder, event: StartEvent, said?: AgentAbout): Operation | undefined {
  const { callId, operationId, functionId, runtimeContext } = event;
  if (callId === undefined || !AGENTS.has(operationId)) return undefined;
  const about = said ?? { functionId, runtimeContext, withhold: toWithheld(event) };
  const hidden = event.recordOutputs === false ? new HiddenCalls(event.tools) : undefined;
  const memo: AgentRun = {
    form: toForm(event),
    error: undefined,
    call: undefined,
    hidden,
    tools: new RunningTools(),
    ended: false,
  };
  return recorder.start(new AgentStart(about), { key: callId, memo });
}

export function startStep(recorder: Recorder, { callId, stepNumber = 0 }: StepEvent): void {
  if (callId === undefined) return;
  const key = stepKey(callId);
  recorder.end(key);
  recorder.start({ name: "task", label: `step ${stepNumber + 1}` }, { key, parentKey: callId });
}

export function endStep(recorder: Recorder, { callId }: Event): void {
  if (callId !== undefined) recorder.end(stepKey(callId));
}

/** The model's stream is cancelled after this, without a reason. */
export function abortAgent(recorder: Recorder, event: EndEvent & { readonly reason?: unknown }): void {
  const end = { outcome: "aborted", error: event.reason } as const;
  const call = agentRun(recorder, event.callId)?.call;
  if (call !== undefined) recorder.end(call, end);
  endAgent(recorder, event, end);
}

export function failAgent(recorder: Recorder, event: EndEvent): void {
  endAgent(recorder, event, toFailure(event, agentRun(recorder, event.callId)));
}

export function endAgent(recorder: Recorder, event: EndEvent, end?: OperationEnd): void {
  const { callId } = event;
  if (callId === undefined) return;
  const run = agentRun(recorder, callId);
  const tentative = end === undefined && (run?.form === "read at last" || run?.form === "hidden");
  recorder.end(stepKey(callId), { untold: true });
  recorder.end(callId, end ?? new AgentEnd(event, run), { tentative });
  if (run === undefined) return;
  // It is remembered for a while.
  run.error = run.hidden = undefined;
  run.ended = true;
}

/** What is noted of the agent under this id; `undefined` of the SDK's other functions. */
export function agentRun(recorder: Recorder, callId: string | undefined): AgentRun | undefined {
  const memo = callId === undefined ? undefined : recorder.memo(callId);
  return typeof memo === "object" && memo !== null && "form" in memo ? (memo as AgentRun) : undefined;
}

/** An error that is hidden is that of what failed last. After the end it can only be the answer's form. */
function toFailure(event: EndEvent, run: AgentRun | undefined): OperationEnd {
  if (!isHidden(event, event.error)) return { error: event.error ?? null };
  return run?.ended ? { error: toUnreadable() } : { outcome: "error", untold: true };
}

function toForm(event: Event): Form | undefined {
  const { operationId, output, recordInputs } = event;
  const whole = operationId === "ai.generateText";
  if (output == null && "output" in event && recordInputs === false && whole) return "hidden";
  if (output == null || output.name === "text") return undefined;
  return whole ? "read at last" : "read when asked for";
}
