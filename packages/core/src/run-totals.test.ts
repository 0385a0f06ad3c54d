import { describe, expect, it } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";
import { AttributeReader, GatheredAttributes } from "./attribute-reader.ts";
import type { ComputedCost, CostRecord, OperationEnd, OperationRecord, Recorder } from "./index.ts";
import { ATTRIBUTES } from "./semconv.ts";

const priced = (inputTokens: number, outputTokens: number, usd: number): OperationEnd => {
  return { usage: { inputTokens, outputTokens }, billedCost: { usd } };
};

const computed: ComputedCost = {
  totalNanoUsd: 3,
  parts: { inputNanoUsd: 1, feesNanoUsd: 2 },
  source: "book",
  match: "exact",
  pricedAs: "openai/gpt-5",
};

/** An agent that calls its model, fails, repeats, calls a tool, whose model embeds, and asks another agent. */
function playRun(recorder: Recorder): void {
  const root = recorder.start({ name: "invoke_agent", agent: { name: "planner" } });
  root.run(() => {
    recorder.start({ name: "chat", model: "gpt-5" }).end({ error: new Error("overloaded") });
    recorder.start({ name: "chat", model: "gpt-5" }).end(priced(100, 20, 0.01));
    const tool = recorder.start({ name: "execute_tool", tool: { name: "search" } });
    tool.run(() => {
      recorder.start({ name: "embeddings", model: "small" }).end({ usage: { inputTokens: 7 } });
      recorder.start({ name: "chat", model: "gpt-5-mini" }).end(priced(10, 2, 0.000_000_001));
    });
    tool.end();
    const writer = recorder.start({ name: "invoke_agent", agent: { name: "writer" } });
    writer.run(() => {
      const traced = recorder.start({ name: "task", label: "retry" });
      traced.run(() => recorder.start({ name: "chat", model: "gpt-5" }).end(priced(1, 1, 0.02)));
      traced.end();
    });
    writer.end();
  });
  root.end();
}

