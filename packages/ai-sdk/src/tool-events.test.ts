import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { isospanTelemetry } from "./index.ts";

const toolCall = { toolName: "search", toolCallId: "t", input: { q: 1 } };
const EVENT = { callId: "call", toolCall, execute: async () => "found" };
const DONE = { ...EVENT, toolOutput: { type: "tool-result", output: { found: 2 } } };

function made(options: object = {}) {
  const { telemetry, ...rest } = setUp({ content: true, ...options });
  return { events: isospanTelemetry({ telemetry }), telemetry, ...rest };
}

describe("a tool", () => {
  it("has its name, id, arguments and result, and the time that it took", async () => {
    const { events, record, wait } = made();
    await events.executeTool({ ...EVENT, execute: async () => wait(20) });
    events.onToolExecutionEnd(DONE);
    expect(record()).toMatchObject({
      name: "execute_tool",
      tool: { name: "search", callId: "t", arguments: { q: 1 } },
      output: [{ role: "tool", parts: [{ type: "tool_call_response", id: "t", response: { found: 2 } }] }],
      durationMs: 20,
      outcome: "ok",
    });
  });

  it("may have its id beside its call", async () => {
    const { events, record } = made();
    const event = { ...EVENT, toolCallId: "beside", toolCall: { toolName: "search" } };
    await events.executeTool(event);
    events.onToolExecutionEnd({ ...event, toolOutput: null });
    expect(record().tool).toEqual({ name: "search", callId: "beside" });
  });

  it("has what it runs below it", async () => {
    const { events, records } = made();
    const inner = { ...EVENT, callId: "inner", execute: async () => "found" };
    const execute = async () => {
      await events.executeTool(inner);
      events.onToolExecutionEnd({ ...DONE, callId: "inner" });
    };
    await events.executeTool({ ...EVENT, execute });
    events.onToolExecutionEnd(DONE);
    expect(records()[0]?.parentSpanId).toBe(records()[1]?.spanId);
  });

  it.each([undefined, null, "text"])("that throws what is no error is an error: %s", async (thrown) => {
    const { events, record } = made();
    const execute = () => Promise.reject(thrown);
    await expect(events.executeTool({ ...EVENT, execute })).rejects.toBe(thrown);
    expect(record()).toMatchObject({ outcome: "error" });
  });

  it("that throws at once rejects", async () => {
    const { events, record } = made();
    const execute = (): never => {
      throw new TypeError("no");
    };
    await expect(events.executeTool({ ...EVENT, execute })).rejects.toThrow("no");
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TypeError" } });
  });

  it.each([
    ["the first", 0, ["a", "b"]],
    ["the second", 1, ["b", "a"]],
  ])("has its own record beside another under the same id, where %s returns first", async (_which, first, expected) => {
    const { events, records } = made();
    const about = { callId: "call", operationId: "ai.generateText" };
    events.onStart(about);
    const ran = ["a", "b"].map((q) => {
      const returned = Promise.withResolvers<void>();
      const event = { ...about, toolCall: { ...toolCall, input: { q } }, execute: () => returned.promise };
      // As the SDK does where inputs are kept back: each event has a copy of its own.
      const told = { ...event, toolCall: { ...event.toolCall }, toolOutput: { type: "tool-result", output: q } };
      const done = events.executeTool(event).then(() => events.onToolExecutionEnd(told));
      return { returned, done };
    });
    for (const i of [first, 1 - first]) {
      ran[i]?.returned.resolve();
      await ran[i]?.done;
    }
    events.onEnd(about);
    const tools = records().filter(({ name }) => name === "execute_tool");
    expect(tools.map(({ tool, output }) => [tool?.arguments, output?.[0]?.parts[0]?.response])).toEqual(
      expected.map((q) => [{ q }, q]),
    );
  });

  it("is one record though two of ours are told of it", async () => {
    const { events, records } = made();
    const about = { callId: "call", operationId: "ai.generateText" };
    const event = { ...EVENT, ...about };
    events.onStart(about);
    await events.executeTool({ ...event, execute: () => events.executeTool(event) });
    for (const _ of ["once", "twice"]) events.onToolExecutionEnd({ ...DONE, ...about });
    events.onEnd(about);
    expect(records().map(({ name }) => name)).toEqual(["execute_tool", "invoke_agent"]);
  });

  it("that failed without an error to tell is an error", async () => {
    const { events, record } = made();
    await events.executeTool(EVENT);
    events.onToolExecutionEnd({ ...EVENT, toolOutput: { type: "tool-error" } });
    expect(record()).toMatchObject({ outcome: "error" });
  });

  it.each<[string, () => void | Promise<void>]>([
    [
      "at once",
      () => {
        throw new Error("over budget");
      },
    ],
    ["late", () => Promise.reject(new Error("over budget"))],
  ])("that a gate refuses %s never runs", async (_when, enter) => {
    const { events, record } = made({ gates: [{ enter }] });
    let ran = false;
    const execute = async () => {
      ran = true;
    };
    await expect(events.executeTool({ ...EVENT, execute })).rejects.toThrow("over budget");
    events.onToolExecutionEnd({ ...EVENT, toolOutput: { type: "tool-error", error: new Error("over budget") } });
    expect(ran).toBe(false);
    expect(record()).toMatchObject({ outcome: "denied" });
  });
});

describe("an agent that a gate refuses", () => {
  it.each<[string, () => void | Promise<void>]>([
    [
      "at once",
      () => {
        throw new Error("over budget");
      },
    ],
    ["late", () => Promise.reject(new Error("over budget"))],
  ])("%s never reaches the model, although the SDK swallows the refusal", async (_when, refuse) => {
    const enter = ({ name }: { name: string }): void | Promise<void> =>
      name === "invoke_agent" ? refuse() : undefined;
    const { events, records, telemetry } = made({ gates: [{ enter }] });
    const about = { callId: "call", operationId: "ai.generateText" };
    await expect((async () => events.onStart(about))()).rejects.toThrow("over budget");
    events.onStepStart?.(about);
    let reached = false;
    const execute = async () => {
      reached = true;
    };
    const call = events.executeLanguageModelCall({ ...about, provider: "p", modelId: "m", execute });
    await expect(call).rejects.toThrow("over budget");
    expect(reached).toBe(false);
    expect(records().map(({ name, outcome }) => [name, outcome])).toEqual([
      ["invoke_agent", "denied"],
      ["chat", "denied"],
    ]);
    expect(telemetry.diagnostics()).toEqual({});
  });
});
