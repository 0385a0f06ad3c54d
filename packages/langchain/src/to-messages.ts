import type { Message, MessagePart } from "@isospan/core";
import type { Metadata } from "./shapes.ts";
import { toFilePart } from "./to-file-part.ts";

/** What is read of a LangChain message, of any version. */
export interface BaseMessage {
  readonly content?: string | readonly unknown[];
  readonly name?: string;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly ToolCall[];
  /** Those whose arguments are no JSON. */
  readonly invalid_tool_calls?: readonly ToolCall[];
  getType?(): string;
  _getType?(): string;
}

interface ToolCall {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly args?: unknown;
}

const ROLES: Readonly<Record<string, string>> = {
  human: "user",
  ai: "assistant",
  developer: "system",
  function: "tool",
};

/** LangChain's messages, or a text model's prompts, in the conventions' form. */
export function toMessages(messages: readonly (BaseMessage | string)[]): readonly Message[] {
  return messages.map((message) => {
    if (typeof message === "string") return { role: "user", parts: [{ type: "text", content: message }] };
    const type = message.getType?.() ?? message._getType?.() ?? "unknown";
    const role = ROLES[type] ?? type;
    return { role, parts: role === "tool" ? [toToolResponse(message)] : toParts(message) };
  });
}

/** What was answered, one message a choice. */
export function toAnswers(
  choices: readonly { readonly text?: string; readonly message?: BaseMessage }[],
): readonly Message[] {
  return choices.flatMap(({ text, message }) => {
    if (message !== undefined) return toMessages([message]);
    return text === undefined ? [] : [{ role: "assistant", parts: [{ type: "text", content: text }] }];
  });
}

export function toToolResponse({ content, tool_call_id }: BaseMessage): MessagePart {
  return { type: "tool_call_response", id: tool_call_id, response: content };
}

function toParts({ content, tool_calls = [], invalid_tool_calls = [] }: BaseMessage): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  for (const block of typeof content === "string" ? [content] : (content ?? [])) {
    const part = toPart(block);
    if (part !== undefined) parts.push(part);
  }
  for (const { id, name, args } of tool_calls) parts.push({ type: "tool_call", id, name, arguments: args });
  for (const { id, name, args } of invalid_tool_calls) parts.push({ type: "tool_call", id, name, arguments: args });
  return parts;
}

function toPart(block: unknown): MessagePart | undefined {
  if (typeof block === "string") return block === "" ? undefined : { type: "text", content: block };
  if (typeof block !== "object" || block === null) return undefined;
  const { type, text, reasoning, thinking } = block as Record<string, unknown>;
  if (type === "text" || type === "text_delta") return text === "" ? undefined : { type: "text", content: text };
  if (type === "reasoning" || type === "thinking") return { type: "reasoning", content: reasoning ?? thinking ?? "" };
  // Tool calls stand in `tool_calls`.
  if (type === "tool_use" || type === "tool_call" || type === "input_json_delta") return undefined;
  return toFilePart(block as Metadata) ?? { type: String(type) };
}
