import type { Message, MessagePart } from "@isospan/core";

type ChatMessage = Readonly<Record<string, unknown>>;

/**
 * A message in the form of OpenAI's chat API. Langfuse shows it as a conversation and finds tool calls in it, which it
 * does not in the form of the GenAI conventions. Answers of several tools in one are a message each.
 */
export function toChatMessages(message: Message): readonly ChatMessage[] {
  const { role, name, parts } = message;
  const [only] = parts;
  // Most of all messages.
  if (parts.length === 1 && only?.type === "text" && name === undefined) return [{ role, content: only.content }];
  const answers = parts.filter(({ type }) => type === "tool_call_response").map(toToolMessage);
  const calls = parts.filter(({ type }) => type === "tool_call").map(toToolCall);
  const thoughts = parts.filter(({ type }) => type === "reasoning").map(({ content }) => content);
  const rest = parts.filter(({ type }) => !["tool_call_response", "tool_call", "reasoning"].includes(type));
  if (answers.length > 0 && calls.length + thoughts.length + rest.length === 0) return answers;
  const said: ChatMessage = {
    role,
    ...(name !== undefined && { name }),
    content: toContent(rest),
    ...(thoughts.length > 0 && { reasoning_content: thoughts.join("\n") }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
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

function toToolCall({ id, name, arguments: given }: MessagePart): ChatMessage {
  return { id, type: "function", function: { name, arguments: toText(given) } };
}

function toToolMessage({ id, response }: MessagePart): ChatMessage {
  return { role: "tool", tool_call_id: id, content: toText(response) };
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
