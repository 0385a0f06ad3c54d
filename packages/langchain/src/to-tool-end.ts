import type { OperationEnd } from "@isospan/core";
import { type BaseMessage, toToolResponse } from "./to-messages.ts";

interface ToolMessage extends BaseMessage {
  readonly status?: string;
}

/** A tool answers with a message, or with whatever it returned. A message can say that it failed. */
export function toToolEnd(output: unknown): OperationEnd {
  const isMessage = typeof output === "object" && output !== null && "tool_call_id" in output;
  const message = (isMessage ? output : { content: output }) as ToolMessage;
  return {
    get error() {
      return message.status === "error" ? new ToolError(String(message.content)) : undefined;
    },
    get output() {
      return [{ role: "tool", parts: [toToolResponse(message)] }];
    },
  };
}

class ToolError extends Error {
  override readonly name = "ToolError";
}
