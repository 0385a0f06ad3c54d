import type { Facts } from "../facts.ts";
import { at, count, last, sum, text } from "../json.ts";
import { namedEvents, SSE_TYPE } from "./sse.ts";
import type { Wire } from "./wire.ts";

const CHUNKS = new Set([
  "message_start",
  "message_delta",
  "message_stop",
  "content_block_start",
  "content_block_delta",
  "content_block_stop",
]);

export const anthropicMessages: Wire = {
  name: "anthropic-messages",
  recognises: (payload) => {
    const type = String(at(payload, "type"));
    return CHUNKS.has(type) || (type === "message" && at(payload, "role") === "assistant");
  },
  begins: (chunk) => at(chunk, "type") === "message_start",
  streamType: SSE_TYPE,
  frame: namedEvents,
  toFacts: (payloads) => ({
    ...toUsage(payloads),
    responseId: everywhere(payloads, text, "id"),
    responseModel: everywhere(payloads, text, "model"),
    finishReasons: toFinishReason(everywhere(payloads, text, "stop_reason")),
    serviceTier: everywhere(payloads, text, "usage", "service_tier"),
    billedNanoUsd: undefined,
  }),
};

/** A stream says it in its first message, and again in its delta: the counts so far, so the later one holds. */
function everywhere<T>(
  payloads: readonly unknown[],
  read: (value: unknown) => T | undefined,
  ...path: readonly string[]
): T | undefined {
  const places = ["message", "delta"];
  return last(
    payloads.flatMap((payload) => [
      read(at(payload, ...path)),
      ...places.map((place) => read(at(payload, place, ...path))),
    ]),
  );
}

/** Anthropic counts input apart from what was read from the cache and written to it. */
function toUsage(payloads: readonly unknown[]): Facts {
  const tokens = (...path: readonly string[]): number | undefined => everywhere(payloads, count, "usage", ...path);
  const cacheReadTokens = tokens("cache_read_input_tokens");
  const cacheWriteTokens = tokens("cache_creation_input_tokens");
  return {
    inputTokens: sum(tokens("input_tokens"), cacheReadTokens, cacheWriteTokens),
    cacheReadTokens,
    cacheWriteTokens,
    cacheWrite1hTokens: tokens("cache_creation", "ephemeral_1h_input_tokens"),
    outputTokens: tokens("output_tokens"),
    reasoningTokens: tokens("output_tokens_details", "thinking_tokens"),
    audioInputTokens: undefined,
    audioOutputTokens: undefined,
    webSearches: tokens("server_tool_use", "web_search_requests"),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  pause_turn: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_call",
  refusal: "content_filter",
};

function toFinishReason(said: string | undefined): string | undefined {
  return said === undefined ? undefined : (REASONS[said] ?? said);
}
