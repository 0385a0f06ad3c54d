import type { Message, MessagePart } from "@isospan/core";
import { defined, type Fields } from "./run.ts";

/** Messages in the form of OpenAI's chat API, which LangSmith's pages show as a conversation. */
export function toMessages(messages: readonly Message[]): readonly Fields[] {
  return messages.flatMap(toMessage);
}

/** Each tool's answer is a message of its own there. */
function toMessage({ role, parts, name, finish_reason }: Message): readonly Fields[] {
  const answers = parts.filter(({ type }) => type === "tool_call_response");
  const rest = parts.filter(({ type }) => type !== "tool_call_response");
  const said = answers.map(({ id, response }) =>
    defined({ role: "tool", tool_call_id: id ?? undefined, content: toText(response) }),
  );
  if (rest.length === 0 && said.length > 0) return said;
  const calls = rest.filter(({ type }) => type === "tool_call").map(toToolCall);
  const message = defined({
    role,
    name: name ?? undefined,
    content: toContent(rest.filter(({ type }) => type !== "tool_call")),
    tool_calls: calls.length > 0 ? calls : undefined,
    finish_reason: finish_reason ?? undefined,
  });
  return [message, ...said];
}

function toToolCall({ id, name, arguments: given }: MessagePart): Fields {
  return defined({ id: id ?? undefined, type: "function", function: { name, arguments: toText(given ?? {}) } });
}

/** A single text stands alone, as it does in most messages. */
function toContent(parts: readonly MessagePart[]): unknown {
  const [part, ...more] = parts;
  if (part === undefined) return "";
  if (more.length === 0 && part.type === "text") return part.content;
  return parts.map(toBlock);
}

function toBlock(part: MessagePart): Fields {
  const { type, content, modality, uri, mime_type } = part;
  if (type === "text") return { type, text: content };
  if (type === "reasoning") return { type, reasoning: content };
  const url = type === "uri" ? uri : type === "blob" && mime_type ? `data:${mime_type};base64,${content}` : undefined;
  return modality === "image" && url !== undefined ? { type: "image_url", image_url: { url } } : part;
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
