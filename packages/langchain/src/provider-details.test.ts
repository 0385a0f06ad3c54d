import type { OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

interface Asked {
  readonly params?: object;
  readonly id?: string[];
  readonly provider?: string;
  readonly message?: object;
}

/** The record of a call with these parameters, of this class, that was answered like this. */
function called({ params = {}, id = [], provider, message = {} }: Asked): OperationRecord {
  const { handler, record } = setUp({ content: true });
  const extra = { invocation_params: { ...params } };
  handler.handleChatModelStart({ id }, [[]], "m", undefined, extra, [], provider ? { ls_provider: provider } : {});
  handler.handleLLMEnd({ generations: [[{ message }]] } as never, "m");
  return record();
}

describe("a model call", () => {
  it.each<[string, Asked, object]>([
    ["of Bedrock names its model in a word of its own", { params: { modelId: "nova" } }, { model: "nova" }],
    ["of Mistral names its seed in a word of its own", { params: { random_seed: 7 } }, { request: { seed: 7 } }],
    [
      "that wants any JSON says so",
      { params: { response_format: { type: "json_object" } } },
      { request: { outputType: "json" } },
    ],
    [
      "that wants JSON of a schema says so",
      { params: { text: { format: { type: "json_schema" } } } },
      { request: { outputType: "json" } },
    ],
    [
      "may call a custom tool, which is a function",
      { params: { tools: [{ type: "custom", name: "run" }] } },
      { toolDefinitions: [{ type: "function", name: "run" }] },
    ],
    [
      "of what builds on OpenAI's client is of what its class says",
      { provider: "openai", id: ["langchain", "chat_models", "deepseek", "ChatDeepSeek"] },
      { provider: "deepseek" },
    ],
    [
      "of Azure by OpenAI's class is of whom it says",
      { provider: "openai", id: ["langchain", "chat_models", "azure_openai", "AzureChatOpenAI"] },
      { provider: "openai" },
    ],
  ])("%s", (_fact, asked, expected) => {
    expect(called(asked)).toMatchObject(expected);
  });
});

describe("a model call's usage", () => {
  const counts = { input_tokens: 60, output_tokens: 4 };

  it.each<[string, object, OperationRecord["usage"]]>([
    [
      "may have come from a cache as a whole",
      { usage_metadata: { ...counts, input_token_details: { cache_read: 60 } } },
      { inputTokens: 60, cacheReadTokens: 60, outputTokens: 4 },
    ],
    [
      "of Anthropic has the package's reasoning before the provider's thinking",
      {
        usage_metadata: { ...counts, output_token_details: { reasoning: 3 } },
        response_metadata: { model_provider: "anthropic", usage: { output_tokens_details: { thinking_tokens: 2 } } },
      },
      { inputTokens: 60, outputTokens: 4, reasoningTokens: 3 },
    ],
    [
      "of Anthropic has the provider's thinking where the package says nothing",
      {
        usage_metadata: counts,
        response_metadata: { model_provider: "anthropic", usage: { output_tokens_details: { thinking_tokens: 2 } } },
      },
      { inputTokens: 60, outputTokens: 4, reasoningTokens: 2 },
    ],
    [
      "of Groq's streams stands beside the message",
      {
        usage_metadata: { input_tokens: 120, output_tokens: 8 },
        response_metadata: { x_groq: { usage: { prompt_tokens: 60, completion_tokens: 4 } } },
      },
      { inputTokens: 60, outputTokens: 4 },
    ],
  ])("%s", (_fact, message, expected) => {
    expect(called({ message }).usage).toEqual(expected);
  });
});

describe("a model call of xAI's", () => {
  const message = { usage_metadata: {}, response_metadata: { usage: { cost_in_usd_ticks: 2e8 } } };

  it("costs what it says, where it was answered whole", () => {
    expect(called({ message }).cost).toEqual({ totalNanoUsd: 20_000_000, source: "provider", currency: "USD" });
  });

  it("costs nobody knows what, where it was streamed: LangChain adds up what the chunks say", () => {
    const { handler, record } = setUp();
    handler.handleChatModelStart({}, [[]], "m");
    handler.handleLLMNewToken("a", undefined, "m");
    handler.handleLLMEnd({ generations: [[{ message }]] } as never, "m");
    expect(record().cost).toBeUndefined();
  });
});

// Source: @langchain/openrouter 0.4.11, dist/chat_models/index.js
describe("a model call of OpenRouter's", () => {
  const response_metadata = { model_provider: "openrouter", usage: { cost: 0.0123 } };
  const message = { usage_metadata: { input_tokens: 9, output_tokens: 1 }, response_metadata };
  const billed = { totalNanoUsd: 12_300_000, source: "provider", currency: "USD" };

  /** The record of a call whose chunks report usage, or not. */
  function reported(chunks: readonly object[]): OperationRecord {
    const { handler, record } = setUp();
    handler.handleChatModelStart({}, [[]], "m");
    for (const chunk of chunks) {
      handler.handleLLMNewToken("a", undefined, "m", undefined, undefined, { chunk: { message: chunk } } as never);
    }
    handler.handleLLMEnd({ generations: [[{ message }]] } as never, "m");
    return record();
  }

  it("costs what it says, answered whole", () => {
    const { handler, record } = setUp();
    handler.handleChatModelStart({}, [[]], "m");
    // It tells of a whole answer as of one chunk.
    handler.handleLLMNewToken("a", undefined, "m");
    handler.handleLLMEnd({ generations: [[{ message }]] } as never, "m");
    expect(record().cost).toEqual(billed);
  });

  it("costs what it says, streamed", () => {
    expect(reported([{ content: "a" }, message]).cost).toEqual(billed);
  });

  it("costs nobody knows what where several chunks say it: LangChain adds them up", () => {
    expect(reported([message, message]).cost).toBeUndefined();
  });

  it("is the only one whose cost is dollars", () => {
    const other = { ...message, response_metadata: { ...response_metadata, model_provider: "openai" } };
    expect(called({ message: other }).cost).toBeUndefined();
  });
});

describe("a model call's stream of events", () => {
  it("names the model in its first, and later ones do not take it back", () => {
    const { handler, record } = setUp();
    handler.handleChatModelStart({}, [[]], "m");
    handler.handleChatModelStreamEvent({ event: "provider", payload: { message: { model: "claude" } } }, "m");
    handler.handleChatModelStreamEvent({ event: "provider", payload: { type: "message_delta" } }, "m");
    handler.handleLLMEnd({ generations: [[{ message: {} }]] } as never, "m");
    expect(record().response?.model).toBe("claude");
  });

  it("tells of the cache in its first report, and later ones do not take it back", () => {
    const { handler, record } = setUp();
    const report = (usage: object) => handler.handleChatModelStreamEvent({ event: "usage", usage }, "m");
    handler.handleChatModelStart({}, [[]], "m");
    report({ input_tokens: 100, output_tokens: 1, input_token_details: { cache_read: 60 } });
    report({ input_tokens: 0, output_tokens: 30 });
    handler.handleLLMError(new Error("cut"), "m");
    expect(record().usage).toEqual({ inputTokens: 100, cacheReadTokens: 60, outputTokens: 30 });
  });
});
