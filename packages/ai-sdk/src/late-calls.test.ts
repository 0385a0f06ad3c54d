import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { isospanTelemetry } from "./index.ts";

const names = { provider: "openai.some", modelId: "m" };
const RESPONSE = { id: "r", modelId: "m-1" };
const about = (operationId: string) => ({ callId: "call", operationId, ...names });

function made(options: object = {}) {
  const { telemetry, ...rest } = setUp(options);
  return { events: isospanTelemetry({ telemetry }), telemetry, ...rest };
}

describe("a call that the SDK only tells of", () => {
  it("is recorded with the time that it took", () => {
    const { events, record, wait } = made();
    events.onStart(about("ai.embed"));
    wait(5);
    events.onEmbedStart({ ...about("ai.embed.doEmbed"), embedCallId: "1" });
    wait(20);
    events.onEmbedEnd({ ...about("ai.embed.doEmbed"), embedCallId: "1", usage: { tokens: 3 } });
    wait(5);
    events.onEnd(about("ai.embed"));
    expect(record()).toMatchObject({
      name: "embeddings",
      provider: "openai",
      model: "m",
      usage: { inputTokens: 3 },
      outcome: "ok",
      durationMs: 20,
    });
  });

  it("is one record for each of those that run at once", () => {
    const { events, records } = made();
    const call = (embedCallId: string, tokens?: number) => ({ ...about("x"), embedCallId, usage: { tokens } });
    events.onStart(about("ai.embedMany"));
    events.onEmbedStart(call("1"));
    events.onEmbedStart(call("2"));
    events.onEmbedEnd(call("2", 2));
    events.onEmbedEnd(call("1", 1));
    events.onEnd({ ...about("ai.embedMany"), usage: { tokens: 3 } });
    expect(records().map(({ name, usage }) => [name, usage?.inputTokens])).toEqual([
      ["embeddings", 2],
      ["embeddings", 1],
    ]);
  });

  it("is a ranking, with places and scores", () => {
    const { events, record } = made({ content: true });
    const event = { ...about("x"), query: "q", topN: 2, documents: ["a", "b"] };
    events.onStart(about("ai.rerank"));
    events.onRerankStart(event);
    events.onRerankEnd({ ...event, ranking: [{ index: 1, relevanceScore: 0.5 }] });
    events.onEnd(about("ai.rerank"));
    expect(record()).toMatchObject({
      name: "retrieval",
      retrieval: { query: "q", topK: 2 },
      documents: [{ id: "1", score: 0.5 }],
    });
  });

  it.each(["ai.generateObject", "ai.streamObject"])("is a chat that answers in JSON: %s", (operationId) => {
    const { events, record } = made();
    const usage = {
      inputTokens: 10,
      inputTokenDetails: { noCacheTokens: 1, cacheReadTokens: 6, cacheWriteTokens: 3 },
      outputTokens: 4,
      outputTokenDetails: { textTokens: 1, reasoningTokens: 3 },
    };
    events.onStart(about(operationId));
    events.onObjectStepStart(about("x"));
    events.onObjectStepEnd({ ...about("x"), usage, finishReason: "stop", response: RESPONSE });
    events.onEnd({ ...about(operationId), usage });
    expect(record()).toMatchObject({
      name: "chat",
      request: { outputType: "json" },
      response: { id: "r", model: "m-1", finishReasons: ["stop"] },
      usage: { inputTokens: 10, cacheReadTokens: 6, cacheWriteTokens: 3, outputTokens: 4, reasoningTokens: 3 },
    });
  });

  it("is an error where the object's stream has reported one", () => {
    const { events, record } = made();
    events.onStart(about("ai.streamObject"));
    events.onObjectStepStart(about("x"));
    events.onObjectStepEnd({ ...about("x"), finishReason: "error", usage: { inputTokens: Number.NaN } });
    events.onEnd(about("ai.streamObject"));
    expect(record()).toMatchObject({ outcome: "error", error: { type: "_OTHER" } });
  });

  it.each([
    ["ai.generateSpeech", { text: "hi" }, "speech"],
    ["ai.transcribe", { audio: { byteLength: 1 } }, "text"],
  ])("is a generation: %s", (operationId, asked, outputType) => {
    const { events, record, wait } = made();
    events.onStart({ ...about(operationId), ...asked });
    wait(30);
    events.onEnd({ ...about(operationId), ...asked, response: { modelId: "m-1" }, usage: { inputTokens: 2 } });
    expect(record()).toMatchObject({
      name: "generate_content",
      request: { outputType },
      response: { model: "m-1" },
      usage: { inputTokens: 2 },
      durationMs: 30,
    });
  });

  it.each([
    ["ai.embed", "onEmbedStart", "embeddings"],
    ["ai.rerank", "onRerankStart", "retrieval"],
    ["ai.generateObject", "onObjectStepStart", "chat"],
    ["ai.generateSpeech", undefined, "generate_content"],
  ] as const)("fails with its function: %s", (operationId, begin, name) => {
    const { events, record } = made();
    events.onStart(about(operationId));
    if (begin !== undefined) events[begin](about("x"));
    events.onError({ callId: "call", error: new TypeError("no") });
    expect(record()).toMatchObject({ name, outcome: "error", error: { type: "TypeError", message: "no" } });
  });

  it.each([
    ["by a signal", new DOMException("stopped", "AbortError"), "aborted"],
    ["by nothing", undefined, "error"],
  ])("that was ended %s says so", (_by, error, outcome) => {
    const { events, record } = made();
    events.onStart(about("ai.embed"));
    events.onEmbedStart(about("x"));
    events.onError({ callId: "call", error });
    expect(record()).toMatchObject({ outcome });
  });
});
