import { createTelemetry, memoryCollector } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { isospanMiddleware, isospanTelemetry } from "./index.ts";

const model = { provider: "openai.chat", modelId: "m" };

function setUp() {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, content: true, collector: memory });
  return { middleware: isospanMiddleware({ telemetry }), events: isospanTelemetry({ telemetry }), memory };
}

/** Whatever is read of it throws. */
const throwing = (): never =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error("unreadable");
      },
    },
  ) as never;

describe("a model call", () => {
  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["with a prompt of null", { prompt: null }],
    ["with a prompt of other things", { prompt: [null, 7, { role: "user", content: null }] }],
    ["with stop sequences of null", { stopSequences: null, responseFormat: null }],
  ])("whose options are %s is made and recorded", async (_what, params) => {
    const { middleware, memory } = setUp();
    const result = { content: [] };
    const doGenerate = async () => result;
    expect(await middleware.wrapGenerate({ doGenerate, doStream: doGenerate, params, model })).toBe(result);
    expect(memory.records()).toMatchObject([{ name: "chat", model: "m", outcome: "ok" }]);
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["content of null", { content: null, response: null, usage: null }],
    ["content of other things", { content: [null, 7, { type: null }] }],
    ["unreadable content", { content: throwing(), response: throwing(), usage: throwing() }],
  ])("whose answer is %s hands it on and is recorded", async (_what, result) => {
    const { middleware, memory } = setUp();
    const doGenerate = async () => result;
    expect(await middleware.wrapGenerate({ doGenerate, doStream: doGenerate, params: {}, model })).toBe(result);
    expect(memory.records()).toMatchObject([{ name: "chat", outcome: "ok" }]);
  });

  it("whose model cannot be read is made and recorded", async () => {
    const { middleware, memory } = setUp();
    const doGenerate = async () => "answer";
    const wrapped = { doGenerate, doStream: doGenerate, params: {}, model: throwing() };
    expect(await middleware.wrapGenerate(wrapped)).toBe("answer");
    expect(memory.records()).toHaveLength(1);
  });

  it("whose stream holds other things than parts hands them on and is recorded", async () => {
    const { middleware, memory } = setUp();
    const parts = [7, "text", { type: null }, { type: "text-delta", delta: null }, { type: "finish", usage: null }];
    const doStream = async () => ({ stream: ReadableStream.from(parts) });
    const { stream } = await middleware.wrapStream({ doGenerate: doStream, doStream, params: {}, model });
    const read: unknown[] = [];
    for await (const part of stream) read.push(part);
    expect(read).toEqual(parts);
    expect(memory.records()).toMatchObject([{ name: "chat", outcome: "ok" }]);
  });
});

describe("a tool", () => {
  it.each<[string, object]>([
    ["without its call", { callId: "call" }],
    ["without any id", { toolCall: { toolName: "search", input: {} } }],
    ["with a call of null", { callId: "call", toolCall: null }],
  ])("%s is run and recorded", async (_what, event) => {
    const { events, memory } = setUp();
    expect(await events.executeTool({ ...event, execute: async () => "found" })).toBe("found");
    events.onToolExecutionEnd({ ...event, toolOutput: null });
    expect(memory.records()).toMatchObject([{ name: "execute_tool", outcome: "ok" }]);
  });
});
