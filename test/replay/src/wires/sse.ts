import { at, text } from "../json.ts";

export const SSE_TYPE = "text/event-stream";

/** Server-sent events without names, as most providers send them. */
export function dataEvents(texts: readonly string[], end = ""): Uint8Array {
  return new TextEncoder().encode(texts.map((chunk) => `data: ${chunk}\n\n`).join("") + end);
}

/** Server-sent events that are named for the chunk's own type. */
export function namedEvents(texts: readonly string[]): Uint8Array {
  const events = texts.map((chunk) => `event: ${text(at(JSON.parse(chunk), "type")) ?? "message"}\ndata: ${chunk}\n\n`);
  return new TextEncoder().encode(events.join(""));
}
