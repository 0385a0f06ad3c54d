import { createTelemetry, memoryCollector } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { IsospanCallbackHandler } from "./index.ts";

function setUp() {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory, clock: { now: () => 0 } });
  return { telemetry, handler: new IsospanCallbackHandler({ telemetry }), records: memory.records };
}

const ANSWER = { generations: [[{ message: { id: "r", usage_metadata: { input_tokens: 3, output_tokens: 1 } } }]] };

describe("a run that two handlers see", () => {
  it.each<[string, boolean]>([
    ["another instance", true],
    ["the same one twice", false],
  ])("by %s has one record", (_what, another) => {
    const { telemetry, handler, records } = setUp();
    const handlers = [handler, another ? new IsospanCallbackHandler({ telemetry }) : handler];
    const fields = { chunk: { text: "hi", message: { content: "hi" } } };
    for (const each of handlers) each.handleChainStart({}, {}, "root", undefined, [], {}, undefined, "flow");
    for (const each of handlers) each.handleChainStart({}, {}, "node", "root", ["graph:step:1"], {});
    for (const each of handlers) each.handleToolStart({}, "{}", "tool", "node", [], {}, "search");
    for (const each of handlers) each.handleToolEnd("found", "tool");
    for (const each of handlers) each.handleChatModelStart({}, [[]], "model", "node");
    for (const each of handlers) each.handleLLMNewToken("hi", {}, "model", "node", [], fields);
    for (const each of handlers) each.handleLLMEnd(ANSWER, "model");
    for (const each of handlers) each.handleChainEnd({}, "node");
    for (const each of handlers) each.handleChainEnd({}, "root");
    expect(records().map((record) => record.name)).toEqual(["execute_tool", "chat", "invoke_workflow"]);
    expect(records()[1]).toMatchObject({ chunks: 1, usage: { inputTokens: 3, outputTokens: 1 } });
    expect(telemetry.diagnostics()).toEqual({});
  });
});

describe("a run whose parent nobody knows", () => {
  it("is a root of its own when it is a model", () => {
    const { handler, records } = setUp();
    handler.handleChatModelStart({}, [[]], "model", "gone");
    handler.handleLLMEnd(ANSWER, "model");
    expect(records()).toHaveLength(1);
    expect(records()[0]?.parentSpanId).toBeUndefined();
  });

  it("is a root of its own when it is a tool", () => {
    const { handler, records } = setUp();
    handler.handleToolStart({}, "{}", "tool", "gone", [], {}, "search");
    handler.handleToolEnd("found", "tool");
    expect(records()).toMatchObject([{ name: "execute_tool", tool: { name: "search" } }]);
  });

  it("is a workflow when it is a chain", () => {
    const { handler, records } = setUp();
    handler.handleChainStart({}, {}, "chain", "gone", [], {}, undefined, "flow");
    handler.handleChainEnd({}, "chain");
    expect(records()).toMatchObject([{ name: "invoke_workflow", label: "flow" }]);
  });
});

describe("events of a run that never started", () => {
  it("do nothing", () => {
    const { telemetry, handler, records } = setUp();
    handler.handleLLMNewToken("hi", {}, "gone");
    handler.handleLLMEnd(ANSWER, "gone");
    handler.handleLLMError(new Error("no"), "gone");
    handler.handleToolEnd("found", "gone");
    handler.handleToolError(new Error("no"), "gone");
    handler.handleChainEnd({}, "gone");
    handler.handleChainError(new Error("no"), "gone");
    expect(records()).toEqual([]);
    expect(telemetry.diagnostics()).toEqual({});
  });
});

describe("runs that go on at the same time", () => {
  it("keep to their own parents, whatever the order of their events", () => {
    const { handler, records } = setUp();
    for (const key of ["a", "b"]) handler.handleChainStart({}, {}, key, undefined, [], {}, undefined, key);
    for (const key of ["a", "b"]) handler.handleChatModelStart({}, [[]], `model-${key}`, key);
    for (const key of ["a", "b"]) handler.handleLLMEnd(ANSWER, `model-${key}`);
    for (const key of ["a", "b"]) handler.handleChainEnd({}, key);
    for (const key of ["a", "b"]) {
      const root = records().find((record) => record.label === key);
      expect(root?.parentSpanId).toBeUndefined();
      const calls = records().filter((record) => record.parentSpanId === root?.spanId);
      expect(calls.map((record) => record.name)).toEqual(["chat"]);
    }
  });
});
