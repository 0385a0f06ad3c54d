import type { Facts } from "../facts.ts";
import { at, count, last, text } from "../json.ts";
import { namedEvents, SSE_TYPE } from "./sse.ts";
import type { Wire } from "./wire.ts";

const CHUNK = /^(message|content|tool-call|citation)-(start|delta|end)$|^tool-plan-delta$/;

/** Cohere's chat, version 2. It names no model. A stream says all counts in its last event. */
export const cohereChat: Wire = {
  name: "cohere-chat",
  recognises: (payload) =>
    CHUNK.test(String(at(payload, "type"))) ||
    (at(payload, "message", "role") === "assistant" && text(at(payload, "finish_reason")) !== undefined),
  begins: (chunk) => at(chunk, "type") === "message-start",
  streamType: SSE_TYPE,
  frame: namedEvents,
  toFacts: (payloads) => ({
    ...toUsage(last(payloads.map((payload) => at(payload, "delta", "usage") ?? at(payload, "usage")))),
    responseId: last(payloads.map((payload) => text(at(payload, "id")))),
    responseModel: undefined,
    serviceTier: undefined,
    billedNanoUsd: undefined,
    finishReasons: toFinishReason(
      last(payloads.map((payload) => text(at(payload, "delta", "finish_reason") ?? at(payload, "finish_reason")))),
    ),
  }),
};

/**
 * What is billed, as the conventions ask for; the tokens that the model saw are more.
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-metrics.md
 */
function toUsage(usage: unknown): Facts {
  const tokens = (side: string): number | undefined =>
    count(at(usage, "billed_units", side)) ?? count(at(usage, "tokens", side));
  return {
    inputTokens: tokens("input_tokens"),
    cacheReadTokens: count(at(usage, "cached_tokens")),
    cacheWriteTokens: undefined,
    cacheWrite1hTokens: undefined,
    outputTokens: tokens("output_tokens"),
    reasoningTokens: undefined,
    audioInputTokens: undefined,
    audioOutputTokens: undefined,
  };
}

const REASONS: Readonly<Record<string, string>> = {
  COMPLETE: "stop",
  STOP_SEQUENCE: "stop",
  MAX_TOKENS: "length",
  TOOL_CALL: "tool_call",
  ERROR: "error",
  TIMEOUT: "error",
};

function toFinishReason(said: string | undefined): string | undefined {
  return said === undefined ? undefined : (REASONS[said] ?? said.toLowerCase());
}
