import { at, count, list, text } from "../json.ts";
import { dataEvents, SSE_TYPE } from "./sse.ts";
import type { Wire } from "./wire.ts";

/** Never streamed. */
export const openaiEmbeddings: Wire = {
  name: "openai-embeddings",
  recognises: (payload) => list(at(payload, "data")).some((each) => at(each, "embedding") !== undefined),
  begins: () => false,
  streamType: SSE_TYPE,
  frame: (texts) => dataEvents(texts),
  toFacts: ([payload]) => ({
    inputTokens: count(at(payload, "usage", "prompt_tokens")),
    cacheReadTokens: undefined,
    cacheWriteTokens: undefined,
    cacheWrite1hTokens: undefined,
    outputTokens: undefined,
    reasoningTokens: undefined,
    audioInputTokens: undefined,
    audioOutputTokens: undefined,
    responseId: undefined,
    responseModel: text(at(payload, "model")),
    finishReasons: undefined,
    serviceTier: undefined,
    billedNanoUsd: undefined,
  }),
};
