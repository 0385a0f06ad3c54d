import { describe, expect, it } from "vitest";
import { readAll, setUp } from "../test/set-up.ts";
import { instrumentModel, isospanTelemetry } from "./index.ts";

const INNER = { provider: "openai.some", modelId: "inner" };
const about = (operationId: string) => ({ callId: "call", operationId, provider: "router", modelId: "outer" });

function made(answer: object, method = "doEmbed") {
  const { telemetry, ...rest } = setUp();
  const model = { ...INNER, doStream: () => {}, [method]: async () => answer };
  const wrapped = instrumentModel(model, { telemetry }) as unknown as Record<string, (asked: object) => unknown>;
  return { ...rest, telemetry, events: isospanTelemetry({ telemetry }), call: () => wrapped[method]?.({}) };
}

describe("a call that the SDK tells of by another name than the wrapped model's", () => {
  it.each<[string, object]>([
    ["usage", { usage: { tokens: 3 } }],
    ["embeddings", { embeddings: [[1]] }],
  ])("is recorded by the model alone, told by its %s", async (_by, answer) => {
    const { events, call, record } = made(answer);
    events.onStart(about("ai.embed"));
    events.onEmbedStart(about("x"));
    await call();
    events.onEmbedEnd({ ...about("x"), usage: { tokens: Number.NaN }, ...answer });
    events.onEnd(about("ai.embed"));
    expect(record()).toMatchObject({ model: "inner" });
  });

  it("is recorded by the model alone, told by the provider's own usage", async () => {
    const raw = { prompt_tokens: 3 };
    const { events, call, record } = made({ usage: { inputTokens: 3, raw } }, "doGenerate");
    events.onStart(about("ai.generateObject"));
    events.onObjectStepStart(about("x"));
    await call();
    events.onObjectStepEnd({ ...about("x"), usage: { inputTokens: 3, raw } });
    expect(record()).toMatchObject({ model: "inner" });
  });
});

describe("a call of a model made for AI SDK 5, of which nothing but the id of its answer comes back", () => {
  it.each<[string, object, number]>([
    ["is recorded by the model alone", { id: "r" }, 1],
    ["is recorded by the model alone, without an id too", {}, 1],
  ])("%s", async (_what, response, times) => {
    const { events, call, records } = made({ usage: { inputTokens: 3, totalTokens: 4 }, response }, "doGenerate");
    events.onStart(about("ai.generateObject"));
    events.onObjectStepStart(about("x"));
    await call();
    events.onObjectStepEnd({ ...about("x"), usage: { inputTokens: 3, raw: { totalTokens: 4 } }, response });
    expect(records()).toHaveLength(times);
  });

  it("is known by that id, whatever was made of its usage", async () => {
    const response = { id: "r" };
    const { events, call, record } = made({ usage: { inputTokens: 3, raw: { tokens: 3 } }, response }, "doGenerate");
    events.onStart(about("ai.generateObject"));
    events.onObjectStepStart(about("x"));
    await call();
    events.onObjectStepEnd({ ...about("x"), usage: { inputTokens: 3, raw: { of_a_router: 3 } }, response });
    expect(record()).toMatchObject({ model: "inner" });
  });
});

describe("a call that is only told of", () => {
  it("is recorded beside what its model streams from another model before", async () => {
    const finish = { type: "finish", usage: { inputTokens: 1, raw: { is: "a check" } } };
    const { events, call, records } = made({ stream: ReadableStream.from([finish]) }, "doStream");
    events.onStart(about("ai.streamObject"));
    events.onObjectStepStart(about("x"));
    await readAll(((await call()) as { readonly stream: ReadableStream }).stream);
    events.onObjectStepEnd({ ...about("x"), usage: { inputTokens: 2, raw: { is: "the answer" } } });
    expect(records().map(({ usage }) => usage?.inputTokens)).toEqual([1, 2]);
  });

  it("is recorded beside what its model looks up by embeddings", async () => {
    const { events, call, records } = made({ embeddings: [[1]] });
    events.onStart(about("ai.generateObject"));
    events.onObjectStepStart(about("x"));
    await call();
    events.onObjectStepEnd({ ...about("x"), usage: { inputTokens: 2 } });
    expect(records().map(({ name }) => name)).toEqual(["embeddings", "chat"]);
  });

  it("has failed itself where it has answered nothing that could be read", () => {
    const { events, record } = made({});
    events.onStart(about("ai.generateObject"));
    events.onObjectStepStart(about("x"));
    const error = Object.assign(new Error("No object"), { name: "AI_NoObjectGeneratedError" });
    events.onError({ callId: "call", error });
    expect(record()).toMatchObject({ name: "chat", error: { type: "AI_NoObjectGeneratedError" } });
  });

  it("is recorded beside what its model asks another model before", async () => {
    const { events, call, records } = made({ usage: { inputTokens: 1, raw: { is: "a check" } } }, "doGenerate");
    events.onStart(about("ai.generateObject"));
    events.onObjectStepStart(about("x"));
    await call();
    events.onObjectStepEnd({ ...about("x"), usage: { inputTokens: 2, raw: { is: "the answer" } }, response: {} });
    expect(records().map(({ usage }) => usage?.inputTokens)).toEqual([1, 2]);
  });

  it("has ended when it says so, whatever comes of its function", () => {
    const { events, record } = made({});
    events.onStart(about("ai.embed"));
    events.onEmbedStart(about("x"));
    events.onEmbedEnd({ ...about("x"), usage: { tokens: 3 } });
    events.onError({ callId: "call", error: new Error("No embedding generated") });
    expect(record()).toMatchObject({ outcome: "ok", usage: { inputTokens: 3 } });
  });

  it("is no agent's step, although that calls a model of the same name", async () => {
    const { events, records } = made({});
    const agent = { callId: "agent", operationId: "ai.generateText", provider: "router", modelId: "outer" };
    events.onStart(about("ai.generateObject"));
    events.onObjectStepStart(about("x"));
    events.onStart(agent);
    events.onStepStart?.(agent);
    await events.executeLanguageModelCall({ ...agent, execute: async () => ({ usage: { inputTokens: 1 } }) });
    events.onEnd(agent);
    events.onObjectStepEnd({ ...about("x"), usage: { inputTokens: 2 } });
    expect(records().map(({ usage }) => usage?.inputTokens)).toEqual([1, undefined, 2]);
  });

  it("is the newest of those that are told of at once", async () => {
    const { events, telemetry, records } = made({});
    const told = (callId: string) => ({ ...INNER, callId });
    for (const callId of ["first", "second"]) events.onStart({ ...told(callId), operationId: "ai.rerank" });
    events.onRerankStart(told("first"));
    events.onRerankStart(told("second"));
    await instrumentModel({ ...INNER, doRerank: async () => ({}) }, { telemetry }).doRerank();
    events.onRerankEnd({ ...told("second"), ranking: [] });
    events.onRerankEnd({ ...told("first"), ranking: [{ index: 1, relevanceScore: 1 }] });
    expect(records().map(({ documents }) => documents?.length)).toEqual([undefined, 1]);
  });
});
