import type { Facts } from "../facts.ts";
import { at, count, differ, last, list, sum, text } from "../json.ts";
import { dataEvents, SSE_TYPE } from "./sse.ts";
import type { Wire } from "./wire.ts";

/** Gemini. A stream's chunks have the form of whole bodies, each with the counts so far. */
export const googleGenerateContent: Wire = {
  name: "google-generate-content",
  recognises: (payload) =>
    Array.isArray(at(payload, "candidates")) ||
    at(payload, "usageMetadata") !== undefined ||
    at(payload, "promptFeedback") !== undefined,
  begins: (chunk, previous) => differ(text(at(chunk, "responseId")), text(at(previous, "responseId"))),
  streamType: SSE_TYPE,
  frame: (texts) => dataEvents(texts),
  toFacts: (payloads) => ({
    ...toUsage(last(payloads.map((payload) => at(payload, "usageMetadata")))),
    responseId: last(payloads.map((payload) => text(at(payload, "responseId")))),
    responseModel: last(payloads.map((payload) => text(at(payload, "modelVersion")))),
    finishReasons: toFinishReasons(payloads),
    serviceTier: undefined,
    billedNanoUsd: undefined,
  }),
};

/**
 * Thoughts are counted beside the candidates, what Google's own tools put into the prompt beside the prompt, and cached
 * content within it. Google leaves out what is zero: a prompt that is all of the total got no output.
 */
function toUsage(usage: unknown): Facts {
  const reasoningTokens = count(at(usage, "thoughtsTokenCount"));
  const inputTokens = sum(count(at(usage, "promptTokenCount")), count(at(usage, "toolUsePromptTokenCount")));
  const nothing = inputTokens !== undefined && inputTokens === count(at(usage, "totalTokenCount")) ? 0 : undefined;
  return {
    inputTokens,
    cacheReadTokens: count(at(usage, "cachedContentTokenCount")),
    cacheWriteTokens: undefined,
    cacheWrite1hTokens: undefined,
    outputTokens: sum(count(at(usage, "candidatesTokenCount")), reasoningTokens) ?? nothing,
    reasoningTokens,
    audioInputTokens: undefined,
    audioOutputTokens: undefined,
  };
}

const REASONS: Readonly<Record<string, string>> = {
  STOP: "stop",
  MAX_TOKENS: "length",
  SAFETY: "content_filter",
  RECITATION: "content_filter",
  BLOCKLIST: "content_filter",
  PROHIBITED_CONTENT: "content_filter",
  SPII: "content_filter",
  IMAGE_SAFETY: "content_filter",
  MALFORMED_FUNCTION_CALL: "error",
};

/** One per candidate. It has no reason for a call of a function: those stop. A blocked prompt has no candidates. */
function toFinishReasons(payloads: readonly unknown[]): string | undefined {
  const reasons: string[] = [];
  const calling = new Set<number>();
  for (const candidate of payloads.flatMap((payload) => list(at(payload, "candidates")))) {
    const index = count(at(candidate, "index")) ?? 0;
    const parts = list(at(candidate, "content", "parts"));
    if (parts.some((part) => at(part, "functionCall") !== undefined)) calling.add(index);
    const said = text(at(candidate, "finishReason"));
    if (said !== undefined) reasons[index] = REASONS[said] ?? said.toLowerCase();
  }
  const told = reasons.map((reason, index) => (reason === "stop" && calling.has(index) ? "tool_call" : reason));
  if (told.length > 0) return told.join();
  return payloads.some((payload) => at(payload, "promptFeedback", "blockReason") !== undefined)
    ? "content_filter"
    : undefined;
}
