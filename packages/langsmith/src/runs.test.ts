import type { OperationEnd, OperationStart } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { SDK_LINES, type SetUp, setUp, T0 } from "../test/set-up.ts";

const said = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });

/** An agent that calls a model, a tool and a retriever, and ends last. */
function agentRun({ telemetry, clock }: SetUp, call: Partial<OperationStart> = {}, answer: OperationEnd = {}): void {
  const { recorder } = telemetry;
  const agent = recorder.start({ name: "invoke_agent", agent: { name: "researcher" }, input: [said("user", "hi")] });
  agent.run(() => {
    clock.advance(1);
    const chat = recorder.start({ name: "chat", provider: "openai", model: "gpt-5-mini", ...call });
    clock.advance(200);
    chat.chunk();
    clock.advance(300);
    chat.end({ usage: { inputTokens: 1200, outputTokens: 50 }, output: [said("assistant", "hello")], ...answer });
    clock.advance(1);
    const tool = recorder.start({
      name: "execute_tool",
      tool: { name: "search", callId: "c1", arguments: { q: "x" } },
    });
    tool.end({ output: [{ role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: { hits: 3 } }] }] });
    clock.advance(1);
    const retrieval = recorder.start({ name: "retrieval", retrieval: { dataSourceId: "kb", query: "what" } });
    retrieval.end({ documents: [{ id: "d1", score: 0.5, content: "text" }] });
  });
  clock.advance(10);
  agent.end({ output: [said("assistant", "done")] });
}

async function sent(set: SetUp): Promise<SetUp["server"]> {
  await set.telemetry.flush();
  await set.provider.forceFlush();
  return set.server;
}

describe.each(SDK_LINES)("OpenTelemetry SDK %s", (line) => {
  it("operations are runs of one tree, each created once and whole", async () => {
    const set = await setUp({ line });
    agentRun(set);
    const server = await sent(set);
    expect(server.runs().map(({ name, runType }) => [name, runType])).toEqual([
      ["researcher", "chain"],
      ["chat gpt-5-mini", "llm"],
      ["search", "tool"],
      ["retrieval kb", "retriever"],
    ]);
    expect(server.trees()).toHaveLength(1);
    expect(server.orphans()).toEqual([]);
    expect(server.runs().every(({ openable, endMs, status }) => openable && endMs && status === "success")).toBe(true);
    expect(server.warnings).toEqual([]);
    expect(server.requests.map(({ path, answered }) => [path, answered])).toEqual([["/runs/multipart", 202]]);
    expect(set.results).toEqual([{ code: 0 }]);
  });

  it("spans and records are as they were", async () => {
    const set = await setUp({ line, telemetry: { content: true } });
    agentRun(set);
    const seen: unknown[] = [];
    const originals = set.exporter.export.bind(set.exporter);
    set.exporter.export = (spans, done) => {
      const before = spans.map((span) => structuredClone(plain(span)));
      originals(spans, (result) => {
        seen.push([before, spans.map(plain)]);
        done(result);
      });
    };
    await sent(set);
    expect(seen).toHaveLength(1);
    for (const [before, after] of seen as [unknown, unknown][]) expect(after).toEqual(before);
  });
});

function plain(span: object): object {
  const { attributes, events, links, status, name, startTime, endTime } = span as Record<string, unknown>;
  return { attributes, events, links, status, name, startTime, endTime };
}

