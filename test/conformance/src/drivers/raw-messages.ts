import type { Message, MessagePart } from "@isospan/core";
import type { ModelPlay, Reply } from "../scenario.ts";

export function text(role: string, content: string): Message {
  return { role, parts: content === "" ? [] : [{ type: "text", content }] };
}

/** Bytes are named and never inlined. */
export function asked({ prompt, image }: ModelPlay): Message {
  const { role, parts } = text("user", prompt);
  if (image === undefined) return { role, parts };
  const { mediaType } = image;
  return {
    role,
    parts: [...parts, { type: "blob", modality: mediaType.split("/")[0], mime_type: mediaType, content: "" }],
  };
}

export function assistant(reply: Reply): Message {
  const calls = (reply.toolCalls ?? []).map((call): MessagePart => ({ type: "tool_call", ...call }));
  const { parts } = text("assistant", reply.text ?? reply.chunks?.join("") ?? "");
  return { role: "assistant", parts: [...parts, ...calls] };
}

export function response(id: string, result: unknown): Message {
  return { role: "tool", parts: [{ type: "tool_call_response", id, response: result }] };
}
