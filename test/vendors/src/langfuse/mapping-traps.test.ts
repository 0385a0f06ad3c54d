import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LangfuseServer, langfuseServer } from "./langfuse-server.ts";
import type { LangfuseObservation } from "./observation.ts";
import { type SentSpan, sendSpans } from "./send-spans.ts";

const MODELS = [
  {
    match: /^claude/,
    prices: { input: 3, input_cached_tokens: 0.25, output: 15 },
    tiers: { priority: { input: 6, output: 30 } },
  },
];

let server: LangfuseServer;

beforeEach(async () => {
  server = await langfuseServer({ models: MODELS });
});

afterEach(() => server.close());

describe("usage and cost", () => {
  it("buckets are added up, so an inclusive input counts cached tokens twice", async () => {
    const usage = { input: 1_000, input_cached_tokens: 800, output: 10 };
    expect((await read({ "langfuse.observation.usage_details": JSON.stringify(usage) })).usageDetails.total).toBe(
      1_810,
    );
  });

  it("the convention's input is taken to include what is cached, and the output what was reasoned", async () => {
    const { usageDetails } = await read({
      "gen_ai.usage.input_tokens": 1_000,
      "gen_ai.usage.cache_read.input_tokens": 600,
      "gen_ai.usage.cache_creation.input_tokens": 100,
      "gen_ai.usage.output_tokens": 50,
      "gen_ai.usage.reasoning.output_tokens": 20,
    });
    expect(usageDetails).toEqual({
      input: 300,
      input_cached_tokens: 600,
      input_cache_creation: 100,
      output: 30,
      output_reasoning_tokens: 20,
      total: 1_050,
    });
  });

  it("any other number under gen_ai.usage is a bucket of its own", async () => {
    const { usageDetails } = await read({ "gen_ai.usage.input_tokens": 7, "gen_ai.usage.audio_tokens": 30 });
    expect(usageDetails).toEqual({ input: 7, audio_tokens: 30, total: 37 });
  });

  it("the one number there that is a cost is no bucket", async () => {
    expect(await read({ "gen_ai.usage.input_tokens": 7, "gen_ai.usage.cost": 1 })).toMatchObject({
      usageDetails: { input: 7, total: 7 },
      costDetails: { total: 1 },
    });
  });

  it("empty usage details erase the convention's, and fractions are dropped", async () => {
    const attributes = { "gen_ai.usage.input_tokens": 7 };
    expect((await read({ ...attributes, "langfuse.observation.usage_details": "{}" })).usageDetails).toEqual({});
    const fraction = { "langfuse.observation.usage_details": JSON.stringify({ input: 1.5, output: 2 }) };
    expect((await read({ ...attributes, ...fraction })).usageDetails).toEqual({ output: 2, total: 2 });
  });

  it("a provider's own totals are split", async () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 4 },
    };
    const { usageDetails } = await read({ "langfuse.observation.usage_details": JSON.stringify(usage) });
    expect(usageDetails).toEqual({ input: 6, input_cached_tokens: 4, output: 5, total: 15 });
  });

  it("a bucket without a price is free", async () => {
    const usage = JSON.stringify({ input: 1, output: 1, output_reasoning_tokens: 1_000 });
    expect((await read({ ...CLAUDE, "langfuse.observation.usage_details": usage })).totalCost).toBe(18);
  });

  it("the service tier is read from the model parameters alone", async () => {
    const usage = { ...CLAUDE, "langfuse.observation.usage_details": JSON.stringify({ input: 1 }) };
    expect((await read({ ...usage, "openai.response.service_tier": "priority" })).totalCost).toBe(3);
    const parameters = JSON.stringify({ service_tier: "priority" });
    expect((await read({ ...usage, "langfuse.observation.model.parameters": parameters })).totalCost).toBe(6);
  });

  it.each([
    [{ input: 0.5, output: 0.25 }, 0.75],
    [{ input: 0.5, input_cached_tokens: 0.25 }, undefined],
    [{ input: 0.5, input_cached_tokens: 0.25, total: 0.75 }, 0.75],
    [{ total: 0 }, 0],
  ])("a cost of %j, once sent, is all there is: %s", async (cost, total) => {
    const usage = JSON.stringify({ input: 100 });
    const attributes = {
      "langfuse.observation.usage_details": usage,
      "langfuse.observation.cost_details": JSON.stringify(cost),
    };
    expect((await read({ ...CLAUDE, ...attributes })).totalCost).toBe(total);
  });

  it("a known model without usage and cost has its tokens guessed from its texts", async () => {
    const texts = { "langfuse.observation.input": "four times four.", "langfuse.observation.output": "16" };
    expect(await read({ ...CLAUDE, ...texts })).toMatchObject({
      usageGuessed: true,
      usageDetails: { input: 5, output: 1 },
    });
    const zero = { "langfuse.observation.usage_details": JSON.stringify({ input: 0, output: 0 }) };
    expect(await read({ ...CLAUDE, ...texts, ...zero })).toMatchObject({ usageGuessed: false, totalCost: 0 });
    expect(await read(CLAUDE)).toMatchObject({ usageGuessed: false, usageDetails: {} });
  });

  it.each([
    ["invoke_agent", {}, undefined],
    ["invoke_workflow", { input: 1, total: 1 }, 3],
    ["execute_tool", { input: 1, total: 1 }, 3],
    ["create_agent", { input: 1, total: 1 }, 3],
  ])("%s with usage is costed unless it is an agent's call", async (operation, usageDetails, totalCost) => {
    const attributes = { ...CLAUDE, "gen_ai.operation.name": operation, "gen_ai.usage.input_tokens": 1 };
    expect(await read(attributes)).toMatchObject({ usageDetails, totalCost });
  });
});

