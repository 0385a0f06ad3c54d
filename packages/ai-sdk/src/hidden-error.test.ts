import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { isospanTelemetry } from "./index.ts";

const VETO = { recordInputs: false };
const ABOUT = { callId: "call", operationId: "ai.generateText", ...VETO };
const HIDDEN = new Error("AI SDK operation failed");
const MODEL = { ...ABOUT, provider: "openai.chat", modelId: "m" };

function made(options: object = {}) {
  const { telemetry, ...rest } = setUp();
  return { events: isospanTelemetry({ telemetry, ...options }), telemetry, ...rest };
}

describe("an error that the SDK hides", () => {
  it.each<[string, object]>([
    ["the agent", {}],
    ["a step of it, where steps are shown", { showPlumbing: true }],
  ])("is that of the last call in %s", async (_where, options) => {
    const { events, records } = made(options);
    events.onStart(ABOUT);
    events.onStepStart?.(ABOUT);
    const execute = () => Promise.reject(Object.assign(new Error("busy"), { statusCode: 429 }));
    await expect(events.executeLanguageModelCall({ ...MODEL, execute })).rejects.toThrow("busy");
    events.onError({ ...ABOUT, error: HIDDEN });
    for (const { outcome, error } of records()) {
      expect([outcome, error]).toEqual(["error", { type: "429", message: "busy" }]);
    }
  });

  it("is unknown where the last call in the agent was a success", async () => {
    const { events, records } = made();
    events.onStart(ABOUT);
    await events.executeLanguageModelCall({ ...MODEL, execute: async () => ({}) });
    events.onError({ ...ABOUT, error: HIDDEN });
    expect(records()).toMatchObject([{ outcome: "ok" }, { outcome: "error", error: { type: "_OTHER", message: "" } }]);
  });

  it("is the answer's form after the agent's end, whose output was hidden too", () => {
    const { events, record } = made();
    events.onStart({ ...ABOUT, output: undefined });
    events.onEnd(ABOUT);
    events.onError({ ...ABOUT, error: HIDDEN });
    expect(record()).toMatchObject({ outcome: "error", error: { type: "AI_NoObjectGeneratedError" } });
    expect(record().parseFailure).toBe(true);
  });

  it("asks for no JSON where the output is hidden", async () => {
    const { events, records } = made();
    events.onStart({ ...ABOUT, output: undefined });
    await events.executeLanguageModelCall({ ...MODEL, execute: async () => ({}) });
    expect(records()[0]?.request?.outputType).toBeUndefined();
  });

  it("is unknown of a tool that is only told of", async () => {
    const { events, record } = made();
    const tool = { ...ABOUT, toolCall: { toolName: "search", toolCallId: "t" } };
    await events.executeTool({ ...tool, execute: async () => {} });
    events.onToolExecutionEnd({ ...tool, toolOutput: { type: "tool-error", error: HIDDEN } });
    expect(record()).toMatchObject({ outcome: "error", error: { type: "_OTHER", message: "" } });
  });

  it("is unknown of a call that is only told of", () => {
    const { events, record } = made();
    const embed = { ...MODEL, operationId: "ai.embed", embedCallId: "1" };
    events.onStart(embed);
    events.onEmbedStart(embed);
    events.onError({ ...embed, error: HIDDEN });
    expect(record()).toMatchObject({ name: "embeddings", outcome: "error", error: { type: "_OTHER", message: "" } });
  });

  it("is what becomes of an object's answer, and not of the call that is to answer", () => {
    const { events, records } = made();
    const object = { ...MODEL, operationId: "ai.generateObject" };
    for (const answered of [false, true]) {
      events.onStart(object);
      events.onObjectStepStart(object);
      if (answered) events.onObjectStepEnd({ ...object, finishReason: "stop" });
      events.onError({ ...object, error: HIDDEN });
    }
    expect(records().map(({ name, error }) => [name, error?.type])).toEqual([
      ["chat", "_OTHER"],
      ["chat", undefined],
      ["task", "AI_NoObjectGeneratedError"],
    ]);
  });
});

describe("an error that is told", () => {
  it.each<[string, object, unknown, string]>([
    ["by a version that hides none", VETO, new TypeError("no"), "TypeError"],
    ["in the words of the one that hides others, where nothing is kept back", {}, HIDDEN, "Error"],
  ])("is taken as it is %s", (_what, wishes, error, type) => {
    const { events, record } = made();
    const about = { callId: "call", operationId: "ai.generateText", ...wishes };
    events.onStart(about);
    events.onError({ ...about, error });
    expect(record()).toMatchObject({ outcome: "error", error: { type } });
  });
});
