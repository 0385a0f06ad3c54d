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
    if (event !== undefined) events[event]?.({ ...about(way.operationId), ...way.asked, ...more });
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

describe("calls of a wrapped model that run at once", () => {
  it("are recorded by the model alone", async () => {
    const { tell, call, records } = made(EMBED, () => Promise.reject(new TypeError("no")));
    const embed = async (embedCallId: string): Promise<void> => {
      tell("onEmbedStart", { embedCallId });
      await call();
    };
    tell("onStart");
    await Promise.allSettled([embed("1"), embed("2")]);
    tell("onError", { error: new Error("no") });
    expect(records().map(({ error }) => error?.type)).toEqual(["TypeError", "TypeError"]);
  });

  it("leave those of other models to be told, by whatever name", async () => {
    const { telemetry, records } = setUp();
    const events = isospanTelemetry({ telemetry });
    const rerank = async (callId: string, model: { doRerank(): Promise<object> }): Promise<void> => {
      const event = { ...names, callId };
      await undefined;
      events.onStart({ ...event, operationId: "ai.rerank" });
      events.onRerankStart(event);
      await model.doRerank();
      events.onRerankEnd({ ...event, ranking: [{ index: 7, relevanceScore: 1 }] });
      events.onEnd(event);
    };
    const model = { ...names, doRerank: async () => ({ ranking: [] }) };
    await Promise.all([rerank("unwrapped", model), rerank("wrapped", instrumentModel(model, { telemetry }))]);
    expect(records().map(({ documents }) => documents?.map(({ id }) => id))).toEqual(
      expect.arrayContaining([[], ["7"]]),
    );
    expect(records()).toHaveLength(2);
  });
});