describe("types", () => {
  it.each([
    [{ "langfuse.observation.type": "chain" }, "CHAIN"],
    [{ "langfuse.observation.type": "CHAIN" }, "SPAN"],
    [{ "gen_ai.operation.name": "chat" }, "GENERATION"],
    [{ "gen_ai.operation.name": "embeddings" }, "EMBEDDING"],
    [{ "gen_ai.operation.name": "execute_tool" }, "TOOL"],
    [{ "gen_ai.operation.name": "invoke_workflow" }, "SPAN"],
    [{ "gen_ai.operation.name": "retrieval" }, "SPAN"],
    [{ "gen_ai.operation.name": "plan", "gen_ai.request.model": "m" }, "GENERATION"],
    [{ model: "T" }, "GENERATION"],
  ])("%j is a %s", async (attributes, type) => {
    expect((await read(attributes as SentSpan["attributes"])).type).toBe(type);
  });
});

describe("content", () => {
  const messages = {
    "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [] }]),
    "gen_ai.output.messages": JSON.stringify([{ role: "assistant", parts: [{ type: "tool_call", name: "search" }] }]),
  };

  it("the convention's prompt name destroys input and output, unless both are told otherwise", async () => {
    expect(await read(messages)).toMatchObject({ input: [{ role: "user" }], output: [{ role: "assistant" }] });
    const named = { ...messages, "gen_ai.prompt.name": "greet" };
    expect(await read(named)).toMatchObject({ input: { name: "greet" }, output: {} });
    const told = { "langfuse.observation.input": "in", "langfuse.observation.output": "out" };
    expect(await read({ ...named, ...told })).toMatchObject({ input: "in", output: "out" });
  });

  it("one of the two that is told keeps the other from being looked for", async () => {
    expect((await read({ ...messages, "langfuse.observation.input": "in" })).output).toBeUndefined();
  });

  it("the convention's tool calls are not found, OpenAI's are", async () => {
    expect((await read(messages)).toolCallNames).toEqual([]);
    const output = JSON.stringify([{ role: "assistant", tool_calls: [{ function: { name: "search" } }] }]);
    const told = { "langfuse.observation.input": "in", "langfuse.observation.output": output };
    expect((await read(told)).toolCallNames).toEqual(["search"]);
  });

  it("an ordinary span's attributes called input or prompt are content", async () => {
    expect((await read({ input: "a", output: "b" })).input).toBe("a");
    expect((await read({ prompt: "a" })).input).toBe("a");
  });

  it("what is not read is repeated in the metadata", async () => {
    const { metadata } = await read({ "app.tenant": "t", "langfuse.observation.metadata.k": "v", ...messages });
    expect(metadata).toMatchObject({ attributes: { "app.tenant": "t" }, k: "v" });
    expect(metadata.attributes).not.toHaveProperty(["gen_ai.input.messages"]);
  });
});

