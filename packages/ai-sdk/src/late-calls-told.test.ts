import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { instrumentModel, isospanTelemetry } from "./index.ts";

const names = { provider: "openai.some", modelId: "m" };
const about = (operationId: string) => ({ callId: "call", operationId, ...names });

function made(options: object = {}) {
  const { telemetry, ...rest } = setUp(options);
  return { events: isospanTelemetry({ telemetry }), telemetry, ...rest };
}

describe("a wrapped model", () => {
  it("that calls another model of another name leaves that to be told", async () => {
    const { events, telemetry, records } = made();
    events.onStart(about("ai.embed"));
    events.onEmbedStart({ ...about("x"), modelId: "unwrapped" });
    const model = { ...names, doEmbed: async () => ({ usage: { tokens: 1 } }) };
    await instrumentModel(model, { telemetry }).doEmbed();
    events.onEmbedEnd({ ...about("x"), modelId: "unwrapped", usage: { tokens: 3 } });
    expect(records().map(({ model }) => model)).toEqual(["m", "unwrapped"]);
  });

  it("of another telemetry leaves it to be told", async () => {
    const { events, record } = made();
    events.onStart(about("ai.embed"));
    events.onEmbedStart(about("x"));
    await instrumentModel({ ...names, doEmbed: async () => ({}) }, { telemetry: setUp().telemetry }).doEmbed();
    events.onEmbedEnd({ ...about("x"), usage: { tokens: 3 } });
    expect(record()).toMatchObject({ usage: { inputTokens: 3 } });
  });
});

describe("a function that tells of its calls", () => {
  it("is over when it says so, once", () => {
    const { events, record, telemetry } = made();
    events.onStart({ ...about("ai.generateSpeech"), text: "hi" });
    events.onEnd({ ...about("ai.generateSpeech"), text: "hi" });
    events.onEnd(about("ai.generateSpeech"));
    events.onError({ callId: "call", error: new Error("late") });
    expect(record()).toMatchObject({ name: "generate_content", outcome: "ok" });
    expect(telemetry.diagnostics()).toEqual({});
  });

  it.each(["onEmbedEnd", "onObjectStepEnd", "onRerankEnd"] as const)("has no record for an unknown %s", (end) => {
    const { events, records } = made();
    events.onStart(about("ai.embed"));
    events[end]({ ...about("x"), embedCallId: "never begun", usage: { tokens: 1 } });
    events[end]({ ...about("x"), callId: undefined });
    events.onEnd(about("ai.embed"));
    expect(records()).toEqual([]);
  });

  it("does not let its calls begin after its end", () => {
    const { events, records } = made();
    events.onEmbedStart(about("x"));
    events.onEmbedEnd({ ...about("x"), usage: { tokens: 1 } });
    expect(records()).toEqual([]);
  });

  it("of an attempt that never ended has a record of the one that did", () => {
    const { events, record } = made();
    events.onStart(about("ai.embed"));
    events.onEmbedStart({ ...about("x"), embedCallId: "1" });
    events.onEmbedStart({ ...about("x"), embedCallId: "2" });
    events.onEmbedEnd({ ...about("x"), embedCallId: "2", usage: { tokens: 2 } });
    events.onEnd(about("ai.embed"));
    expect(record()).toMatchObject({ usage: { inputTokens: 2 } });
  });
});

describe("a call that is only told of", () => {
  it("belongs to what its function was called in, wherever its end is told", () => {
    const { events, records, telemetry } = made();
    const agent = telemetry.recorder.start({ name: "invoke_agent" });
    agent.run(() => {
      events.onStart(about("ai.streamObject"));
      events.onObjectStepStart(about("x"));
    });
    events.onObjectStepEnd(about("x"));
    events.onEnd(about("x"));
    agent.end();
    expect(records()[0]).toMatchObject({ name: "chat", parentSpanId: records()[1]?.spanId });
  });

  it("keeps back what the application wants kept back", () => {
    const { events, record } = made({ content: true });
    const wish = { recordInputs: false };
    events.onStart({ ...about("ai.rerank"), ...wish });
    events.onRerankStart({ ...about("x"), ...wish, query: "secret", topN: 2 });
    events.onRerankEnd({ ...about("x"), ...wish, ranking: [] });
    expect(record().retrieval).toEqual({ topK: 2 });
  });
});
