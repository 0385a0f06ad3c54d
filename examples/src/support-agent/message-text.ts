import type { ChatMessage } from "./openai-wire.ts";

/** A message's text. Clients send it as a string or in parts, and none as "", null or nothing. */
export function messageText(message: ChatMessage): string {
  const content = message.content ?? "";
  return typeof content === "string" ? content : content.map((part) => part.text ?? "").join("");
}
