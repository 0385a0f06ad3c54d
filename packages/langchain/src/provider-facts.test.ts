import type { OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

type Chunk = object | undefined;
interface Answer {
  readonly message: object;
  readonly generationInfo?: object;
  /** What each token event's chunk holds, where the package passes it. */
  readonly chunks?: readonly Chunk[];
}

/** The record of a call that was answered like this. */
function answered({ chunks = [], ...choice }: Answer): OperationRecord {
  const { handler, record } = setUp();
  handler.handleChatModelStart({}, [[]], "model");
  for (const message of chunks) {
    const fields = message && { chunk: { text: "", message } };
    handler.handleLLMNewToken("a", undefined, "model", undefined, undefined, fields);
  }
  handler.handleLLMEnd({ generations: [[choice]] } as never, "model");
  return record();
}

describe("what each provider's package leaves, read as the provider has sent it:", () => {
  it("Anthropic, whole: caches and their lifetime stand in the raw usage alone", () => {
    const usage = { input_tokens: 12, cache_read_input_tokens: 50, cache_creation_input_tokens: 30, output_tokens: 8 };
    const raw = { ...usage, cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 } };
    const message = {
      id: "msg_1",
      usage_metadata: {
        input_tokens: 12,
        output_tokens: 8,
        input_token_details: { cache_read: 50, cache_creation: 30 },
      },
      response_metadata: { usage: raw, model: "claude-4", stop_reason: "end_turn" },
    };
    expect(answered({ message })).toMatchObject({
      usage: { inputTokens: 92, cacheReadTokens: 50, cacheWriteTokens: 30, cacheWrite1hTokens: 20, outputTokens: 8 },
      response: { id: "msg_1", model: "claude-4", finishReasons: ["stop"] },
    });
  });

  it("Anthropic without caches: the zeros that its package makes up are unknown", () => {
    const usage_metadata = {
      input_tokens: 12,
      output_tokens: 8,
      input_token_details: { cache_read: 0, cache_creation: 0 },
    };
    const message = { usage_metadata, response_metadata: { model_provider: "anthropic", usage: { input_tokens: 12 } } };
    expect(answered({ message }).usage).toEqual({ inputTokens: 12, outputTokens: 8 });
  });

  it("Anthropic, streamed: the last chunk's output is the whole, and facts stand beside the message", () => {
    const chunks = [
      { usage_metadata: { input_tokens: 100, output_tokens: 1, total_tokens: 101 } },
      { usage_metadata: { input_tokens: 0, output_tokens: 30, total_tokens: 30 } },
    ];
    const message = {
      usage_metadata: { input_tokens: 100, output_tokens: 31, total_tokens: 131 },
      additional_kwargs: { model: "claude-4", stop_reason: "tool_use" },
      response_metadata: { model_provider: "anthropic", usage: { cache_read_input_tokens: 40 } },
    };
    expect(answered({ chunks, message })).toMatchObject({
      usage: { inputTokens: 100, cacheReadTokens: 40, outputTokens: 30 },
      response: { model: "claude-4", finishReasons: ["tool_call"] },
    });
  });

  it("a package that leaves cached tokens out of the input: they are added", () => {
    const usage_metadata = { input_tokens: 20, output_tokens: 5, input_token_details: { cache_read: 80 } };
    expect(answered({ message: { usage_metadata } }).usage).toMatchObject({ inputTokens: 100, cacheReadTokens: 80 });
  });

  it("Google, whole: thoughts are what the total has more, and STOP with a tool call is one", () => {
    const message = {
      id: "run-1",
      tool_calls: [{ name: "weather", args: {} }],
      usage_metadata: { input_tokens: 9, output_tokens: 29, total_tokens: 320 },
      response_metadata: { model_provider: "google-genai", finishReason: "STOP" },
    };
    const { usage, response } = answered({ message });
    expect(usage).toEqual({ inputTokens: 9, outputTokens: 311, reasoningTokens: 282 });
    expect(response).toEqual({ finishReasons: ["tool_call"] });
  });

  it("Google, whole: what its package tells as a chunk is no stream", () => {
    const whole = answered({ chunks: [undefined], message: { id: "run-1" } });
    expect(whole).not.toHaveProperty("timeToFirstChunkMs");
    const streamed = answered({ chunks: [undefined], message: { id: "run-1", concat: () => ({}) } });
    expect(streamed).toMatchObject({ request: { stream: true }, timeToFirstChunkMs: 0 });
  });

  it.each([
    [[undefined, undefined, undefined], 6147, 2049],
    [[undefined, undefined], 6147, undefined],
  ])(
    "Google, streamed in %j: what came from the cache is repeated with each",
    (chunks, cache_read, cacheReadTokens) => {
      const usage_metadata = {
        input_tokens: 3000,
        output_tokens: 5,
        total_tokens: 3005,
        input_token_details: { cache_read },
      };
      const message = { usage_metadata, response_metadata: { model_provider: "google-genai" } };
      const { usage } = answered({ chunks, message });
      expect(usage?.inputTokens).toBe(3000);
      expect(usage?.cacheReadTokens).toBe(cacheReadTokens);
    },
  );

  it("Groq: the raw usage has the details, and a stream has nothing else", () => {
    const raw = { prompt_tokens: 40, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 32 } };
    const whole = {
      usage_metadata: { input_tokens: 40, output_tokens: 9 },
      response_metadata: { model_provider: "groq", usage: raw },
    };
    const streamed = {
      id: "req_1",
      response_metadata: { id: "chatcmpl-1", x_groq: { usage: raw }, usage: { total_tokens: 98 } },
    };
    const usage = { inputTokens: 40, cacheReadTokens: 32, outputTokens: 9 };
    expect(answered({ message: whole }).usage).toEqual(usage);
    expect(answered({ message: streamed })).toMatchObject({ usage, response: { id: "chatcmpl-1" } });
  });

  it("xAI: reasoning is beside the output, and the merged total is double", () => {
    const last = { input_tokens: 290, output_tokens: 25, total_tokens: 503, output_token_details: { reasoning: 188 } };
    const merged = { ...last, total_tokens: 1006 };
    const usage = { inputTokens: 290, outputTokens: 213, reasoningTokens: 188 };
    expect(answered({ message: { usage_metadata: last } }).usage).toEqual(usage);
    expect(answered({ chunks: [{ usage_metadata: last }], message: { usage_metadata: merged } }).usage).toEqual(usage);
  });

  it("Bedrock: input without caches in the raw usage, and a reason of its own", () => {
    const raw = {
      inputTokens: 10,
      outputTokens: 4,
      cacheReadInputTokens: 20,
      cacheWriteInputTokens: 30,
      cacheDetails: [{ ttl: "1h", inputTokens: 12 }],
    };
    const expected = {
      usage: { inputTokens: 60, cacheReadTokens: 20, cacheWriteTokens: 30, cacheWrite1hTokens: 12, outputTokens: 4 },
      response: { finishReasons: ["stop"] },
    };
    const said = { usage_metadata: { input_tokens: 10, output_tokens: 4 } };
    const model_provider = "bedrock-converse";
    const whole = { ...said, response_metadata: { model_provider, usage: raw, stopReason: "end_turn" } };
    const stream = { model_provider, metadata: { usage: raw }, messageStop: { stopReason: "end_turn" } };
    expect(answered({ message: whole })).toMatchObject(expected);
    expect(answered({ message: { ...said, response_metadata: stream } })).toMatchObject(expected);
  });

  it.each<[string, object, readonly string[] | undefined]>([
    ["completed", { status: "completed" }, ["stop"]],
    ["cut off", { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } }, ["length"]],
    ["filtered", { status: "incomplete", incomplete_details: { reason: "content_filter" } }, ["content_filter"]],
    ["without a status", {}, undefined],
  ])("the Responses API, %s: the status stands for the reason", (_what, response_metadata, reasons) => {
    expect(answered({ message: { response_metadata } }).response?.finishReasons ?? []).toEqual(reasons ?? []);
  });

  it.each(["tool_calls", "invalid_tool_calls"])("the Responses API with %s: they are the reason", (calls) => {
    const message = { [calls]: [{ name: "weather" }], response_metadata: { id: "resp_1", status: "completed" } };
    expect(answered({ message }).response).toEqual({ id: "resp_1", finishReasons: ["tool_call"] });
  });

  it.each<[string, Answer, string]>([
    ["said once a chunk", { message: { response_metadata: { model: "gpt-5gpt-5" } } }, "gpt-5"],
    ["three times", { message: { response_metadata: { model: "m-1m-1m-1" } } }, "m-1"],
    ["that repeats itself", { message: { response_metadata: { model: "abab-2" } } }, "abab-2"],
    ["in the generation", { message: { response_metadata: { model: "aa" } }, generationInfo: { model: "a" } }, "a"],
  ])("a model's name, %s: it is one name", (_what, answer, model) => {
    expect(answered(answer).response?.model).toBe(model);
  });
});
