import type { Recorder } from "@isospan/core";
import { agentRun, placeOf } from "./agent-events.ts";
import { isHidden } from "./hidden-error.ts";
import { RunningTools } from "./running-tools.ts";
import type { ToolEvent } from "./shapes.ts";

interface ToolOutput {
  readonly type: string;
  readonly output?: unknown;
  readonly error?: unknown;
}

export async function recordTool(recorder: Recorder, event: ToolEvent): Promise<unknown> {
  const { callId, toolCall, recordInputs, execute } = event;
  const parentKey = callId === undefined ? undefined : placeOf(recorder, callId);
  const tool = {
    name: toolCall?.toolName ?? "tool",
    callId: toolIdOf(event),
    arguments: recordInputs === false ? undefined : toolCall?.input,
  };
  const run = agentRun(recorder, callId);
  const running = (run?.tools ?? new RunningTools()).begin(toolKey(event), toolCall);
  const { key } = running;
  const operation = recorder.start({ name: "execute_tool", tool }, { key, parentKey });
  if (recorder.gated) await recorder.admit(operation);
  run?.hidden?.ran(toolIdOf(event));
  try {
    return await operation.run(execute);
  } catch (error) {
    // By its key: another integration of ours may have ended it already.
    recorder.end(key, { error: error ?? null });
    throw error;
  } finally {
    running.returned = true;
  }
}

/** What the tool returned is told only here. */
export function endTool(recorder: Recorder, event: ToolEvent & { readonly toolOutput?: ToolOutput }): void {
  const { toolOutput, recordOutputs } = event;
  const part = { type: "tool_call_response", id: toolIdOf(event), response: toolOutput?.output };
  const output = recordOutputs === false ? undefined : [{ role: "tool", parts: [part] }];
  const error = isHidden(event, toolOutput?.error) ? null : (toolOutput?.error ?? null);
  const id = toolKey(event);
  const key = agentRun(recorder, event.callId)?.tools.finish(id) ?? id;
  recorder.end(key, toolOutput?.type === "tool-error" ? { error } : { output });
}

function toolIdOf({ toolCallId, toolCall }: ToolEvent): string | undefined {
  return toolCallId ?? toolCall?.toolCallId;
}

function toolKey(event: ToolEvent): string {
  return `${event.callId}/${toolIdOf(event)}`;
}
