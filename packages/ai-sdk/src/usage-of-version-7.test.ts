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

describe("tokens by specifications 3 and 4", () => {
  it.each<Case>([
    [
      "include their parts",
      "x",
      parts({ cacheRead: 6, cacheWrite: 3 }, { reasoning: 3 }),
      {
        inputTokens: 10,
        cacheReadTokens: 6,
        cacheWriteTokens: 3,
        outputTokens: 4,
        reasoningTokens: 3,
      },
    ],
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
      parts(
        { cacheWrite: 5 },
        {},
        {
          cacheDetails: [
            { ttl: "5m", inputTokens: 3 },
            { ttl: "1h", inputTokens: 2 },
          ],
        },
      ),
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
