import type { OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { isospanMiddleware } from "./index.ts";

/** The tokens of one whole answer of this provider's model. */
async function usageOf(provider: string, result: object): Promise<OperationRecord["usage"]> {
  const { telemetry, record } = setUp();
  const doGenerate = async () => result;
  const model = { provider, modelId: "m" };
  await isospanMiddleware({ telemetry }).wrapGenerate({ doGenerate, doStream: doGenerate, params: {}, model });
  return record().usage;
}

const body = (usage: object) => ({ response: { body: { usage } } });

type Case = readonly [fact: string, provider: string, result: object, expected: OperationRecord["usage"]];

describe("tokens by specification 2", () => {
  it.each<Case>([
    [
      "of Anthropic leave the cache out of the input",
      "anthropic.messages",
      {
        usage: { inputTokens: 21, cachedInputTokens: 5000, outputTokens: 57, totalTokens: 78 },
        providerMetadata: {
          anthropic: {
            cacheCreationInputTokens: 1100,
            usage: {
              cache_creation: { ephemeral_1h_input_tokens: 100 },
              output_tokens_details: { thinking_tokens: 7 },
            },
          },
        },
      },
      {
        inputTokens: 6121,
        cacheReadTokens: 5000,
        cacheWriteTokens: 1100,
        cacheWrite1hTokens: 100,
        outputTokens: 57,
        reasoningTokens: 7,
      },
    ],
    [
      "of Anthropic may say nothing of the cache",
      "anthropic.messages",
      {
        usage: { inputTokens: 21, outputTokens: 57, totalTokens: 78 },
        providerMetadata: { anthropic: { cacheCreationInputTokens: null } },
      },
      { inputTokens: 21, outputTokens: 57 },
    ],
    [
      "of Bedrock leave the cache out of the input, and their total is the package's own",
      "amazon-bedrock",
      {
        usage: { inputTokens: 17, cachedInputTokens: 4000, outputTokens: 46, totalTokens: 63 },
        providerMetadata: { bedrock: { usage: { cacheWriteInputTokens: 900 } } },
      },
      { inputTokens: 4917, cacheReadTokens: 4000, cacheWriteTokens: 900, outputTokens: 46 },
    ],
    [
      "of Google leave reasoning out of the output",
      "google.generative-ai",
      {
        usage: {
          inputTokens: 2100,
          cachedInputTokens: 2048,
          outputTokens: 31,
          reasoningTokens: 170,
          totalTokens: 2301,
        },
      },
      { inputTokens: 2100, cacheReadTokens: 2048, outputTokens: 201, reasoningTokens: 170 },
    ],
    [
      "of Google have its own tools' input in the total alone",
      "google.generative-ai",
      { usage: { inputTokens: 70, outputTokens: 20, reasoningTokens: 10, totalTokens: 400 } },
      { inputTokens: 370, outputTokens: 30, reasoningTokens: 10 },
    ],
    [
      "of xAI include their reasoning",
      "xai.chat",
      { usage: { inputTokens: 290, outputTokens: 213, reasoningTokens: 188, totalTokens: 503 } },
      { inputTokens: 290, outputTokens: 213, reasoningTokens: 188 },
    ],
    [
      "of Cohere are what is billed, which the body of a whole answer says",
      "cohere.chat",
      {
        usage: { inputTokens: 596, outputTokens: 12 },
        ...body({ billed_units: { input_tokens: 531, output_tokens: 10 } }),
      },
      { inputTokens: 531, outputTokens: 10 },
    ],
    [
      "leave details to the body of a whole answer",
      "mistral.chat",
      {
        usage: { inputTokens: 10, outputTokens: 4 },
        ...body({
          prompt_tokens_details: { cached_tokens: 6, cache_write_tokens: 1, audio_tokens: 2 },
          completion_tokens_details: { reasoning_tokens: 3, audio_tokens: 1 },
        }),
      },
      {
        inputTokens: 10,
        cacheReadTokens: 6,
        cacheWriteTokens: 1,
        audioInputTokens: 2,
        outputTokens: 4,
        reasoningTokens: 3,
        audioOutputTokens: 1,
      },
    ],
    [
      "that a later SDK has converted have their total in what it made of the raw usage",
      "google.generative-ai",
      {
        usage: {
          inputTokens: { total: 2100, noCache: undefined, cacheRead: 2048, cacheWrite: undefined },
          outputTokens: { total: 31, text: undefined, reasoning: 170 },
          raw: { totalTokens: 2301 },
        },
      },
      { inputTokens: 2100, cacheReadTokens: 2048, outputTokens: 201, reasoningTokens: 170 },
    ],
    [
      "with a total below its parts add nothing",
      "other",
      { usage: { inputTokens: 10, outputTokens: 4, reasoningTokens: 3, totalTokens: 5 } },
      { inputTokens: 10, outputTokens: 4, reasoningTokens: 3 },
    ],
    [
      "with a total and an input alone leave the output unknown",
      "other",
      { usage: { inputTokens: 10, totalTokens: 14 } },
      { inputTokens: 10 },
    ],
    [
      "with parts that say nothing of what was no cache keep what was written",
      "other",
      { usage: { inputTokens: { total: 10, cacheRead: 3, cacheWrite: 2 }, outputTokens: { total: 4 } } },
      { inputTokens: 10, cacheReadTokens: 3, cacheWriteTokens: 2, outputTokens: 4 },
    ],
  ])("%s", async (_fact, provider, result, expected) => {
    expect(await usageOf(provider, result)).toEqual(expected);
  });
});
