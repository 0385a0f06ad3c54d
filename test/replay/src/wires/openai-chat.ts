import type { Facts } from "../facts.ts";
import { at, count, differ, last, list, sum, text } from "../json.ts";
import { toBilled } from "./billed.ts";
import { dataEvents, SSE_TYPE } from "./sse.ts";
import type { Wire } from "./wire.ts";

/** Chat completions, OpenAI's and everybody's who speaks them. */
export const openaiChat: Wire = {
  name: "openai-chat",
  recognises: (payload) => Array.isArray(at(payload, "choices")) && isChat(at(payload, "object")),
  begins: (chunk, previous) => differ(text(at(chunk, "id")), text(at(previous, "id"))),
  streamType: SSE_TYPE,
  frame: (texts) => dataEvents(texts, "data: [DONE]\n\n"),
  toFacts: (payloads, provider) => ({
    ...toUsage(last(payloads.map(usageOf)), provider),
    responseId: last(payloads.map((payload) => text(at(payload, "id")))),
    responseModel: last(payloads.map((payload) => text(at(payload, "model")))),
    finishReasons: toFinishReasons(payloads),
    serviceTier: last(payloads.map((payload) => text(at(payload, "service_tier")))),
    billedNanoUsd: toBilled(last(payloads.map(usageOf)), provider),
  }),
};

/** Some who speak it leave the word out, or empty. */
function isChat(object: unknown): boolean {
  return text(object)?.startsWith("chat.completion") ?? true;
}

/** Groq had its streams' usage in a field of its own before it had it where OpenAI has. */
function usageOf(payload: unknown): unknown {
  return at(payload, "usage") ?? at(payload, "x_groq", "usage") ?? undefined;
}

function toUsage(usage: unknown, provider: string): Facts {
  const prompt = count(at(usage, "prompt_tokens"));
  const completion = count(at(usage, "completion_tokens"));
  const cacheReadTokens =
    count(at(usage, "prompt_tokens_details", "cached_tokens")) ??
    count(at(usage, "prompt_cache_hit_tokens")) ?? // DeepSeek
    count(at(usage, "num_cached_tokens")); // Mistral
  const reasoningTokens = count(at(usage, "completion_tokens_details", "reasoning_tokens"));
  // xAI counts reasoning beside the completion, as its total shows, and some of its models the cache beside the prompt.
  const reasoned = provider === "xai" && count(at(usage, "total_tokens")) === sum(prompt, completion, reasoningTokens);
  const cached = provider === "xai" && (cacheReadTokens ?? 0) > (prompt ?? 0);
  return {
    inputTokens: cached ? sum(prompt, cacheReadTokens) : prompt,
    cacheReadTokens,
    cacheWriteTokens: count(at(usage, "prompt_tokens_details", "cache_write_tokens")),
    cacheWrite1hTokens: undefined,
    outputTokens: reasoned ? sum(completion, reasoningTokens) : completion,
    reasoningTokens,
    audioInputTokens: count(at(usage, "prompt_tokens_details", "audio_tokens")),
    audioOutputTokens: count(at(usage, "completion_tokens_details", "audio_tokens")),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  stop: "stop",
  length: "length",
  model_length: "length", // Mistral
  content_filter: "content_filter",
  tool_calls: "tool_call",
  function_call: "tool_call",
  error: "error", // Mistral
};

/** One per choice, by the choice's own number. */
function toFinishReasons(payloads: readonly unknown[]): string | undefined {
  const reasons: string[] = [];
  for (const choice of payloads.flatMap((payload) => list(at(payload, "choices")))) {
    const said = text(at(choice, "finish_reason"));
    if (said !== undefined) reasons[count(at(choice, "index")) ?? 0] = REASONS[said] ?? said;
  }
  return reasons.length === 0 ? undefined : reasons.join();
}
