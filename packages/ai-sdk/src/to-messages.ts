import type { Message, MessagePart } from "@isospan/core";
import { fields, has, text } from "./fields.ts";
import type { ContentPart, PromptMessage } from "./shapes.ts";

/**
 * The AI SDK's prompt, or its messages, in the conventions' form. It puts the results of parallel tools into one message,
 * and what people are asked and have decided beside them, which is nothing to a model.
 */
export function toMessages(prompt: readonly PromptMessage[]): readonly Message[] {
  const messages: Message[] = [];
  for (const { role, content } of prompt) {
    const parts = typeof content === "string" ? [{ type: "text", content }] : toParts(content.filter(isSaid));
    if (role === "tool") for (const part of parts) messages.push({ role, parts: [part] });
    else messages.push({ role, parts });
  }
  return messages;
}

function isSaid({ type }: ContentPart): boolean {
  return type !== "tool-approval-request" && type !== "tool-approval-response";
}

export function toParts(content: readonly ContentPart[]): readonly MessagePart[] {
  return content.map(toPart).filter((part) => part !== undefined);
}

function toPart({
  type,
  text,
  toolCallId,
  toolName,
  input,
  output,
  result,
  mediaType,
}: ContentPart): MessagePart | undefined {
  switch (type) {
    case "text":
      return text === "" ? undefined : { type, content: text };
    case "reasoning":
      return { type, content: text ?? "" };
    case "tool-call":
      return { type: "tool_call", id: toolCallId, name: toolName, arguments: input };
    case "tool-result":
      return { type: "tool_call_response", id: toolCallId, response: toToolResponse(output ?? result) };
    case "image":
      return toPart({ type: "file", mediaType: mediaType ?? "image" });
    case "file":
      // Its bytes are named, never inlined; the conventions' schema wants the field all the same.
      return { type: "blob", modality: mediaType?.split("/")[0] ?? "document", mime_type: mediaType, content: "" };
    default:
      return { type };
  }
}

/** `{ type: "text", value }` in a prompt, and what the tool returned elsewhere, as `result` where the provider ran it. */
function toToolResponse(output: unknown): unknown {
  const wrapped = typeof output === "object" && output !== null && "value" in output && "type" in output;
  if (!wrapped) return output;
  return output.type === "content" && Array.isArray(output.value) ? output.value.map(toShown) : output.value;
}

/** What a tool shows the model, such as a screenshot: files have several types, and their bytes in one field. */
function toShown(part: unknown): unknown {
  return has(part, "data") ? toPart({ type: "file", mediaType: text(fields(part).mediaType) }) : part;
}
