import type { OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { setUp, throwing, unreadable } from "../test/set-up.ts";
import { instrumentModel } from "./index.ts";

const names = { provider: "openai.some", modelId: "m" };
const TOKENS = { inputTokens: 3, outputTokens: 1, totalTokens: 4 };

/** Calls one method of an instrumented model that answers this. */
async function called(method: string, asked: unknown, answer: unknown, more: object = {}): Promise<OperationRecord> {
  const { telemetry, record } = setUp({ content: true });
  const model = { ...names, ...more, [method]: async () => answer };
  const call = (instrumentModel(model, { telemetry }) as Record<string, unknown>)[method];
  expect(await (call as (asked: unknown) => unknown)(asked)).toBe(answer);
  return record();
}

const stream = { doStream: () => {} };

describe("an instrumented model", () => {
  it.each<[string, string, unknown, unknown, object, object]>([
    ["a language model", "doGenerate", { prompt: [] }, { usage: TOKENS }, stream, { name: "chat", usage: {} }],
    ["an embedding model", "doEmbed", { values: ["a"] }, { usage: { tokens: 3 } }, {}, { name: "embeddings" }],
    [
      "an image model",
      "doGenerate",
      { prompt: "a cat" },
      { usage: TOKENS },
      { maxImagesPerCall: 1 },
      { name: "generate_content", request: { outputType: "image" } },
    ],
    [
      "an image model without a prompt",
      "doGenerate",
      { files: [] },
      { usage: TOKENS },
      {},
      { name: "generate_content", request: { outputType: "image" } },
    ],
    [
      "a speech model",
      "doGenerate",
      { text: "hi" },
      {},
      {},
      { name: "generate_content", request: { outputType: "speech" } },
    ],
    [
      "a transcription model",
      "doGenerate",
      { audio: new Uint8Array(1) },
      { text: "hi" },
      {},
      { name: "generate_content", request: { outputType: "text" } },
    ],
    [
      "a speech model that also streams",
      "doGenerate",
      { text: "hi" },
      {},
      stream,
      { name: "generate_content", request: { outputType: "speech" } },
    ],
    [
      "a transcription model that also streams",
      "doGenerate",
      { audio: "" },
      { text: "hi" },
      stream,
      { name: "generate_content", request: { outputType: "text" } },
    ],
    [
      "a transcription model that reads addresses",
      "doGenerateFromUrl",
      { audio: new URL("https://example.com/a.mp3") },
      { text: "hi" },
      { doGenerate: () => {} },
      { name: "generate_content", request: { outputType: "text" } },
    ],
    [
      "a reranking model",
      "doRerank",
      { query: "q", topN: 2 },
      { ranking: [{ index: 1, relevanceScore: 0.5 }] },
      {},
      { name: "retrieval", retrieval: { query: "q", topK: 2 }, documents: [{ id: "1", score: 0.5 }] },
    ],
  ])("that is %s records its call", async (_kind, method, asked, answer, more, expected) => {
    const record = await called(method, asked, answer, more);
    expect(record).toMatchObject({ provider: "openai", model: "m", outcome: "ok", ...expected });
  });

  it("that makes videos says nothing of images", async () => {
    const record = await called("doGenerate", { prompt: "a cat" }, {}, { maxVideosPerCall: 1 });
    expect(record).toMatchObject({ name: "generate_content" });
    expect(record.request?.outputType).toBeUndefined();
  });

  it("leaves out what cannot be read of the options, and records the rest", async () => {
    const asked = [throwing("abortSignal"), throwing("query"), throwing("text"), throwing("audio"), unreadable(), null];
    for (const each of asked) {
      for (const method of ["doGenerate", "doEmbed", "doRerank"]) {
        expect(await called(method, each, {})).toMatchObject({ model: "m", outcome: "ok" });
        expect(await called(method, each, {}, stream)).toMatchObject({ model: "m", outcome: "ok" });
      }
    }
  });
});
