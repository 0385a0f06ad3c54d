import { createTelemetry, memoryCollector, type OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { IsospanCallbackHandler } from "./index.ts";

/** The record of one model call that ended like this. */
function ended(output: unknown, extra?: { readonly cached: boolean }): OperationRecord {
  const memory = memoryCollector();
  const handler = new IsospanCallbackHandler({
    telemetry: createTelemetry({ prices: false, collector: memory, clock: { now: () => 0 } }),
  });
  handler.handleChatModelStart({}, [[]], "model", undefined, { invocation_params: { model: "m" } });
  if (extra?.cached) handler.handleLLMNewToken("said before", undefined, "model");
  handler.handleLLMEnd(output as never, "model", undefined, undefined, extra);
  const [record, ...others] = memory.records();
  if (record === undefined || others.length > 0) throw new Error("not one record");
  return record;
}

const messages = (...found: readonly object[]): object => ({ generations: [found.map((message) => ({ message }))] });
const usages = (...found: readonly object[]): object =>
  messages(...found.map((usage_metadata) => ({ usage_metadata })));

describe("a model call's usage", () => {
  it.each<[string, object, OperationRecord["usage"]]>([
    [
      "is the totals",
      usages({ input_tokens: 10, output_tokens: 4, total_tokens: 14 }),
      { inputTokens: 10, outputTokens: 4 },
    ],
    [
      "has its details",
      usages({
        input_tokens: 100,
        output_tokens: 20,
        input_token_details: { cache_read: 60, cache_creation: 30 },
        output_token_details: { reasoning: 15 },
      }),
      { inputTokens: 100, outputTokens: 20, cacheReadTokens: 60, cacheWriteTokens: 30, reasoningTokens: 15 },
    ],
    [
      "keeps a zero, which is not unknown",
      usages({ input_tokens: 3, output_tokens: 0, input_token_details: { cache_read: 0 } }),
      { inputTokens: 3, outputTokens: 0, cacheReadTokens: 0 },
    ],
    ["leaves out a total that is unknown", usages({ output_tokens: 4 }), { outputTokens: 4 }],
    [
      "leaves out what is no number",
      usages({ input_tokens: null, output_tokens: 4, input_token_details: { cache_read: Number.NaN } }),
      { outputTokens: 4 },
    ],
    ["is unknown without counts", usages({}), undefined],
    ["is unknown where the message says nothing", messages({ content: "hi" }), undefined],
    ["is unknown without a message", { generations: [[{ text: "hi" }]] }, undefined],
    [
      "is not summed over choices",
      usages({ input_tokens: 10, output_tokens: 4 }, { input_tokens: 10, output_tokens: 4 }),
      { inputTokens: 10, outputTokens: 4 },
    ],
  ])("%s", (_fact, output, usage) => {
    expect(ended(output).usage).toEqual(usage);
  });
});

describe("a response id", () => {
  it.each<[string, string | undefined, string | undefined]>([
    ["of the provider is kept", "chatcmpl-1", "chatcmpl-1"],
    ["that LangChain made up is dropped", "run-0190-1", undefined],
    ["that LangChain 1 made up is dropped", "lc_run-0190-1", undefined],
    ["that is empty is dropped", "", undefined],
    ["that is missing is unknown", undefined, undefined],
  ])("%s", (_fact, id, expected) => {
    expect(ended(messages({ id })).response?.id).toBe(expected);
  });
});

describe("a finish reason", () => {
  it.each<[string, object, readonly string[]]>([
    ["of OpenAI's spelling", messages({ response_metadata: { finish_reason: "tool_calls" } }), ["tool_call"]],
    ["of Anthropic's spelling", messages({ response_metadata: { stop_reason: "max_tokens" } }), ["length"]],
    ["in generationInfo", { generations: [[{ generationInfo: { finish_reason: "STOP" } }]] }, ["stop"]],
    [
      "in generationInfo before the message, whose chunks LangChain joins",
      {
        generations: [
          [{ message: { response_metadata: { finish_reason: "length" } }, generationInfo: { finish_reason: "stop" } }],
        ],
      },
      ["stop"],
    ],
    [
      "for each choice",
      messages({ response_metadata: { finish_reason: "stop" } }, { response_metadata: { finish_reason: "length" } }),
      ["stop", "length"],
    ],
    ["that nobody gave is not made up", messages({ response_metadata: {} }), []],
  ])("%s", (_fact, output, reasons) => {
    expect(ended(output).response?.finishReasons ?? []).toEqual(reasons);
  });
});

describe("a response model", () => {
  it.each<[string, object, string | undefined]>([
    ["is model_name", messages({ response_metadata: { model_name: "m-1", model: "m-1m-1" } }), "m-1"],
    ["is model where there is no model_name", messages({ response_metadata: { model: "m-2" } }), "m-2"],
    ["may stand in generationInfo", { generations: [[{ generationInfo: { model_name: "m-3" } }]] }, "m-3"],
    ["is unknown where nobody says it", messages({}), undefined],
  ])("%s", (_fact, output, model) => {
    expect(ended(output).response?.model).toBe(model);
  });
});

describe("an answer from LangChain's cache", () => {
  it("is cached, without usage and without a stream", () => {
    const output = messages({ id: "chatcmpl-1", usage_metadata: { input_tokens: 10, output_tokens: 4 } });
    const record = ended(output, { cached: true });
    expect(record.outcome).toBe("cached");
    expect(record.usage).toBeUndefined();
    expect(record.request?.stream).toBeUndefined();
    expect(record.timeToFirstChunkMs).toBeUndefined();
  });

  it("is none where LangChain says so", () => {
    expect(ended(usages({ input_tokens: 1 }), { cached: false })).toMatchObject({
      outcome: "ok",
      usage: { inputTokens: 1 },
    });
  });
});
