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
