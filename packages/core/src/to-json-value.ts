import type { Message, MessagePart } from "./contract.ts";

/** What travels as JSON text in one framework and as an object in another: an object where it can be one. */
export function toJsonValue(given: unknown): unknown {
  if (typeof given !== "string" || !/^\s*[{[]/.test(given)) return given;
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}

/** Messages whose tool calls and tool answers are objects. */
export function withJsonValues(messages: readonly Message[]): readonly Message[] {
  return messages.map((message) => {
    const { parts } = message;
    return { ...message, parts: Array.isArray(parts) ? parts.map(toPart) : [] };
  });
}

function toPart(part: MessagePart): MessagePart {
  if (part?.type === "tool_call") return { ...part, arguments: toJsonValue(part.arguments) };
  return part?.type === "tool_call_response" ? { ...part, response: toJsonValue(part.response) } : part;
}
