import type { OperationEnd, Recorder } from "@isospan/core";
import { type Metadata, object, text } from "./shapes.ts";
import { type BaseMessage, toToolResponse } from "./to-messages.ts";
import type { AgentMark } from "./to-step-kind.ts";

interface ToolMessage extends BaseMessage {
  readonly status?: string;
}

/** What is noted of a tool's run. */
export interface ToolMark extends AgentMark {
  readonly name: string;
  /** Whether the start told the tool's name, and not that of its class. */
  readonly named: boolean;
  readonly callId: string | undefined;
}

/** Class-based tools tell their name in their answer alone, and LangChain 0.3 the call's id. */
export function nameTool(recorder: Recorder, output: unknown, runId: string): void {
  const mark = recorder.memo(runId) as ToolMark | undefined;
  if (mark === undefined || (mark.named && mark.callId !== undefined)) return;
  const { name, named, callId } = mark;
  const answer = object(output);
  const tool = { name: named ? name : (text(answer.name) ?? name), callId: callId ?? text(answer.tool_call_id) };
  if (tool.name !== name || tool.callId !== callId) recorder.open(runId)?.update({ tool });
}

/** A tool answers with a message, or with whatever it returned. A message can say that it failed. */
export class ToolEnd implements OperationEnd {
  readonly #message: ToolMessage;
  readonly #callId: string | undefined;

  constructor(output: unknown, callId?: string) {
    const isMessage = typeof output === "object" && output !== null && "tool_call_id" in output;
    this.#message = (isMessage ? output : { content: output }) as ToolMessage;
    this.#callId = callId;
  }

  get error(): Error | undefined {
    const { status = toAnswer(this.#message.content, this.#callId).status } = this.#message;
    // What it says is content, and stands in the output.
    return status === "error" ? new ToolError("The tool answered with an error") : undefined;
  }

  /** LangGraph's commands may say where the graph goes on. */
  get endsTurn(): boolean {
    const { lg_name: kind, goto } = object(this.#message.content);
    return kind === "Command" && (Array.isArray(goto) ? goto.length > 0 : goto !== undefined);
  }

  get output(): OperationEnd["output"] {
    return [{ role: "tool", parts: [toToolResponse(this.#message)] }];
  }
}

/** A command's message for this very call: it may hold those of turns before. */
function toAnswer(command: unknown, callId: string | undefined): Metadata {
  const { messages } = object(object(command).update);
  const answers = callId !== undefined && Array.isArray(messages) ? messages.map(object) : [];
  return object(answers.find(({ tool_call_id }) => tool_call_id === callId));
}

class ToolError extends Error {
  override readonly name = "ToolError";
}
