import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { instrumentModel, isospanEmbeddingMiddleware, isospanTelemetry } from "./index.ts";

const names = { provider: "gateway", modelId: "m" };
const GATEWAY = { gateway: { cost: "0.5" } };
const TICKS = { xai: { costInUsdTicks: 2e8 } };

describe("what the provider says that a call has cost", () => {
  it.each([
    ["embeddings", { doEmbed: "" }, {}, GATEWAY, 500_000_000],
    ["images", { doGenerate: "" }, { prompt: "p" }, TICKS, 20_000_000],
    ["speech", { doGenerate: "" }, { text: "t" }, GATEWAY, 500_000_000],
    ["transcriptions", { doGenerate: "" }, { audio: "a" }, GATEWAY, 500_000_000],
  ])("is the cost of %s", async (_what, methods, asked, providerMetadata, nanoUsd) => {
    const { telemetry, record } = setUp();
    const [method = ""] = Object.keys(methods);
    const model: Record<string, unknown> = { ...names, [method]: async () => ({ providerMetadata }) };
    const call = instrumentModel(model, { telemetry })[method] as (asked: object) => Promise<object>;
    await call(asked);
    expect(record().cost).toMatchObject({ totalNanoUsd: nanoUsd, source: "provider" });
  });

  it("is the cost of speech that is only told of", () => {
    const { telemetry, record } = setUp();
    const events = isospanTelemetry({ telemetry });
    const event = { ...names, callId: "call", operationId: "ai.generateSpeech", text: "hi" };
    events.onStart(event);
    events.onEnd({ ...event, providerMetadata: GATEWAY });
    expect(record().cost).toMatchObject({ totalNanoUsd: 500_000_000 });
  });
});

describe("what a transcription has used", () => {
  const usage = { type: "tokens", input_tokens: 7, output_tokens: 2, input_token_details: { audio_tokens: 6 } };

  it.each([
    ["in the provider's own words, as of version 7", { usage, response: { body: { usage } } }],
    ["in the body alone, as of 5 and 6", { response: { body: { usage } } }],
  ])("is recorded where it is said %s", async (_where, answer) => {
    const { telemetry, record } = setUp();
    const model = { ...names, doGenerate: async (_asked: object) => answer };
    await instrumentModel(model, { telemetry }).doGenerate({ audio: "a" });
    expect(record().usage).toEqual({ inputTokens: 7, outputTokens: 2, audioInputTokens: 6 });
  });
});

describe("what is asked for", () => {
  it("is the length of embeddings, by model and by middleware", async () => {
    const { telemetry, records } = setUp();
    const model = { ...names, doEmbed: async (_asked: object) => ({}) };
    await instrumentModel(model, { telemetry }).doEmbed({ dimensions: 256 });
    const wrapped = { doEmbed: () => model.doEmbed({}), params: { dimensions: 512 }, model };
    await isospanEmbeddingMiddleware({ telemetry }).wrapEmbed(wrapped);
    expect(records().map(({ request }) => request)).toEqual([{ dimensions: 256 }, { dimensions: 512 }]);
  });

  it.each([
    ["high", { reasoningLevel: "high" }],
    ["provider-default", {}],
    [undefined, {}],
  ])("is how much to think: %s", async (reasoning, request) => {
    const { telemetry, record } = setUp();
    const model = { ...names, doStream: () => {}, doGenerate: async (_asked: object) => ({ usage: {} }) };
    await instrumentModel(model, { telemetry }).doGenerate({ prompt: [], reasoning });
    expect(record().request).toEqual(request);
  });
});
