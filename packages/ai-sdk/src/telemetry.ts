import { type AdapterOptions, type OperationEnd, type Recorder, telemetrySource } from "@isospan/core";
import { recordModelCall } from "./record-model-call.ts";
import type { CallOptions, Event, ModelResult, PromptMessage, ToolEvent } from "./shapes.ts";

// biome-ignore lint/suspicious/noExplicitAny: the SDK's event types change with every minor version
type Handler = (event: any) => any;

/** The parts of AI SDK 7's `Telemetry` that are used, in a type that every 7.x accepts. */
export interface IsospanTelemetry {
  readonly onStart: Handler;
  readonly onStepStart: Handler;
  readonly onEnd: Handler;
  readonly onError: Handler;
  readonly onAbort: Handler;
  readonly executeLanguageModelCall: Handler;
  readonly executeTool: Handler;
  readonly onToolExecutionEnd: Handler;
}

/** What a step's model calls are given, noted when the step starts. */
interface Step {
  prompt: readonly PromptMessage[] | undefined;
}

const AGENTS: ReadonlySet<string | undefined> = new Set(["ai.generateText", "ai.streamText"]);
const stepKey = (callId: string): string => `${callId}/step`;

/** Telemetry for AI SDK 7: agents, their model calls and their tools. Register it with `registerIsospan`. */
export function isospanTelemetry(options: AdapterOptions = {}): IsospanTelemetry {
  const telemetry = telemetrySource(options);
  return {
    // AI SDK 6 shares the registry, and its events carry no id.
    onStart({ callId, operationId, functionId }: Event) {
      if (callId === undefined || !AGENTS.has(operationId)) return undefined;
      const { recorder } = telemetry();
      const operation = recorder.start({ name: "invoke_agent", agent: { name: functionId } }, { key: callId });
      // The SDK swallows a refusal here; core repeats it at the first model call.
      return recorder.gated ? recorder.admit(operation) : undefined;
    },
    onStepStart({ callId, promptMessages }: Event & { readonly promptMessages?: readonly PromptMessage[] }) {
      if (callId === undefined) return;
      const step: Step = { prompt: promptMessages };
      telemetry().recorder.plumbing(stepKey(callId), callId, step);
    },
    onEnd: (event: Event) => endAgent(telemetry().recorder, event, {}),
    onError: (event: Event & { readonly error?: unknown }) =>
      endAgent(telemetry().recorder, event, { error: event.error ?? null }),
    onAbort: (event: Event & { readonly reason?: unknown }) =>
      endAgent(telemetry().recorder, event, { outcome: "aborted", error: event.reason }),
    async executeLanguageModelCall(event: ModelCallEvent) {
      const recorder = telemetry().recorder;
      const { callId, provider, modelId, execute, recordInputs, recordOutputs } = event;
      const parentKey = callId === undefined ? undefined : stepKey(callId);
      const step = parentKey === undefined ? undefined : (recorder.memo(parentKey) as Step | undefined);
      const call = { model: { provider, modelId }, options: event, prompt: step?.prompt, parentKey };
      const result = await recordModelCall(recorder, { ...call, recordInputs, recordOutputs }, execute);
      // A reader that walks away brings no other event.
      if (step !== undefined) step.prompt = undefined;
      return result;
    },
    executeTool: (event: ToolEvent) => recordTool(telemetry().recorder, event),
    onToolExecutionEnd: (event: ToolEvent) => endTool(telemetry().recorder, event),
  };
}

interface ModelCallEvent extends Event, CallOptions {
  readonly provider: string;
  readonly modelId: string;
  readonly execute: () => PromiseLike<ModelResult>;
}

function endAgent(recorder: Recorder, { callId }: Event, end: OperationEnd): void {
  if (callId === undefined) return;
  const step = recorder.memo(stepKey(callId)) as Step | undefined;
  if (step !== undefined) step.prompt = undefined;
  recorder.end(stepKey(callId));
  recorder.end(callId, end);
}

async function recordTool(recorder: Recorder, event: ToolEvent): Promise<unknown> {
  const { callId, toolCall, recordInputs, execute } = event;
  const tool = {
    name: toolCall?.toolName ?? "tool",
    callId: toolIdOf(event),
    arguments: recordInputs === false ? undefined : toolCall?.input,
  };
  const operation = recorder.start({ name: "execute_tool", tool }, { key: toolKey(event), parentKey: callId });
  if (recorder.gated) await recorder.admit(operation);
  try {
    return await operation.run(execute);
  } catch (error) {
    operation.end({ error: error ?? null });
    throw error;
  }
}

/** What the tool returned is told only here. */
function endTool(recorder: Recorder, event: ToolEvent & { readonly toolOutput?: ToolOutput }): void {
  const { toolOutput, recordOutputs } = event;
  const part = { type: "tool_call_response", id: toolIdOf(event), response: toolOutput?.output };
  const output = recordOutputs === false ? undefined : [{ role: "tool", parts: [part] }];
  recorder.end(toolKey(event), toolOutput?.type === "tool-error" ? { error: toolOutput.error ?? null } : { output });
}

interface ToolOutput {
  readonly type: string;
  readonly output?: unknown;
  readonly error?: unknown;
}

function toolIdOf({ toolCallId, toolCall }: ToolEvent): string | undefined {
  return toolCallId ?? toolCall?.toolCallId;
}

function toolKey(event: ToolEvent): string {
  return `${event.callId}/${toolIdOf(event)}`;
}
