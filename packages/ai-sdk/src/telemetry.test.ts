import { createTelemetry, memoryCollector } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { isospanTelemetry } from "./index.ts";

const ABOUT = { callId: "call", operationId: "ai.generateText", functionId: "planner" };

function setUp() {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory });
  return { telemetry, events: isospanTelemetry({ telemetry }), records: memory.records };
}

const toolEvent = (more: object = {}): object => ({
  callId: "call",
  toolCall: { toolName: "search", toolCallId: "t", input: {} },
  execute: async () => "found",
  ...more,
});

describe("steps", () => {
  it.each([
    [{}, [false, false]],
    [{ showPlumbing: true }, [true, true]],
  ])("are listened to only where they are shown: %o", (options, expected) => {
    const { onStepStart, onStepEnd } = isospanTelemetry(options);
    expect([onStepStart, onStepEnd].map((each) => each !== undefined)).toEqual(expected);
  });
});

describe("an agent", () => {
  it.each<[string, string]>([
    ["generateText", "ai.generateText"],
    ["streamText", "ai.streamText"],
  ])("is a call of %s, named for its function id", (_name, operationId) => {
    const { events, records } = setUp();
    events.onStart({ ...ABOUT, operationId });
    events.onEnd(ABOUT);
    expect(records()).toMatchObject([{ name: "invoke_agent", agent: { name: "planner" }, outcome: "ok" }]);
  });

  it("is no other call", () => {
    const { events, records } = setUp();
    events.onStart({ ...ABOUT, operationId: "ai.embed" });
    events.onEnd(ABOUT);
    expect(records()).toEqual([]);
  });

  it("has its model calls and tools below it", async () => {
    const { events, records } = setUp();
    events.onStart(ABOUT);
    const execute = async () => ({ usage: { inputTokens: 3 } });
    await events.executeLanguageModelCall({ ...ABOUT, provider: "openai.chat", modelId: "m", execute });
    expect(await events.executeTool(toolEvent())).toBe("found");
    events.onToolExecutionEnd(toolEvent({ toolOutput: { type: "tool-result", output: "found" } }));
    events.onEnd(ABOUT);
    const [model, tool, agent] = records();
    expect(records().map((record) => record.name)).toEqual(["chat", "execute_tool", "invoke_agent"]);
    for (const inside of [model, tool]) {
      expect(inside).toMatchObject({ parentSpanId: agent?.spanId, agentPath: ["planner"] });
    }
  });

  it("that failed is an error", () => {
    const { events, records } = setUp();
    events.onStart(ABOUT);
    events.onError({ ...ABOUT, error: new TypeError("no") });
    expect(records()).toMatchObject([{ outcome: "error", error: { type: "TypeError", message: "no" } }]);
  });

  it.each<[string, unknown]>([
    ["without a reason", undefined],
    ["with the signal's reason", new DOMException("stopped", "AbortError")],
  ])("that was aborted %s is aborted", (_what, reason) => {
    const { events, records } = setUp();
    events.onStart(ABOUT);
    events.onAbort({ ...ABOUT, reason });
    expect(records()).toMatchObject([{ outcome: "aborted", error: { type: "AbortError" } }]);
  });

  it("that is over has one record, whatever is said afterwards", () => {
    const { telemetry, events, records } = setUp();
    events.onStart(ABOUT);
    events.onError({ ...ABOUT, error: new Error("no") });
    events.onEnd(ABOUT);
    events.onAbort(ABOUT);
    expect(records()).toMatchObject([{ outcome: "error" }]);
    expect(telemetry.diagnostics()).toEqual({});
  });
});

describe("a tool", () => {
  it("that throws is an error, and the very same is thrown on", async () => {
    const { events, records } = setUp();
    const error = new TypeError("no such city");
    await expect(events.executeTool(toolEvent({ execute: () => Promise.reject(error) }))).rejects.toBe(error);
    events.onToolExecutionEnd(toolEvent({ toolOutput: { type: "tool-error", error } }));
    expect(records()).toMatchObject([{ outcome: "error", error: { type: "TypeError", message: "no such city" } }]);
  });

  it("that the SDK reports as failed is an error", async () => {
    const { events, records } = setUp();
    await events.executeTool(toolEvent());
    events.onToolExecutionEnd(toolEvent({ toolOutput: { type: "tool-error", error: new RangeError("too far") } }));
    expect(records()).toMatchObject([{ outcome: "error", error: { type: "RangeError", message: "too far" } }]);
  });

  it("that runs beside another of the same step is told apart by its id", async () => {
    const { events, records } = setUp();
    const event = (id: string) => toolEvent({ toolCall: { toolName: id, toolCallId: id, input: {} } });
    await Promise.all([events.executeTool(event("a")), events.executeTool(event("b"))]);
    events.onToolExecutionEnd(event("b"));
    events.onToolExecutionEnd(event("a"));
    expect(records().map((record) => record.tool?.name)).toEqual(["b", "a"]);
  });
});

describe("events of AI SDK 6, which carry no id", () => {
  it("are ignored", () => {
    const { telemetry, events, records } = setUp();
    const { callId: _, ...about } = ABOUT;
    events.onStart(about);
    events.onError({ ...about, error: new Error("no") });
    events.onAbort(about);
    events.onEnd(about);
    expect(records()).toEqual([]);
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("are ignored when they are a bare error", () => {
    const { events, records } = setUp();
    events.onStart(ABOUT);
    expect(() => events.onError(new Error("no"))).not.toThrow();
    expect(records()).toEqual([]);
    events.onEnd(ABOUT);
    expect(records()).toMatchObject([{ outcome: "ok" }]);
  });
});
