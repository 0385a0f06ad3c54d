import type { OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

/** The record of a call that was answered like this. */
function answered(message: object): OperationRecord {
  const { handler, record } = setUp();
  handler.handleChatModelStart({}, [[]], "m");
  handler.handleLLMEnd({ generations: [[{ message }]] } as never, "m");
  return record();
}

// Source: @langchain/aws 0.1.15, dist/common.js
describe("Bedrock's package for LangChain 0.3, which does not say whose it is,", () => {
  const usage = {
    inputTokens: 1000,
    outputTokens: 50,
    totalTokens: 1550,
    cacheReadInputTokens: 300,
    cacheWriteInputTokens: 200,
  };
  const usage_metadata = { input_tokens: 1000, output_tokens: 50, total_tokens: 1550 };

  it.each<[string, object]>([
    ["whole", { usage, stopReason: "end_turn" }],
    ["streamed", { metadata: { usage }, messageStop: { stopReason: "end_turn" } }],
  ])("%s: cached tokens are input, neither output nor reasoning", (_how, response_metadata) => {
    expect(answered({ usage_metadata, response_metadata }).usage).toEqual({
      inputTokens: 1500,
      cacheReadTokens: 300,
      cacheWriteTokens: 200,
      outputTokens: 50,
    });
  });
});

const ANTHROPIC = { id: ["langchain", "chat_models", "anthropic", "ChatAnthropic"] };

// Source: @langchain/anthropic 0.3.34, 1.2.1, 1.3.0 and 1.5.11, dist/utils/message_outputs.js and dist/chat_models.js
describe("a stream of Anthropic's with cached tokens", () => {
  const input_token_details = { cache_read: 300, cache_creation: 200 };
  const caches = { cache_read_input_tokens: 300, cache_creation_input_tokens: 200 };
  const truth = { inputTokens: 1500, cacheReadTokens: 300, cacheWriteTokens: 200, outputTokens: 50 };
  const nothing = { cache_read: undefined, cache_creation: undefined };

  interface Package {
    /** What its `message_start` says of the input. */
    readonly input: number;
    /** What its `message_delta` says beside it. */
    readonly later?: object;
    readonly params?: object;
    readonly metadata?: object;
    readonly response?: object;
    readonly id?: string[];
  }

  const PACKAGES: readonly [string, Package][] = [
    ["0.3", { input: 1000, later: nothing, params: { top_k: -1 } }],
    ["0.3, where the end repeats what was cached", { input: 1000, later: input_token_details }],
    ["1.2.1", { input: 1000, later: nothing, params: { betas: [] }, response: { model_provider: "anthropic" } }],
    ["a subclass of 1.2.1's", { input: 1000, later: nothing, id: ["langchain", "chat_models", "anthropic", "Mine"] }],
    ["another package, which counts them as LangChain says", { input: 1500, id: ["mine", "chat_models", "Claude"] }],
    ["1.3.0", { input: 1500, later: nothing, params: { mcp_servers: undefined } }],
    ["1.3.21", { input: 1500, metadata: { versions: { "@langchain/anthropic": "1.3.21" } } }],
  ];

  function streamed({ input, later, params = {}, metadata = {}, id = ANTHROPIC.id }: Package) {
    const made = setUp();
    const { handler } = made;
    const extra = { invocation_params: { ...params } };
    handler.handleChatModelStart({ id }, [[]], "m", undefined, extra, [], { ...metadata });
    for (const usage_metadata of [
      { input_tokens: input, output_tokens: 1, input_token_details },
      { input_tokens: 0, output_tokens: 50, input_token_details: later },
    ]) {
      const message = { content: "", usage_metadata } as never;
      handler.handleLLMNewToken("", undefined, "m", undefined, undefined, { chunk: { message } });
    }
    return made;
  }

  it.each(PACKAGES)("by %s has them in its input, once", (_version, given) => {
    const { handler, record } = streamed(given);
    const usage_metadata = { input_tokens: given.input, output_tokens: 51, input_token_details };
    const message = { usage_metadata, response_metadata: { ...given.response, usage: caches } };
    handler.handleLLMEnd({ generations: [[{ message }]] } as never, "m");
    expect(record().usage).toEqual(truth);
  });

  it.each(PACKAGES)("by %s that is cut short, too", (_version, given) => {
    const { handler, record } = streamed(given);
    handler.handleLLMError(new DOMException("stop", "AbortError"), "m");
    expect(record().usage).toEqual(truth);
  });

  it("told by events has them in its input, once", () => {
    const { handler, record } = setUp();
    handler.handleChatModelStart(ANTHROPIC, [[]], "m");
    for (const usage of [
      { input_tokens: 1000, output_tokens: 1, input_token_details },
      { input_tokens: 1000, output_tokens: 50 },
    ]) {
      handler.handleChatModelStreamEvent({ event: "usage", usage }, "m");
    }
    const message = { usage_metadata: { input_tokens: 1000, output_tokens: 50 }, response_metadata: { usage: caches } };
    handler.handleLLMEnd({ generations: [[{ message }]] } as never, "m");
    expect(record().usage).toEqual(truth);
  });
});
