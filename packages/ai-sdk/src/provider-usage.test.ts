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

/** What specification 3 and 4 say. */
const parts = (input: object, output: object, raw?: object) => ({
  usage: {
    inputTokens: { total: 10, noCache: 10, cacheRead: undefined, cacheWrite: undefined, ...input },
    outputTokens: { total: 4, text: 4, reasoning: undefined, ...output },
    raw,
  },
});
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
            usage: { cache_creation: { ephemeral_1h_input_tokens: 100 }, output_tokens_details: { thinking_tokens: 7 } },
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
      { usage: { inputTokens: 2100, cachedInputTokens: 2048, outputTokens: 31, reasoningTokens: 170, totalTokens: 2301 } },
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
      { usage: { inputTokens: 596, outputTokens: 12 }, ...body({ billed_units: { input_tokens: 531, output_tokens: 10 } }) },
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
      "with a total alone are unknown",
      "other",
      { usage: { totalTokens: 14 } },
      undefined,
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

describe("tokens by specifications 3 and 4", () => {
  it.each<Case>([
    ["include their parts", "x", parts({ cacheRead: 6, cacheWrite: 3 }, { reasoning: 3 }), {
      inputTokens: 10, cacheReadTokens: 6, cacheWriteTokens: 3, outputTokens: 4, reasoningTokens: 3,
    }],
    [
      "are no zeros where the provider said nothing",
      "anthropic",
      parts({ cacheRead: 0, cacheWrite: 0 }, { reasoning: 0 }, { input_tokens: 10, output_tokens: 4 }),
      { inputTokens: 10, outputTokens: 4 },
    ],
    [
      "are zeros where the provider said so",
      "anthropic",
      parts(
        { cacheRead: 0, cacheWrite: 0 },
        { reasoning: 0 },
        { cache_read_input_tokens: 0, cache_creation_input_tokens: 0, thinking_tokens: 0 },
      ),
      { inputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 4, reasoningTokens: 0 },
    ],
    [
      "are zeros where the provider said so within its details",
      "openai",
      parts(
        { cacheRead: 0 },
        { reasoning: 0 },
        { prompt_tokens_details: { cached_tokens: 0 }, completion_tokens_details: { reasoning_tokens: 0 } },
      ),
      { inputTokens: 10, cacheReadTokens: 0, outputTokens: 4, reasoningTokens: 0 },
    ],
    [
      "are zeros where the provider's own usage is not told",
      "x",
      parts({ cacheRead: 0 }, {}),
      { inputTokens: 10, cacheReadTokens: 0, outputTokens: 4 },
    ],
    [
      "have Google's own tools beside the prompt",
      "google",
      parts({ total: 70 }, {}, { promptTokenCount: 70, toolUsePromptTokenCount: 300 }),
      { inputTokens: 370, outputTokens: 4 },
    ],
    [
      "count Google's tools once where the package has",
      "google",
      parts({ total: 370 }, {}, { promptTokenCount: 70, toolUsePromptTokenCount: 300 }),
      { inputTokens: 370, outputTokens: 4 },
    ],
    [
      "of Cohere are what is billed",
      "cohere",
      parts({}, {}, { billed_units: { input_tokens: 8, output_tokens: 3 }, cached_tokens: 5 }),
      { inputTokens: 8, cacheReadTokens: 5, outputTokens: 3 },
    ],
    [
      "tell apart Anthropic's long-lived cache",
      "anthropic",
      parts({ cacheWrite: 5 }, {}, { cache_creation: { ephemeral_1h_input_tokens: 2 } }),
      { inputTokens: 10, cacheWriteTokens: 5, cacheWrite1hTokens: 2, outputTokens: 4 },
    ],
    [
      "tell apart Bedrock's long-lived cache",
      "amazon-bedrock",
      parts({ cacheWrite: 5 }, {}, { cacheDetails: [{ ttl: "5m", inputTokens: 3 }, { ttl: "1h", inputTokens: 2 }] }),
      { inputTokens: 10, cacheWriteTokens: 5, cacheWrite1hTokens: 2, outputTokens: 4 },
    ],
    [
      "of OpenRouter have the written cache in the provider's own usage alone",
      "openrouter.chat",
      parts({ cacheRead: 1 }, {}, { prompt_tokens_details: { cached_tokens: 1, cache_write_tokens: 7 } }),
      { inputTokens: 10, cacheReadTokens: 1, cacheWriteTokens: 7, outputTokens: 4 },
    ],
    [
      "of sound stand in the provider's own usage, in either spelling",
      "openai",
      parts({}, {}, { input_tokens_details: { audio_tokens: 2 }, output_tokens_details: { audio_tokens: 1 } }),
      { inputTokens: 10, audioInputTokens: 2, outputTokens: 4, audioOutputTokens: 1 },
    ],
    [
      "of sound stand in the body where the package takes them out",
      "openai",
      { ...parts({}, {}, { prompt_tokens: 10 }), ...body({ prompt_tokens_details: { audio_tokens: 2 } }) },
      { inputTokens: 10, audioInputTokens: 2, outputTokens: 4 },
    ],
  ])("%s", async (_fact, provider, result, expected) => {
    expect(await usageOf(provider, result)).toEqual(expected);
  });
});
