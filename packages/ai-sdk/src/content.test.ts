import { createTelemetry, memoryCollector, type OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { isospanMiddleware, isospanTelemetry } from "./index.ts";

const PROMPT = [{ role: "user", content: [{ type: "text", text: "secret question" }] }];
const USAGE = { inputTokens: 3, outputTokens: 1 };

interface Wishes {
  readonly recordInputs?: boolean;
  readonly recordOutputs?: boolean;
}

/** Telemetry with content on, and a middleware inside of it where asked for. */
function setUp() {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, content: true, collector: memory });
  const { onStart, executeLanguageModelCall, executeTool, onToolExecutionEnd, onEnd } = isospanTelemetry({
    telemetry,
  });
  const middleware = isospanMiddleware({ telemetry });
  const model = { provider: "openai.chat", modelId: "m" };

  const call = async (wishes: Wishes, streamed: boolean, wrapped: boolean) => {
    const about = { callId: "call", operationId: "ai.generateText", ...wishes };
    const doGenerate = async () => ({ content: [{ type: "text", text: "secret answer" }], usage: USAGE });
    const doStream = async () => ({ stream: partsOf({ type: "text-delta", delta: "secret answer" }) });
    const all = { doGenerate, doStream, params: { prompt: PROMPT }, model };
    const bare = streamed ? doStream : doGenerate;
    const wrap = streamed ? middleware.wrapStream : middleware.wrapGenerate;
    const execute = wrapped ? () => wrap(all) : bare;
    onStart(about);
    const result = await executeLanguageModelCall({ ...about, ...model, messages: PROMPT, execute });
    if (streamed) for await (const _ of result.stream);
    onEnd(about);
  };
  const tool = async (wishes: Wishes, output: object) => {
    const toolCall = { toolName: "search", toolCallId: "t", input: { query: "secret question" } };
    const event = { callId: "call", toolCall, ...wishes };
    await executeTool({ ...event, execute: async () => "secret answer" });
    onToolExecutionEnd({ ...event, toolOutput: output });
  };
  return { call, tool, records: memory.records };
}

function partsOf(part: object): ReadableStream {
  return ReadableStream.from([part, { type: "finish", finishReason: "stop", usage: USAGE }]);
}

const said = (record: OperationRecord | undefined) => ({
  question: JSON.stringify(record).includes("secret question"),
  answer: JSON.stringify(record).includes("secret answer"),
});

const cases: readonly [what: string, wishes: Wishes, expected: { question: boolean; answer: boolean }][] = [
  ["nothing", {}, { question: true, answer: true }],
  ["to record both", { recordInputs: true, recordOutputs: true }, { question: true, answer: true }],
  ["no inputs", { recordInputs: false }, { question: false, answer: true }],
  ["no outputs", { recordOutputs: false }, { question: true, answer: false }],
  ["neither", { recordInputs: false, recordOutputs: false }, { question: false, answer: false }],
];

describe.each<[string, boolean, boolean]>([
  ["a model call", false, false],
  ["a streamed model call", true, false],
  ["a model call that a middleware sees too", false, true],
  ["a streamed model call that a middleware sees too", true, true],
])("content of %s", (_what, streamed, wrapped) => {
  it.each(cases)("is kept as the application asked, which was %s", async (_asked, wishes, expected) => {
    const { call, records } = setUp();
    await call(wishes, streamed, wrapped);
    expect(records().map((record) => record.name)).toEqual(["chat", "invoke_agent"]);
    const [model, agent] = records();
    expect(said(model)).toEqual(expected);
    expect(said(agent)).toEqual({ question: false, answer: false });
    expect(model?.usage).toEqual(USAGE);
  });
});

describe("content of a tool", () => {
  it.each(cases)("is kept as the application asked, which was %s", async (_asked, wishes, expected) => {
    const { tool, records } = setUp();
    await tool(wishes, { type: "tool-result", output: "secret answer" });
    expect(records()).toMatchObject([{ name: "execute_tool", tool: { name: "search", callId: "t" }, outcome: "ok" }]);
    expect(said(records()[0])).toEqual(expected);
  });
});

describe("a middleware alone", () => {
  it("records what the telemetry's content option says", async () => {
    const memory = memoryCollector();
    const telemetry = createTelemetry({ prices: false, content: true, collector: memory });
    const doGenerate = async () => ({ content: [{ type: "text", text: "secret answer" }] });
    const model = { provider: "p", modelId: "m" };
    const params = { prompt: PROMPT };
    await isospanMiddleware({ telemetry }).wrapGenerate({ doGenerate, doStream: doGenerate, params, model });
    expect(said(memory.records()[0])).toEqual({ question: true, answer: true });
  });
});

describe("content of an attempt that only a middleware sees", () => {
  it("is kept back too when the application asked for none", async () => {
    const memory = memoryCollector();
    const telemetry = createTelemetry({ prices: false, content: true, collector: memory });
    const model = { provider: "openai.chat", modelId: "m" };
    const answers = [() => Promise.reject(new TypeError("busy")), async () => ({ content: [], usage: USAGE })];
    const attempt = () => {
      const doGenerate = answers.shift() ?? (() => Promise.reject(new Error("no more")));
      const all = { doGenerate, doStream: doGenerate, params: { prompt: PROMPT }, model };
      return isospanMiddleware({ telemetry }).wrapGenerate(all);
    };
    const execute = () => attempt().catch(attempt);
    const event = { callId: "call", ...model, prompt: PROMPT, recordInputs: false, recordOutputs: false, execute };
    await isospanTelemetry({ telemetry }).executeLanguageModelCall(event);
    expect(memory.records().map((record) => record.outcome)).toEqual(["error", "ok"]);
    for (const record of memory.records()) expect(said(record)).toEqual({ question: false, answer: false });
  });

  it("is kept back too when that attempt outlives the call", async () => {
    const memory = memoryCollector();
    const telemetry = createTelemetry({ prices: false, content: true, collector: memory });
    const model = { provider: "openai.chat", modelId: "m" };
    const late = Promise.withResolvers<object>();
    const all = { doGenerate: () => late.promise, doStream: () => late.promise, params: { prompt: PROMPT }, model };
    let attempt: Promise<unknown> = Promise.resolve();
    const execute = async () => {
      attempt = isospanMiddleware({ telemetry }).wrapGenerate(all);
      return { content: [], usage: { ...USAGE } };
    };
    const event = { callId: "call", ...model, prompt: PROMPT, recordInputs: false, recordOutputs: false, execute };
    await isospanTelemetry({ telemetry }).executeLanguageModelCall(event);
    late.resolve({ content: [{ type: "text", text: "secret answer" }], usage: USAGE });
    await attempt;
    expect(memory.records()).toHaveLength(2);
    for (const record of memory.records()) expect(said(record)).toEqual({ question: false, answer: false });
  });
});