describe("the rest", () => {
  it("the convention's time to first chunk is not read, a date is", async () => {
    expect((await read({ "gen_ai.response.time_to_first_chunk": 0.5 })).completionStartTime).toBeUndefined();
    const date = "2026-01-02T03:04:05.678Z";
    expect((await read({ "langfuse.observation.completion_start_time": date })).completionStartTime).toBe(date);
  });

  it("an error is its status, and nothing of the exception", async () => {
    const events = [{ name: "exception", attributes: [{ key: "exception.message", value: { stringValue: "boom" } }] }];
    const attributes = { "error.type": "TimeoutError" };
    await sendSpans(server, [{ name: "span", attributes, events, status: { code: 2 } }]);
    expect(server.observation("span")).toMatchObject({ level: "ERROR", statusMessage: undefined });
  });

  it("a prompt is read on generations alone", async () => {
    const prompt = { "langfuse.observation.prompt.name": "greet", "langfuse.observation.prompt.version": 3 };
    expect(await read({ "langfuse.observation.type": "generation", ...prompt })).toMatchObject({ promptName: "greet" });
    expect(await read({ "langfuse.observation.type": "tool", ...prompt })).toMatchObject({ promptName: undefined });
  });

  it.each([
    ["Prod EU", "default"],
    ["Prod", "prod"],
    ["langfuse-internal", "internal"],
    ["x".repeat(50), "x".repeat(40)],
  ])("environment %s is shown as %s", async (environment, shown) => {
    expect((await read({ "langfuse.environment": environment })).environment).toBe(shown);
  });

  it.each([
    { "langfuse.observation.type": "generation", "langfuse.observation.prompt.version": "3" },
    { "langfuse.observation.type": "generation", "langfuse.observation.prompt.name": "greet" },
    { "langfuse.observation.completion_start_time": 1_700_000_000 },
    { "langfuse.version": 7 },
    { "langfuse.observation.status_message": 7 },
  ])("without version 4, %j silently loses the span", async (attributes) => {
    expect((await sendSpans(server, [{ attributes: attributes as SentSpan["attributes"] & object }], {})).status).toBe(
      200,
    );
    expect(server.rows()).toEqual([]);
    expect(server.lost()).toHaveLength(1);
  });
});

describe("traces", () => {
  it("a span that is sent twice counts twice, though it is one observation", async () => {
    const span = { attributes: { "langfuse.observation.cost_details": '{"total":1}' } };
    await sendSpans(server, [span]);
    await sendSpans(server, [span]);
    expect(server.observations()).toHaveLength(1);
    expect(server.traces()[0]?.totalCost).toBe(2);
    await sendSpans(server, [{ ...span, startTimeUnixNano: "1700000000000001000" }]);
    expect(server.observations()).toHaveLength(2);
  });

  it("without version 4 it replaces itself", async () => {
    const span = { attributes: { "langfuse.observation.cost_details": '{"total":1}' } };
    await sendSpans(server, [span], {});
    await sendSpans(server, [span], {});
    expect(server.traces()[0]?.totalCost).toBe(1);
    expect(server.observation("span").writePath).toBe("legacy");
  });

  it("the session is what the last span says, a conversation as well as a session", async () => {
    await sendSpans(server, [{ attributes: { "session.id": "s1" } }]);
    await sendSpans(server, [{ spanId: "c".repeat(16), attributes: { "gen_ai.conversation.id": "c1" } }]);
    expect(server.traces()[0]?.sessionId).toBe("c1");
  });

  it("input and output come from a span without a parent alone", async () => {
    const attributes = { "langfuse.observation.input": "in", "langfuse.internal.is_app_root": "true" };
    await sendSpans(server, [{ name: "root", parentSpanId: "d".repeat(16), attributes }]);
    expect(server.traces()).toMatchObject([{ name: "root", input: undefined }]);
  });
});

const CLAUDE = { "langfuse.observation.type": "generation", "gen_ai.request.model": "claude-x" };

/** What is shown of a span with these attributes. */
async function read(attributes: SentSpan["attributes"] = {}): Promise<LangfuseObservation> {
  await sendSpans(server, [{ attributes }]);
  return server.observation("span");
}
