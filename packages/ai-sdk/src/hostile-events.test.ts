import { describe, expect, it } from "vitest";
import { setUp, throwing, unreadable } from "../test/set-up.ts";
import { type IsospanTelemetry, instrumentModel, isospanTelemetry } from "./index.ts";

const ABOUT = { callId: "call", operationId: "ai.generateText", functionId: "planner" };

const EVENTS: readonly (keyof IsospanTelemetry)[] = [
  "onStart",
  "onStepStart",
  "onStepEnd",
  "onEnd",
  "onError",
  "onAbort",
  "onToolExecutionEnd",
  "onObjectStepStart",
  "onObjectStepEnd",
  "onEmbedStart",
  "onEmbedEnd",
  "onRerankStart",
  "onRerankEnd",
];

function made() {
  const { telemetry, ...rest } = setUp({ content: true });
  return { events: isospanTelemetry({ telemetry }), telemetry, ...rest };
}

describe.each(EVENTS)("%s", (name) => {
  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a bare error", new Error("no")],
    ["a number", 7],
    ["what cannot be read", unreadable()],
    ["an id that cannot be read", throwing("callId")],
    ["an id alone", { callId: "other" }],
    ["no id", { operationId: "ai.embed" }],
  ])("throws nothing at the SDK where it is told %s, and no run ends by it", (_what, event) => {
    const { events, record } = made();
    events.onStart(ABOUT);
    expect(() => events[name]?.(event)).not.toThrow();
    events.onEnd(ABOUT);
    expect(record()).toMatchObject({ name: "invoke_agent", outcome: "ok" });
  });
});

describe.each(EVENTS)("%s", (name) => {
  it.each([undefined, null, 7, new Error("no")])("is nothing to report where it is told %s", (event) => {
    const { events, telemetry } = made();
    events[name]?.(event);
    expect(telemetry.diagnostics()).toEqual({});
  });
});

describe("an agent", () => {
  it.each<[string, object]>([
    ["whose context cannot be read", { runtimeContext: unreadable() }],
    ["whose context throws", { runtimeContext: throwing("conversationId") }],
    ["whose name is none", { functionId: { name: "planner" } }],
  ])("%s is recorded", (_what, about) => {
    const { events, record } = made();
    events.onStart({ ...ABOUT, ...about });
    events.onEnd(ABOUT);
    expect(record()).toMatchObject({ name: "invoke_agent", outcome: "ok" });
  });

  it.each<[string, object]>([
    ["whose finish reason cannot be read", throwing("finishReason", ABOUT)],
    ["whose content cannot be read", throwing("content", ABOUT)],
    ["whose last step cannot be read", { ...ABOUT, finalStep: unreadable() }],
  ])("%s ends all the same", (_what, event) => {
    const { events, record } = made();
    events.onStart(ABOUT);
    events.onEnd(event);
    expect(record()).toMatchObject({ name: "invoke_agent", outcome: "ok" });
  });

  it("whose error cannot be read has failed", () => {
    const { events, record } = made();
    events.onStart(ABOUT);
    events.onError({ ...ABOUT, error: unreadable() });
    expect(record()).toMatchObject({ outcome: "error", error: { type: "_OTHER" } });
  });
});

describe("a model call", () => {
  it("whose model cannot be read and reports an error in its stream has failed", async () => {
    const { telemetry, record } = setUp();
    const parts = [{ type: "response-metadata" }, { type: "error", error: new TypeError("cut") }];
    const doStream = async (_: object) => ({ stream: ReadableStream.from(parts) });
    const model = { modelId: "m", doStream };
    for await (const _ of (await instrumentModel(model, { telemetry }).doStream({})).stream);
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TypeError" } });
  });

  it("whose model names no provider has its answer's model and cost", async () => {
    const { telemetry, record } = setUp();
    const usage = { inputTokens: 1, raw: { cost_in_usd_ticks: 1e10 } };
    const doGenerate = async (_: object) => ({ usage, response: { id: "r", modelId: "m-1" } });
    await instrumentModel({ modelId: "m", doGenerate, doStream: doGenerate }, { telemetry }).doGenerate({});
    expect(record()).toMatchObject({ model: "m", response: { id: "r", model: "m-1" } });
    expect(record().cost).toEqual({ totalNanoUsd: 1e9, source: "provider", currency: "USD" });
  });

  it("whose stream cannot be read fails as it would without us, and is recorded", async () => {
    const { telemetry, record } = setUp();
    const doStream = async (_: object) => throwing("stream");
    const call = instrumentModel({ modelId: "m", doStream }, { telemetry }).doStream({});
    await expect(call).rejects.toThrow("stream is unreadable");
    expect(record()).toMatchObject({ outcome: "error" });
  });

  it("whose result has other fields that throw hands them on unread", async () => {
    const { telemetry } = setUp();
    const doStream = async (_: object) =>
      throwing("request", { stream: ReadableStream.from([]) }) as { request: object };
    const result = await instrumentModel({ modelId: "m", doStream }, { telemetry }).doStream({});
    expect(() => result.request).toThrow("request is unreadable");
  });

  it("whose result is of a class has its getters", async () => {
    class Result {
      readonly stream = ReadableStream.from([]);
      get response(): string {
        return "kept";
      }
    }
    const { telemetry } = setUp();
    const doStream = async (_: object) => new Result();
    const result = await instrumentModel({ modelId: "m", doStream }, { telemetry }).doStream({});
    expect(result).toBeInstanceOf(Result);
    expect(result.response).toBe("kept");
  });
});
