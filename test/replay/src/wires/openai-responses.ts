import type { Facts } from "../facts.ts";
import { at, count, last, list, text } from "../json.ts";
import { toBilled } from "./billed.ts";
import { namedEvents, SSE_TYPE } from "./sse.ts";
import type { Wire } from "./wire.ts";

/** OpenAI's responses API. Every event that tells of the response holds all that is known of it. */
export const openaiResponses: Wire = {
  name: "openai-responses",
  recognises: (payload) => at(payload, "object") === "response" || String(at(payload, "type")).startsWith("response."),
  begins: (chunk) => at(chunk, "type") === "response.created",
  streamType: SSE_TYPE,
  frame: namedEvents,
  toFacts: (payloads, provider) => {
    const response = last(payloads.map((payload) => at(payload, "response") ?? whole(payload)));
    return {
      ...toUsage(at(response, "usage")),
      webSearches: toWebSearches(response),
      responseId: text(at(response, "id")),
      responseModel: text(at(response, "model")),
      finishReasons: toFinishReason(response),
      serviceTier: text(at(response, "service_tier")),
      billedNanoUsd: toBilled(at(response, "usage"), provider),
    };
  },
};

function whole(payload: unknown): unknown {
  return at(payload, "object") === "response" ? payload : undefined;
}

function toUsage(usage: unknown): Facts {
  return {
    inputTokens: count(at(usage, "input_tokens")),
    cacheReadTokens: count(at(usage, "input_tokens_details", "cached_tokens")),
    cacheWriteTokens: count(at(usage, "input_tokens_details", "cache_write_tokens")),
    cacheWrite1hTokens: undefined,
    outputTokens: count(at(usage, "output_tokens")),
    reasoningTokens: count(at(usage, "output_tokens_details", "reasoning_tokens")),
    audioInputTokens: undefined,
    audioOutputTokens: undefined,
  };
}

/** Opening a page that was found is no search of its own. */
function toWebSearches(response: unknown): number | undefined {
  const calls = list(at(response, "output")).filter((item) => at(item, "type") === "web_search_call");
  const searches = calls.filter((call) => (text(at(call, "action", "type")) ?? "search") === "search");
  return searches.length === 0 ? undefined : searches.length;
}

/** What the application has to do; the other calls are the provider's own. */
const CALLS = new Set<unknown>(["function_call", "custom_tool_call", "computer_call"]);
const INCOMPLETE: Readonly<Record<string, string>> = { max_output_tokens: "length", content_filter: "content_filter" };

/** It has a status and no finish reason: a response that asks for tools is complete like any other. */
function toFinishReason(response: unknown): string | undefined {
  const status = text(at(response, "status"));
  if (status === "completed") {
    return list(at(response, "output")).some((item) => CALLS.has(at(item, "type"))) ? "tool_call" : "stop";
  }
  const why = text(at(response, "incomplete_details", "reason"));
  return why === undefined ? status : (INCOMPLETE[why] ?? why);
}