describe("the totals of a run", () => {
  it("are in the root's record, and in no other", () => {
    const { recorder, records } = setUp();
    playRun(recorder);
    const { run } = records().at(-1) as OperationRecord;
    expect(run).toEqual({
      modelCalls: 5,
      toolCalls: 1,
      // The first call and its repetition are one step; the writer's is another.
      steps: 2,
      inputTokens: 118,
      outputTokens: 23,
      totalNanoUsd: 30_000_001,
      unpricedCalls: 2,
    });
    expect(Object.isFrozen(run)).toBe(true);
    expect(records().filter((record) => record.run !== undefined)).toHaveLength(1);
  });

  it("are on the root's span, under names of our own, and no usage is", () => {
    const { recorder, span, spans } = setUpSdk();
    playRun(recorder);
    const { attributes } = span("invoke_agent planner");
    const ours = Object.entries(attributes).filter(([name]) => name.startsWith("isospan.run."));
    expect(Object.fromEntries(ours)).toEqual({
      "isospan.run.model_calls": 5,
      "isospan.run.tool_calls": 1,
      "isospan.run.steps": 2,
      "isospan.run.input_tokens": 118,
      "isospan.run.output_tokens": 23,
      "isospan.run.cost_usd": 0.030000001,
      "isospan.run.unpriced_calls": 2,
    });
    expect(Object.keys(attributes).filter((name) => name.includes("usage") || name.includes("isospan.cost"))).toEqual(
      [],
    );
    expect(spans().filter((each) => "isospan.run.steps" in each.attributes)).toHaveLength(1);
  });

  it("are histograms, by the root's agent", async () => {
    const { recorder, metrics } = setUpSdk();
    playRun(recorder);
    const found = (await metrics()).filter(({ descriptor }) => descriptor.name.startsWith("isospan.run."));
    const points = found.map(({ descriptor, dataPoints }) => [
      descriptor.name,
      descriptor.unit,
      dataPoints.map(({ attributes, value }) => [attributes, (value as { sum: number }).sum]),
    ]);
    const agent = { "gen_ai.agent.name": "planner" };
    expect(points).toEqual([
      ["isospan.run.cost", "{USD}", [[agent, 0.030000001]]],
      ["isospan.run.input_tokens", "{token}", [[agent, 118]]],
      ["isospan.run.output_tokens", "{token}", [[agent, 23]]],
      ["isospan.run.model_calls", "{call}", [[agent, 5]]],
      ["isospan.run.tool_calls", "{call}", [[agent, 1]]],
      ["isospan.run.steps", "{step}", [[agent, 2]]],
    ]);
  });

  it("leave out what no call has said, rather than calling it zero", () => {
    const { recorder, record } = setUp();
    const root = recorder.start({ name: "task" });
    root.run(() => recorder.start({ name: "chat" }).end());
    root.end();
    expect(record("task").run).toEqual({ modelCalls: 1, toolCalls: 0, steps: 0, unpricedCalls: 1 });
  });

  it("count neither what a gate refused nor, as a call, what a cache answered", () => {
    const { recorder, record } = setUp();
    const root = recorder.start({ name: "invoke_agent" });
    root.run(() => {
      recorder.start({ name: "chat" }).end({ outcome: "denied" });
      recorder.start({ name: "execute_tool" }).end({ outcome: "denied" });
      recorder.start({ name: "chat" }).end({ outcome: "cached", usage: { inputTokens: 9, outputTokens: 9 } });
    });
    root.end();
    expect(record("invoke_agent").run).toEqual({ modelCalls: 0, toolCalls: 0, steps: 1 });
  });

  it("are not given to what has no model or tool call in it, nor to a call by itself", () => {
    const { recorder, records } = setUp();
    recorder.start({ name: "chat" }).end(priced(1, 1, 1));
    recorder.start({ name: "execute_tool" }).end();
    const root = recorder.start({ name: "invoke_workflow" });
    root.run(() => recorder.start({ name: "retrieval" }).end());
    root.end();
    expect(records().map((record) => record.run)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("do not have what ended after the root", () => {
    const { recorder, record } = setUp();
    const root = recorder.start({ name: "invoke_agent" });
    const late = root.run(() => recorder.start({ name: "chat" }));
    root.run(() => recorder.start({ name: "execute_tool" }).end());
    root.end();
    late.end(priced(1, 1, 1));
    expect(record("invoke_agent").run).toEqual({ modelCalls: 0, toolCalls: 1, steps: 0 });
  });

  it("have the calls that waited for prices", async () => {
    const { telemetry, recorder, record } = setUp({ prices: true });
    const root = recorder.start({ name: "invoke_agent" });
    const usage = { inputTokens: 1_000, outputTokens: 100 };
    root.run(() => recorder.start({ name: "chat", provider: "openai", model: "gpt-4.1-mini" }).end({ usage }));
    root.end();
    await telemetry.flush();
    expect(record("invoke_agent").run).toMatchObject({ modelCalls: 1, totalNanoUsd: 560_000 });
  });

  it("are sums of what single calls cost, which a price of their sum is not", async () => {
    const { telemetry, recorder, record } = setUp({ prices: true });
    const root = recorder.start({ name: "invoke_agent" });
    const usage = { inputTokens: 30_000, outputTokens: 1_000 };
    root.run(() => {
      for (let i = 0; i < 10; i++) {
        recorder.start({ name: "chat", provider: "gcp.gemini", model: "gemini-2.5-pro" }).end({ usage });
      }
    });
    // What frameworks add up and tell of the agent.
    root.end({ usage: { inputTokens: 300_000, outputTokens: 10_000 } });
    await telemetry.flush();
    // Ten times 30,000 at 1.25 and 1,000 at 10 USD a million; 300,000 at once would be a dearer tier: 2.50 and 15 USD.
    const nanoUsd = 10 * (30_000 * 1_250 + 1_000 * 10_000);
    const { run, cost, usage: priced } = record("invoke_agent");
    expect({ run, cost, priced }).toMatchObject({
      run: { totalNanoUsd: nanoUsd, inputTokens: 300_000, outputTokens: 10_000, steps: 10 },
      cost: undefined,
      priced: undefined,
    });
    expect(telemetry.costs.total().cost).toEqual({ currency: "USD", units: 0, nanos: nanoUsd });
    expect(telemetry.costs.summary().byAgent).toMatchObject({ "(none)": { calls: 10 } });
  });
});

describe("the cost on the wire", () => {
  it("is told in USD, part by part, with its source", async () => {
    const { telemetry, recorder, span } = setUpSdk({ prices: true });
    const usage = { inputTokens: 1_000, cacheReadTokens: 400, outputTokens: 100 };
    recorder.start({ name: "chat", provider: "openai", model: "gpt-4.1-mini" }).end({ usage });
    await telemetry.flush();
    const { attributes } = span("chat gpt-4.1-mini");
    const ours = Object.entries(attributes).filter(([name]) => /cost/.test(name));
    expect(Object.fromEntries(ours)).toEqual({
      "isospan.cost.total_usd": 0.00044,
      "isospan.cost.input_usd": 0.00024,
      "isospan.cost.cache_read_usd": 0.00004,
      "isospan.cost.output_usd": 0.00016,
      "isospan.cost.source": "book",
    });
  });

  it.each<[string, CostRecord, object]>([
    [
      "the provider's, with ours beside it",
      { totalNanoUsd: 500_000_000, source: "provider", currency: "USD", local: computed, partial: true },
      { total_usd: 0.5, source: "provider", local_usd: 3e-9, partial: true },
    ],
    [
      "of a price that was found loosely",
      { ...computed, currency: "USD", match: "prefix", tier: "flex", tierUnpriced: true },
      {
        ...{ total_usd: 3e-9, input_usd: 1e-9, fees_usd: 2e-9, source: "book", match: "prefix" },
        ...{ priced_as: "openai/gpt-5", tier: "flex", tier_unpriced: true },
      },
    ],
  ])("says whose it is: %s", (_, cost, expected) => {
    const rows = ATTRIBUTES.filter(({ on, early }) => on.includes("chat") && !early);
    const read = new GatheredAttributes();
    new AttributeReader(rows, "1.41").read({ name: "chat", cost }, read);
    const found = Object.entries(read.attributes).map(([name, value]) => [name.replace("isospan.cost.", ""), value]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it.each([
    [true, 0.5],
    [false, undefined],
  ])("stands under the conventions' prefix, too, where usageCost is %j", (usageCost, expected) => {
    const { recorder, span } = setUpSdk({ usageCost });
    recorder.start({ name: "chat" }).end({ billedCost: { usd: 0.5 } });
    expect(span("chat").attributes["gen_ai.usage.cost"]).toBe(expected);
  });

  it("is counted by provider, model and innermost agent", async () => {
    const { recorder, metrics } = setUpSdk();
    playRun(recorder);
    const cost = (await metrics()).find(({ descriptor }) => descriptor.name === "isospan.cost");
    const by = cost?.dataPoints.map(({ attributes, value }) => [
      attributes["gen_ai.agent.name"],
      attributes["gen_ai.request.model"],
      value,
    ]);
    expect(by).toEqual([
      ["planner", "gpt-5", 0.01],
      ["planner", "gpt-5-mini", 1e-9],
      ["writer", "gpt-5", 0.02],
    ]);
  });
});
