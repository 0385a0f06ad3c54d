import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { isospanTelemetry } from "./index.ts";

const ABOUT = { callId: "call", operationId: "ai.streamText", functionId: "planner" };
const MODEL = { ...ABOUT, provider: "openai.chat", modelId: "m" };
const USAGE = { inputTokens: 3, outputTokens: 1 };

function made(more: object = {}, options: object = {}) {
  const { telemetry, ...rest } = setUp(options);
  return { events: isospanTelemetry({ telemetry, ...more }), telemetry, ...rest };
}

const tool = { ...ABOUT, toolCall: { toolName: "search", toolCallId: "t", input: {} }, execute: async () => "found" };

describe("with showPlumbing", () => {
  it("an agent's steps have records, and what happens in them is below", async () => {
    const { events, records } = made({ showPlumbing: true });
    events.onStart(ABOUT);
    for (const stepNumber of [0, 1]) {
      events.onStepStart?.({ ...ABOUT, stepNumber });
      await events.executeLanguageModelCall({ ...MODEL, execute: async () => ({ usage: USAGE }) });
      await events.executeTool(tool);
      events.onToolExecutionEnd(tool);
      events.onStepEnd?.({ ...ABOUT, stepNumber });
    }
    events.onEnd(ABOUT);
    const all = records();
    const agent = all.at(-1)?.spanId;
    expect(all.map(({ name, label }) => label ?? name)).toEqual([
      "chat",
      "execute_tool",
      "step 1",
      "chat",
      "execute_tool",
      "step 2",
      "invoke_agent",
    ]);
    const parents = [all[2]?.spanId, all[2]?.spanId, agent, all[5]?.spanId, all[5]?.spanId, agent, undefined];
    expect(all.map(({ parentSpanId }) => parentSpanId)).toEqual(parents);
  });

  it("a step whose end is not told ends with the next, or with the agent", () => {
    const { events, records } = made({ showPlumbing: true });
    events.onStart(ABOUT);
    events.onStepStart?.({ ...ABOUT, stepNumber: 0 });
    events.onStepStart?.({ ...ABOUT, stepNumber: 1 });
    events.onEnd(ABOUT);
    expect(records().map(({ label, outcome }) => [label, outcome])).toEqual([
      ["step 1", "ok"],
      ["step 2", "ok"],
      [undefined, "ok"],
    ]);
  });

  it("a tool that runs before the first step is the agent's", async () => {
    const { events, records } = made({ showPlumbing: true });
    events.onStart(ABOUT);
    await events.executeTool(tool);
    events.onToolExecutionEnd(tool);
    events.onEnd(ABOUT);
    expect(records()[0]?.parentSpanId).toBe(records()[1]?.spanId);
  });

  it.each([1, "yes", null])("that is %s is refused", (showPlumbing) => {
    const make = () => isospanTelemetry({ showPlumbing } as never);
    expect(make).toThrow(expect.objectContaining({ name: "ConfigurationError", field: "showPlumbing" }));
  });
});

describe("without showPlumbing", () => {
  it("an agent's steps have no records", () => {
    const { events, record } = made();
    events.onStart(ABOUT);
    events.onStepStart?.(ABOUT);
    events.onStepEnd?.(ABOUT);
    events.onEnd(ABOUT);
    expect(record().name).toBe("invoke_agent");
  });
});
