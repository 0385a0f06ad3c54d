import { createTelemetry, memoryCollector, type OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { IsospanCallbackHandler } from "./index.ts";

function setUp(content = false) {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory, content, clock: { now: () => 0 } });
  const handler = new IsospanCallbackHandler({ telemetry });
  const record = (): OperationRecord => {
    const [found, ...others] = memory.records();
    if (found === undefined || others.length > 0) throw new Error("not one record");
    return found;
  };
  return { handler, record };
}

const start = (handler: IsospanCallbackHandler): unknown =>
  handler.handleToolStart({ id: ["T"] }, '{"city":"Rome"}', "t", undefined, [], {}, "weather", "call-1");

const failed = (tool_call_id: string): object => ({ tool_call_id, status: "error", content: "no such city" });

/** What LangGraph throws for interrupts, handoffs and drains. */
const bubble = (): Error => Object.assign(new Error("Which city?"), { name: "GraphInterrupt", is_bubble_up: true });

describe("a tool", () => {
  it("has the run's name and the model's call id", () => {
    const { handler, record } = setUp();
    start(handler);
    handler.handleToolEnd("sunny", "t");
    expect(record()).toMatchObject({
      name: "execute_tool",
      tool: { name: "weather", callId: "call-1" },
      outcome: "ok",
    });
  });

  it("has its class's name where the run has none", () => {
    const { handler, record } = setUp();
    handler.handleToolStart({ id: ["langchain", "tools", "Weather"] }, "", "t");
    handler.handleToolEnd("sunny", "t");
    expect(record().tool?.name).toBe("Weather");
  });

  it.each<[string, unknown]>([
    ["a plain text", "sunny"],
    ["a message", { tool_call_id: "call-1", status: "success", content: "sunny" }],
  ])("answers with %s, which is content", (_what, output) => {
    const shown = setUp(true);
    start(shown.handler);
    shown.handler.handleToolEnd(output, "t");
    const hidden = setUp();
    start(hidden.handler);
    hidden.handler.handleToolEnd(output, "t");
    const [part] = shown.record().output?.[0]?.parts ?? [];
    expect(part).toMatchObject({ type: "tool_call_response", response: "sunny" });
    expect(shown.record().tool?.arguments).toEqual({ city: "Rome" });
    expect(JSON.stringify(hidden.record())).not.toMatch(/sunny|Rome/);
  });

  it.each([undefined, null, "", 0])("that throws %j is an error all the same", (thrown) => {
    const { handler, record } = setUp();
    start(handler);
    handler.handleToolError(thrown, "t");
    expect(record().outcome).toBe("error");
  });

  it("that throws is an error", () => {
    const { handler, record } = setUp();
    start(handler);
    handler.handleToolError(new TypeError("no such city"), "t");
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TypeError", message: "no such city" } });
  });

  it("that answers with a failed message is an error that holds nothing of what it said", () => {
    const { handler, record } = setUp();
    start(handler);
    handler.handleToolEnd({ tool_call_id: "call-1", status: "error", content: "secret of Rome" }, "t");
    expect(record()).toMatchObject({ outcome: "error", error: { type: "ToolError" } });
    expect(JSON.stringify(record())).not.toMatch(/secret|Rome/);
  });

  it.each<[string, string, unknown]>([
    ["an error where the call's own message failed", "error", [failed("call-0"), failed("call-1")]],
    ["none where a message of turns before did", "ok", [failed("call-0")]],
    ["none where no message is one", "ok", [null, "failed"]],
    ["none where there are no messages", "ok", undefined],
  ])("that answers with a command is %s", (_what, outcome, messages) => {
    const { handler, record } = setUp();
    start(handler);
    handler.handleToolEnd({ lg_name: "Command", update: { messages } }, "t");
    expect(record().outcome).toBe(outcome);
  });

  it("that answers with a failed message says what it said in its output alone", () => {
    const { handler, record } = setUp(true);
    start(handler);
    handler.handleToolEnd({ tool_call_id: "call-1", status: "error", content: "secret of Rome" }, "t");
    expect(record().error?.message).not.toMatch(/secret|Rome/);
    expect(JSON.stringify(record().output)).toContain("secret of Rome");
  });
});

describe("what bubbles up as an error and is none", () => {
  it("interrupts a tool", () => {
    const { handler, record } = setUp();
    start(handler);
    handler.handleToolError(bubble(), "t");
    expect(record().outcome).toBe("interrupted");
    expect(record().error).toBeUndefined();
  });

  it("interrupts a chain", () => {
    const { handler, record } = setUp();
    handler.handleChainStart({}, {}, "c", undefined, [], {}, undefined, "flow");
    handler.handleChainError(bubble(), "c");
    expect(record().outcome).toBe("interrupted");
    expect(record().error).toBeUndefined();
  });

  it("is a success where it hands over to another agent", () => {
    const { handler, record } = setUp();
    start(handler);
    handler.handleToolError(Object.assign(bubble(), { name: "ParentCommand", command: { goto: "billing" } }), "t");
    expect(record().outcome).toBe("ok");
    expect(record().error).toBeUndefined();
  });

  it.each([null, undefined])("is an error where %s was thrown", (thrown) => {
    const { handler, record } = setUp();
    start(handler);
    handler.handleToolError(thrown, "t");
    expect(record().outcome).toBe("error");
  });

  it("is only what says true", () => {
    const { handler, record } = setUp();
    start(handler);
    handler.handleToolError(Object.assign(new Error("no"), { is_bubble_up: "yes" }), "t");
    expect(record().outcome).toBe("error");
  });

  it("is no error that cannot be read", () => {
    const { handler, record } = setUp();
    const error = Object.defineProperty(new TypeError("no"), "is_bubble_up", {
      get: () => {
        throw new Error("unreadable");
      },
    });
    start(handler);
    handler.handleToolError(error, "t");
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TypeError", message: "no" } });
  });
});