describe("content", () => {
  it("stands in the forms that LangSmith's pages show", async () => {
    const set = await setUp({ telemetry: { content: { langsmith: true, otlp: false } } });
    agentRun(set, { input: [said("system", "be kind"), said("user", "hi")] });
    const server = await sent(set);
    expect(server.run("researcher")).toMatchObject({
      inputs: { messages: [{ role: "user", content: "hi" }] },
      outputs: { messages: [{ role: "assistant", content: "done" }] },
    });
    expect(server.run("chat gpt-5-mini")).toMatchObject({
      inputs: {
        messages: [
          { role: "system", content: "be kind" },
          { role: "user", content: "hi" },
        ],
      },
      outputs: { messages: [{ role: "assistant", content: "hello" }] },
    });
    expect(server.run("search")).toMatchObject({ inputs: { q: "x" }, outputs: { output: { hits: 3 } } });
    expect(server.run("retrieval kb")).toMatchObject({
      inputs: { query: "what" },
      outputs: { documents: [{ page_content: "text", metadata: { id: "d1", score: 0.5 }, type: "Document" }] },
    });
  });

  it.each([{ content: false }, { content: { otlp: true, langsmith: false } }])(
    "is left out by %j",
    async (telemetry) => {
      const set = await setUp({ telemetry });
      agentRun(set, { input: [said("user", "secret")], toolDefinitions: [{ name: "secret" }] });
      const server = await sent(set);
      expect(server.run("chat gpt-5-mini")).toMatchObject({ inputs: {}, outputs: {} });
      expect(server.run("search")).toMatchObject({ inputs: {}, outputs: {} });
      expect(server.requests.map(({ body }) => body.toString()).join()).not.toMatch(/secret|hello|"hits"|text"/);
    },
  );

  it("a tool's call and its answer are messages of OpenAI's form", async () => {
    const set = await setUp({ telemetry: { content: true } });
    const input = [
      said("user", "look"),
      { role: "assistant", parts: [{ type: "tool_call", id: "c1", name: "search", arguments: { q: "x" } }] },
      { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: { hits: 3 } }] },
    ];
    const image = { type: "blob", modality: "image", mime_type: "image/png", content: "aGk=" };
    const output = [
      { role: "assistant", parts: [{ type: "reasoning", content: "hm" }, { type: "text", content: "ok" }, image] },
    ];
    agentRun(set, { input }, { output, response: { finishReasons: ["stop"] } });
    const { inputs, outputs } = (await sent(set)).run("chat gpt-5-mini");
    expect(inputs.messages).toEqual([
      { role: "user", content: "look" },
      {
        role: "assistant",
        content: "",
        tool_calls: [{ id: "c1", type: "function", function: { name: "search", arguments: '{"q":"x"}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: '{"hits":3}' },
    ]);
    expect(outputs?.messages).toEqual([
      {
        role: "assistant",
        finish_reason: "stop",
        content: [
          { type: "reasoning", reasoning: "hm" },
          { type: "text", text: "ok" },
          { type: "image_url", image_url: { url: "data:image/png;base64,aGk=" } },
        ],
      },
    ]);
  });

  it("is hidden by the variables that LangSmith's own client knows, or by options", async () => {
    const set = await setUp({ telemetry: { content: true }, exporter: { hideInputs: true, hideOutputs: true } });
    agentRun(set, { input: [said("user", "secret")], toolDefinitions: [{ name: "secret" }] });
    const server = await sent(set);
    expect(server.run("chat gpt-5-mini")).toMatchObject({ inputs: {}, outputs: {} });
    expect(server.requests.map(({ body }) => body.toString()).join()).not.toMatch(/secret|hello/);
  });
});

describe("what a model call used", () => {
  const usage = {
    ...{ inputTokens: 1_000, cacheReadTokens: 400, cacheWriteTokens: 100, audioInputTokens: 50 },
    ...{ outputTokens: 80, reasoningTokens: 30, audioOutputTokens: 10 },
  };

  it("stands on it with details that do not overlap, and the agent's total is that of its calls", async () => {
    const set = await setUp();
    agentRun(set, {}, { usage });
    const server = await sent(set);
    const { own } = server.run("chat gpt-5-mini");
    expect(own).toMatchObject({
      promptTokens: 1_000,
      completionTokens: 80,
      totalTokens: 1_080,
      promptTokenDetails: { cache_read: 400, cache_creation: 100, audio: 50 },
      completionTokenDetails: { reasoning: 30, audio: 10 },
    });
    expect(server.run("researcher").own.totalTokens).toBeUndefined();
    expect(server.run("researcher").total.totalTokens).toBe(1_080);
  });

  it("cache writes of an hour and of five minutes stand apart, and then not in one as well", async () => {
    const set = await setUp();
    agentRun(set, {}, { usage: { ...usage, cacheWrite1hTokens: 60 } });
    expect((await sent(set)).run("chat gpt-5-mini").own.promptTokenDetails).toEqual({
      ...{ cache_read: 400, audio: 50, ephemeral_5m_input_tokens: 40, ephemeral_1h_input_tokens: 60 },
    });
  });

  it("what is not known is not there, and zero is", async () => {
    const set = await setUp();
    agentRun(set, {}, { usage: { inputTokens: 5, outputTokens: 0, cacheReadTokens: 0 } });
    const { usage_metadata } = (await sent(set)).run("chat gpt-5-mini").metadata;
    expect(usage_metadata).toMatchObject({ input_tokens: 5, output_tokens: 0, total_tokens: 5 });
    expect(Object(usage_metadata).input_token_details).toEqual({ cache_read: 0 });
    const silent = await setUp();
    agentRun(silent, {}, { usage: undefined });
    expect((await sent(silent)).run("chat gpt-5-mini").metadata).not.toHaveProperty("usage_metadata");
  });

  it("costs are the ledger's, to the billionth", async () => {
    const set = await setUp();
    agentRun(set, {}, { usage: { inputTokens: 1_200, cacheReadTokens: 1_000, outputTokens: 50 } });
    const server = await sent(set);
    const { own, metadata } = server.run("chat gpt-5-mini");
    expect(own.totalCost).toBe(set.telemetry.costs.total().costUsd);
    expect(own.totalCost).toBeGreaterThan(0);
    expect(own.totalCost).toBeCloseTo(Number(own.promptCost) + Number(own.completionCost), 12);
    expect(Object(metadata.usage_metadata).input_cost_details.cache_read).toBeLessThan(Number(own.promptCost));
    expect(metadata).toMatchObject({ cost_source: "book", priced_as: "openai/gpt-5-mini" });
  });

  it("what the provider billed is the total", async () => {
    const set = await setUp();
    agentRun(set, {}, { billedCost: { usd: 0.125 } });
    const { own, metadata } = (await sent(set)).run("chat gpt-5-mini");
    expect([own.totalCost, own.promptCost, metadata.cost_source]).toEqual([0.125, undefined, "provider"]);
  });

  it("costs can be left to LangSmith's price map", async () => {
    const models = [{ match: /^gpt-5-mini$/, provider: "openai", input: 1, output: 2 }];
    const set = await setUp({ exporter: { costs: "omit" }, server: { models } });
    agentRun(set);
    expect((await sent(set)).run("chat gpt-5-mini").own.totalCost).toBe(1_300);
  });
});

describe("what is said about a run", () => {
  it("the thread stands on every run of it", async () => {
    const set = await setUp();
    set.telemetry.withContext({ sessionId: "s1" }, () => agentRun(set, { conversationId: "c9" }));
    expect((await sent(set)).runs().map(({ threadId }) => threadId)).toEqual(["s1", "s1", "s1", "s1"]);
  });

  it("without a session the conversation is the thread", async () => {
    const set = await setUp();
    const operation = set.telemetry.recorder.start({
      name: "invoke_agent",
      agent: { name: "a" },
      conversationId: "c9",
    });
    operation.run(() => agentRun(set));
    operation.end();
    expect(new Set((await sent(set)).runs().map(({ threadId }) => threadId))).toEqual(new Set(["c9"]));
  });

  it("a label of the application's is not taken for LangSmith's own", async () => {
    const set = await setUp();
    const metadata = { session_id: "hijacked", ls_provider: "mine", usage_metadata: "none", region: "eu" };
    set.telemetry.withContext({ sessionId: "s1", userId: "u1", tags: ["beta"], metadata }, () => agentRun(set));
    const run = (await sent(set)).run("chat gpt-5-mini");
    expect(run).toMatchObject({ threadId: "s1", tags: ["beta"] });
    expect(run.metadata).toMatchObject({
      ...{ "metadata.session_id": "hijacked", "metadata.ls_provider": "mine", region: "eu", user_id: "u1" },
      ...{ ls_provider: "openai", ls_model_name: "gpt-5-mini", ls_model_type: "chat" },
    });
  });

  it("the model, its parameters, the response and the prompt", async () => {
    const set = await setUp();
    const request = { temperature: 0.5, maxTokens: 99, stopSequences: ["."], topP: 0.9 };
    const response = { id: "r1", model: "gpt-5-mini-2025-08-07", finishReasons: ["stop"] };
    const prompt = { name: "acme/greeting", version: "abc123" };
    set.telemetry.withContext({ prompt }, () => agentRun(set, { provider: "azure.ai.openai", request }, { response }));
    const { metadata, invocationParams } = (await sent(set)).run("chat gpt-5-mini");
    expect(metadata).toMatchObject({
      ...{ ls_provider: "azure", ls_model_name: "gpt-5-mini-2025-08-07", ls_temperature: 0.5, ls_max_tokens: 99 },
      ...{ ls_stop: ["."], response_id: "r1", finish_reason: "stop" },
      ...{ lc_hub_owner: "acme", lc_hub_repo: "greeting", lc_hub_commit_hash: "abc123" },
    });
    expect(invocationParams).toMatchObject({ model: "gpt-5-mini", temperature: 0.5, top_p: 0.9, max_tokens: 99 });
  });

  it("when the first token came", async () => {
    const set = await setUp();
    agentRun(set);
    expect((await sent(set)).run("chat gpt-5-mini").firstTokenMs).toBe(T0 + 201);
  });

  it("an error is one, and an abandoned call says so without being one", async () => {
    const set = await setUp();
    agentRun(set, {}, { error: Object.assign(new Error("too many"), { status: 429 }) });
    const failed = (await sent(set)).run("chat gpt-5-mini");
    expect([failed.status, failed.error, failed.metadata.outcome]).toEqual(["error", "429: too many", "error"]);
    const other = await setUp();
    agentRun(other, {}, { outcome: "abandoned" });
    const left = (await sent(other)).run("chat gpt-5-mini");
    expect([left.status, left.error, left.metadata.outcome]).toEqual(["success", undefined, "abandoned"]);
  });

  it("the project, and the ids by which the trace is found elsewhere", async () => {
    const set = await setUp({ exporter: { project: "support" } });
    agentRun(set);
    const { project, metadata } = (await sent(set)).run("search");
    expect(project).toBe("support");
    expect(metadata).toMatchObject({ OTEL_TRACE_ID: expect.stringMatching(/^\w{32}$/), ls_integration: "isospan" });
  });
});

describe("the tree", () => {
  it("holds where children are sent long before their parents", async () => {
    const set = await setUp();
    const agent = set.telemetry.recorder.start({ name: "invoke_agent", agent: { name: "slow" } });
    agent.run(() => agentRun(set));
    expect((await sent(set)).orphans()).toHaveLength(1);
    agent.end();
    const server = await sent(set);
    expect(server.orphans()).toEqual([]);
    expect(server.trees().map(({ name, children }) => [name, children.map((each) => each.name)])).toEqual([
      ["slow", ["researcher"]],
    ]);
  });
});
