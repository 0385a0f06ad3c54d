import { createTelemetry, memoryCollector, type OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { IsospanCallbackHandler } from "./index.ts";

interface Step {
  readonly tags?: readonly string[];
  readonly runType?: string;
  readonly runName?: string;
  readonly id?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Chains inside one another, outermost first, around a model call; the records by span name or label. */
function nested(...steps: readonly Step[]): readonly OperationRecord[] {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory, clock: { now: () => 0 } });
  const handler = new IsospanCallbackHandler({ telemetry });
  const keys = steps.map((_, depth) => `chain-${depth}`);
  for (const [depth, { id = ["RunnableSequence"], tags = [], metadata = {}, runType, runName }] of steps.entries()) {
    handler.handleChainStart({ id }, {}, `chain-${depth}`, keys[depth - 1], [...tags], metadata, runType, runName);
  }
  const metadata = steps.at(-1)?.metadata ?? {};
  handler.handleChatModelStart({}, [[]], "model", keys.at(-1), {}, [], metadata);
  handler.handleLLMEnd({ generations: [[]] }, "model");
  for (const key of keys.toReversed()) handler.handleChainEnd({}, key);
  return memory.records();
}

const names = (records: readonly OperationRecord[]) => records.map(({ name, label }) => label ?? name);

describe("the outermost run", () => {
  it.each<[string, Step, string]>([
    ["that is a sequence is a workflow named for its class", {}, "RunnableSequence"],
    ["that has a name is a workflow of that name", { runName: "answer" }, "answer"],
    ["that is a graph is a workflow", { id: ["langgraph", "pregel", "CompiledStateGraph"], runName: "flow" }, "flow"],
  ])("%s", (_fact, step, label) => {
    const [model, root] = nested(step);
    expect(root).toMatchObject({ name: "invoke_workflow", label });
    expect(root?.parentSpanId).toBeUndefined();
    expect(model?.parentSpanId).toBe(root?.spanId);
  });

  it.each<[string, Step]>([
    ["a prompt", { runType: "prompt" }],
    ["a parser", { runType: "parser" }],
    ["hidden", { tags: ["langsmith:hidden"] }],
    ["a graph's node", { tags: ["graph:step:1"] }],
  ])("that is %s has no record", (_what, step) => {
    expect(names(nested(step))).toEqual(["chat"]);
  });
});

describe("plumbing", () => {
  it.each<[string, Step]>([
    ["a hidden run", { tags: ["seq:step:1", "langsmith:hidden"] }],
    ["a graph's node", { tags: ["graph:step:3"], runName: "model" }],
    ["a prompt", { runType: "prompt" }],
    ["a parser", { runType: "parser" }],
    ["a sequence inside", { runName: "inner" }],
    ["a graph inside", { id: ["langgraph", "pregel", "CompiledStateGraph"], runName: "sub" }],
  ])("is %s: no record, and what is inside attaches above", (_what, step) => {
    const records = nested({ runName: "root" }, step);
    expect(names(records)).toEqual(["chat", "root"]);
    expect(records[0]?.parentSpanId).toBe(records[1]?.spanId);
  });

  it("of several layers leads to the one operation above them", () => {
    const records = nested({ runName: "root" }, { tags: ["graph:step:1"] }, { tags: ["langsmith:hidden"] }, {});
    expect(names(records)).toEqual(["chat", "root"]);
    expect(records[0]?.parentSpanId).toBe(records[1]?.spanId);
  });
});

describe("a conversation", () => {
  it("is LangGraph's thread, on every operation in it", () => {
    const metadata = { thread_id: "thread-1" };
    const records = nested({ metadata, runName: "root" }, { metadata, tags: ["graph:step:1"] });
    expect(records.map((record) => record.conversationId)).toEqual(["thread-1", "thread-1"]);
  });

  it.each<[string, unknown]>([
    ["no text", 7],
    ["empty", ""],
    ["missing", undefined],
  ])("whose thread is %s has no id", (_what, thread_id) => {
    for (const record of nested({ metadata: { thread_id } })) expect(record.conversationId).toBeUndefined();
  });
});

describe("a request", () => {
  it("is read from the parameters, and what was not asked for is left out", () => {
    const memory = memoryCollector();
    const handler = new IsospanCallbackHandler({ telemetry: createTelemetry({ prices: false, collector: memory }) });
    const invocation_params = { model: "other", temperature: 0, max_tokens: 5, n: 1, stop: [], top_p: null };
    const metadata = { ls_provider: "openai", ls_model_name: "m" };
    handler.handleChatModelStart({}, [[]], "model", undefined, { invocation_params }, [], metadata);
    handler.handleLLMError(Object.assign(new Error("429 slow down"), { status: 429 }), "model");
    expect(memory.records()).toHaveLength(1);
    expect(memory.records()[0]).toMatchObject({ provider: "openai", model: "m", outcome: "error" });
    expect(memory.records()[0]?.request).toEqual({ temperature: 0, maxTokens: 5 });
    expect(memory.records()[0]?.error).toEqual({ type: "429", message: "slow down" });
  });
});
