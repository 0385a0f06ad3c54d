import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { instrumentModel, isospanTelemetry } from "./index.ts";

const names = { provider: "openai.some", modelId: "m" };
const about = (operationId: string) => ({ callId: "call", operationId, ...names });

/** What the SDK does: it tells of a call, makes it, and tells what came of it. */
interface Way {
  readonly operationId: string;
  readonly method: "doGenerate" | "doEmbed" | "doRerank";
  readonly asked: object;
  readonly begin?: "onEmbedStart" | "onRerankStart" | "onObjectStepStart";
  readonly end: "onEmbedEnd" | "onRerankEnd" | "onObjectStepEnd" | "onEnd";
  readonly result: object;
}

const EMBED: Way = {
  operationId: "ai.embed",
  method: "doEmbed",
  asked: {},
  begin: "onEmbedStart",
  end: "onEmbedEnd",
  result: { usage: { tokens: 3 } },
};
const WAYS: readonly (readonly [string, Way])[] = [
  ["embeddings", EMBED],
  ["embeddings without usage", { ...EMBED, result: { embeddings: [[1]] } }],
  [
    "a ranking",
    { ...EMBED, operationId: "ai.rerank", method: "doRerank", begin: "onRerankStart", end: "onRerankEnd", result: {} },
  ],
  [
    "an object",
    {
      ...EMBED,
      operationId: "ai.generateObject",
      method: "doGenerate",
      asked: { prompt: [] },
      begin: "onObjectStepStart",
      end: "onObjectStepEnd",
      result: { usage: { inputTokens: 1, raw: {} } },
    },
  ],
  [
    "speech",
    { operationId: "ai.generateSpeech", method: "doGenerate", asked: { text: "hi" }, end: "onEnd", result: {} },
  ],
  [
    "a transcription",
    { operationId: "ai.transcribe", method: "doGenerate", asked: { audio: "" }, end: "onEnd", result: {} },
  ],
];

function made(way: Way, answer: () => Promise<object>) {
  const { telemetry, ...rest } = setUp();
  const events = isospanTelemetry({ telemetry });
  const model = { ...names, ...(way.begin === "onObjectStepStart" && { doStream: answer }), [way.method]: answer };
  const wrapped = instrumentModel(model, { telemetry }) as unknown as Record<
    string,
    (asked: object) => Promise<object>
  >;
  const tell = (event: keyof typeof events | undefined, more: object = {}): void => {
    if (event !== undefined) events[event]({ ...about(way.operationId), ...way.asked, ...more });
  };
  return { ...rest, events, telemetry, tell, call: () => wrapped[way.method]?.(way.asked) };
}

describe.each(WAYS)("%s of a wrapped model", (_what, way) => {
  it("is recorded by the model alone", async () => {
    const { tell, call, record, telemetry } = made(way, async () => way.result);
    tell("onStart");
    tell(way.begin);
    const result = await call();
    tell(way.end, result);
    tell("onEnd", result);
    expect(record()).toMatchObject({ model: "m", outcome: "ok" });
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("that failed is recorded by the model alone, whatever the SDK makes of the error", async () => {
    const { tell, call, record } = made(way, () => Promise.reject(new TypeError("no")));
    tell("onStart");
    tell(way.begin);
    await expect(call()).rejects.toThrow();
    tell("onError", { error: new Error("AI SDK operation failed") });
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TypeError" } });
  });

  it("is recorded by the model each time that it is tried", async () => {
    const answers = [() => Promise.reject(new TypeError("busy")), async () => way.result];
    const { tell, call, records } = made(way, () => answers.shift()?.() ?? Promise.resolve({}));
    tell("onStart");
    tell(way.begin, { embedCallId: "1" });
    await expect(call()).rejects.toThrow();
    if (way.method !== "doGenerate") tell(way.begin, { embedCallId: "2" });
    const result = await call();
    tell(way.end, { ...result, embedCallId: way.method === "doGenerate" ? "1" : "2" });
    tell("onEnd", result);
    expect(records().map(({ outcome }) => outcome)).toEqual(["error", "ok"]);
  });
});

describe("a wrapped model", () => {
  it("that calls another model of another name leaves that to be told", async () => {
    const { events, telemetry, records } = made(EMBED, async () => ({}));
    events.onStart(about("ai.embed"));
    events.onEmbedStart({ ...about("x"), modelId: "unwrapped" });
    const model = { ...names, doEmbed: async () => ({ usage: { tokens: 1 } }) };
    await instrumentModel(model, { telemetry }).doEmbed();
    events.onEmbedEnd({ ...about("x"), modelId: "unwrapped", usage: { tokens: 3 } });
    expect(records().map(({ model }) => model)).toEqual(["m", "unwrapped"]);
  });

  it("of another telemetry leaves it to be told", async () => {
    const { events, record } = made(EMBED, async () => ({}));
    events.onStart(about("ai.embed"));
    events.onEmbedStart(about("x"));
    await instrumentModel({ ...names, doEmbed: async () => ({}) }, { telemetry: setUp().telemetry }).doEmbed();
    events.onEmbedEnd({ ...about("x"), usage: { tokens: 3 } });
    expect(record()).toMatchObject({ usage: { inputTokens: 3 } });
  });
});

describe("a function that tells of its calls", () => {
  it("is over when it says so, once", () => {
    const { events, record, telemetry } = made(EMBED, async () => ({}));
    events.onStart({ ...about("ai.generateSpeech"), text: "hi" });
    events.onEnd({ ...about("ai.generateSpeech"), text: "hi" });
    events.onEnd(about("ai.generateSpeech"));
    events.onError({ callId: "call", error: new Error("late") });
    expect(record()).toMatchObject({ name: "generate_content", outcome: "ok" });
    expect(telemetry.diagnostics()).toEqual({});
  });

  it.each(["onEmbedEnd", "onObjectStepEnd", "onRerankEnd"] as const)("has no record for an unknown %s", (end) => {
    const { events, records } = made(EMBED, async () => ({}));
    events.onStart(about("ai.embed"));
    events[end]({ ...about("x"), embedCallId: "never begun", usage: { tokens: 1 } });
    events[end]({ ...about("x"), callId: undefined });
    events.onEnd(about("ai.embed"));
    expect(records()).toEqual([]);
  });

  it("does not let its calls begin after its end", () => {
    const { events, records } = made(EMBED, async () => ({}));
    events.onEmbedStart(about("x"));
    events.onEmbedEnd({ ...about("x"), usage: { tokens: 1 } });
    expect(records()).toEqual([]);
  });

  it("of an attempt that never ended has a record of the one that did", () => {
    const { events, record } = made(EMBED, async () => ({}));
    events.onStart(about("ai.embed"));
    events.onEmbedStart({ ...about("x"), embedCallId: "1" });
    events.onEmbedStart({ ...about("x"), embedCallId: "2" });
    events.onEmbedEnd({ ...about("x"), embedCallId: "2", usage: { tokens: 2 } });
    events.onEnd(about("ai.embed"));
    expect(record()).toMatchObject({ usage: { inputTokens: 2 } });
  });
});
