import type { Message, MessagePart } from "@isospan/core";

type ChatMessage = { [field: string]: unknown };

/**
 * A message in the form of OpenAI's chat API. Langfuse shows it as a conversation and finds tool calls in it, which it
 * does not in the form of the GenAI conventions. Answers of several tools in one are a message each.
 */
export function toChatMessages({ role, name, parts }: Message): readonly ChatMessage[] {
  const answers: ChatMessage[] = [];
  const calls: unknown[] = [];
  const thoughts: unknown[] = [];
  const rest: MessagePart[] = [];
  for (const part of parts) {
    if (part.type === "tool_call_response") answers.push(toToolMessage(part));
    else if (part.type === "tool_call") calls.push(toToolCall(part));
    else if (part.type === "reasoning") thoughts.push(part.content);
    else rest.push(part);
  }
  if (answers.length > 0 && answers.length === parts.length) return answers;
  const said: ChatMessage = { role, content: toContent(rest) };
  if (name !== undefined) said.name = name;
  if (thoughts.length > 0) said.reasoning_content = thoughts.join("\n");
  if (calls.length > 0) said.tool_calls = calls;
  return [said, ...answers];
}

function toContent(parts: readonly MessagePart[]): unknown {
  const [first] = parts;
  if (first === undefined) return null;
  return parts.length === 1 && first.type === "text" ? first.content : parts.map(toContentPart);
}

function toContentPart(part: MessagePart): unknown {
  if (part.type === "text") return { type: "text", text: part.content };
  if (part.modality !== "image") return part;
  const url = part.type === "blob" ? `data:${part.mime_type};base64,${part.content}` : part.uri;
  // Adapters record that there was an image, not the image.
  return url === undefined || part.content === "" ? part : { type: "image_url", image_url: { url } };
}

function toToolCall({ id, name, arguments: given }: MessagePart): unknown {
  const text = typeof given === "string" ? given : JSON.stringify(given);
  return { id, type: "function", function: { name, arguments: text } };
}

/** Langfuse shows results as objects where they are, and OpenAI's text of an object as a text. */
function toToolMessage({ id, response }: MessagePart): ChatMessage {
  return { role: "tool", tool_call_id: id, content: response };
}
