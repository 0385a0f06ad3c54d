import type { OperationEnd } from "@isospan/core";
import { type BaseMessage, toToolResponse } from "./to-messages.ts";

interface ToolMessage extends BaseMessage {
  readonly status?: string;
}

/** A tool answers with a message, or with whatever it returned. A message can say that it failed. */
export class ToolEnd implements OperationEnd {
  readonly #message: ToolMessage;

  constructor(output: unknown) {
    const isMessage = typeof output === "object" && output !== null && "tool_call_id" in output;
    this.#message = (isMessage ? output : { content: output }) as ToolMessage;
  }

  get error(): Error | undefined {
    // What it says is content, and stands in the output.
    return this.#message.status === "error" ? new ToolError("The tool answered with an error") : undefined;
  }

  get output(): OperationEnd["output"] {
    return [{ role: "tool", parts: [toToolResponse(this.#message)] }];
  }
}

class ToolError extends Error {
  override readonly name = "ToolError";
}
