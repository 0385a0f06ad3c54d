import type { OperationRecord, ToolDefinition } from "@isospan/core";
import { toChatMessages } from "./to-chat-messages.ts";

export interface InputOutput {
  readonly input?: string | undefined;
  readonly output?: string | undefined;
}

/** What went in and what came out, as JSON. Nothing where the content policy does not allow it. */
export function toInputOutput(record: OperationRecord): InputOutput {
  const { name, tool, retrieval, documents } = record;
  if (name === "execute_tool") {
    return { input: json(tool?.arguments), output: json(record.output?.[0]?.parts[0]?.response) };
  }
  if (name === "retrieval") {
    // Their ids alone are no content, and no output either.
    const read = retrieval?.query !== undefined || documents?.some(({ content }) => content !== undefined);
    return { input: json(retrieval?.query), output: read ? json(documents) : undefined };
  }
  return { input: json(toInput(record)), output: json(toOutput(record)) };
}

/** The messages; with the tools that the model may call where there are any, as in a request to OpenAI. */
function toInput({ input, toolDefinitions }: OperationRecord): unknown {
  const messages = input && toChatMessages(input);
  return toolDefinitions === undefined ? messages : { messages: messages ?? [], tools: toolDefinitions.map(toTool) };
}

function toOutput({ output }: OperationRecord): unknown {
  const messages = output && toChatMessages(output);
  return messages?.length === 1 ? messages[0] : messages;
}

function toTool({ type = "function", ...definition }: ToolDefinition): unknown {
  return { type, function: definition };
}

function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
