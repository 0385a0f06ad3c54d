import type { OperationEnd, OperationStart, TelemetryOptions } from "@isospan/core";
import type { LangfuseObservation, LangfuseServer } from "@isospan-private/vendors";
import { describe, expect, it } from "vitest";
import { type SetUp, setUp } from "../test/set-up.ts";

/** Langfuse's own prices, to see when it uses them. */
const MODELS = [
  {
    match: /^(gpt|claude|unheard-of)/,
    prices: { input: 1, input_cached_tokens: 0.1, input_cache_creation_5m: 2, input_cache_creation_1h: 3, output: 4 },
    tiers: { priority: { input: 2, output: 8 } },
  },
];
const QUESTION = [{ role: "user", parts: [{ type: "text", content: "four times four?" }] }];
const ANSWER = [{ role: "assistant", parts: [{ type: "text", content: "sixteen" }] }];
const CHAT: OperationStart = { name: "chat", provider: "openai", model: "gpt-5-mini", input: QUESTION };

async function open(telemetry?: TelemetryOptions): Promise<SetUp> {
  return setUp({
    server: { models: MODELS, prompts: [{ name: "greet", version: 3 }] },
    ...(telemetry && { telemetry }),
  });
}

/** What Langfuse shows of one operation. */
async function shown(
  start: OperationStart,
  end: OperationEnd = {},
  options?: TelemetryOptions,
): Promise<LangfuseObservation> {
  await using at = await open(options);
  // The book of prices is loaded at the first call.
  at.telemetry.recorder.start(start).end({ output: ANSWER, ...end });
  await at.flush();
  const [observation, ...more] = at.server.observations();
  if (observation === undefined || more.length > 0) throw new Error("not one observation");
  return observation;
}

describe("types", () => {
  it.each([
    ["chat", "GENERATION"],
    ["text_completion", "GENERATION"],
    ["generate_content", "GENERATION"],
    ["embeddings", "EMBEDDING"],
    ["retrieval", "RETRIEVER"],
    ["execute_tool", "TOOL"],
    ["invoke_agent", "AGENT"],
    ["create_agent", "AGENT"],
    ["invoke_workflow", "CHAIN"],
    ["plan", "CHAIN"],
    ["task", "SPAN"],
  ] as const)("%s is a %s, which Langfuse would not find out by itself for all of them", async (name, type) => {
    expect((await shown({ name })).type).toBe(type);
  });

  it("somebody else's attribute called model, input or usage is metadata, and makes nothing of a span", async () => {
    const foreign = {
      model: "gpt-5",
      input: "i",
      prompt: "p",
      "llm.token_count.prompt": 7,
      "openinference.span.kind": "LLM",
    };
    await using at = await setUp({ server: { models: MODELS }, onStart: (span) => void span.setAttributes(foreign) });
    at.telemetry.recorder.start({ name: "invoke_workflow", label: "flow" }).end();
    await at.flush();
    const observation = at.server.observation("invoke_workflow flow");
    expect(observation).toMatchObject({
      type: "CHAIN",
      model: undefined,
      usageDetails: {},
      metadata: { model: "gpt-5" },
    });
    expect(observation.input).toBeUndefined();
  });

  it("what somebody tells Langfuse by its own names is kept", async () => {
    const told = { "langfuse.trace.public": true, "langfuse.trace.name": "mine" };
    await using at = await setUp({ onStart: (span) => void span.setAttributes(told) });
    at.telemetry.recorder.start({ name: "invoke_agent", agent: { name: "a" } }).end();
    await at.flush();
    expect(at.server.traces()).toMatchObject([{ name: "mine", public: true }]);
  });
});

describe("usage", () => {
  const usage = {
    inputTokens: 1_000,
    cacheReadTokens: 600,
    cacheWriteTokens: 100,
    outputTokens: 50,
    reasoningTokens: 20,
  };

  it("no token is in two buckets", async () => {
    const { usageDetails } = await shown(CHAT, { usage });
    expect(usageDetails).toEqual({
      input: 300,
      input_cached_tokens: 600,
      input_cache_creation: 100,
      output: 30,
      output_reasoning_tokens: 20,
      total: 1_050,
    });
  });

  it("audio is a bucket of its own, and no more than there is", async () => {
    const audio = {
      inputTokens: 100,
      cacheReadTokens: 80,
      audioInputTokens: 90,
      outputTokens: 10,
      audioOutputTokens: 4,
    };
    expect((await shown(CHAT, { usage: audio, billedCost: { usd: 1 } })).usageDetails).toEqual({
      input: 0,
      input_cached_tokens: 80,
      input_audio_tokens: 20,
      output: 6,
      output_audio_tokens: 4,
      total: 110,
    });
  });

  it("a bucket without a price is free: without a cost of ours reasoning is output", async () => {
    const { usageDetails, totalCost } = await shown({ ...CHAT, model: "unheard-of" }, { usage });
    expect(usageDetails).toMatchObject({ output: 50 });
    expect(usageDetails).not.toHaveProperty("output_reasoning_tokens");
    expect(totalCost).toBe(300 + 60 + 4 * 50);
  });

  it("and writes into the cache are told apart by how long they are kept", async () => {
    const end = { usage: { ...usage, cacheWrite1hTokens: 40 } };
    const { usageDetails } = await shown({ ...CHAT, model: "unheard-of" }, end);
    expect(usageDetails).toMatchObject({ input_cache_creation_5m: 60, input_cache_creation_1h: 40, total: 1_050 });
    expect(usageDetails).not.toHaveProperty("input_cache_creation");
  });

  it("what is billed apart is no token", async () => {
    const { usageDetails, metadata } = await shown(CHAT, {
      usage: { inputTokens: 7, outputTokens: 1, units: { web_search: 2 } },
    });
    expect(usageDetails).toEqual({ input: 7, output: 1, total: 8 });
    expect(metadata.units).toEqual({ web_search: 2 });
  });

  it("really zero is zero", async () => {
    const zero = { inputTokens: 0, outputTokens: 0 };
    expect(await shown(CHAT, { usage: zero })).toMatchObject({ usageDetails: { input: 0, output: 0 }, totalCost: 0 });
  });
});

describe("cost", () => {
  it("is ours, part by part, with the total that Langfuse would not add up", async () => {
    const usage = { inputTokens: 1_000, cacheReadTokens: 600, outputTokens: 50, reasoningTokens: 20 };
    const { costDetails, totalCost } = await shown(CHAT, { usage });
    // 0.25, 0.025 and 2 USD for a million.
    expect(costDetails).toEqual({
      input: 0.0001,
      input_cached_tokens: 0.000015,
      output: 0.00006,
      output_reasoning_tokens: 0.00004,
      total: 0.000215,
    });
    expect(totalCost).toBe(0.000215);
  });

  it("is the provider's own where it says one", async () => {
    const usage = { inputTokens: 10, outputTokens: 5 };
    expect(await shown(CHAT, { usage, billedCost: { usd: 0.123 } })).toMatchObject({ costDetails: { total: 0.123 } });
  });

  it("is Langfuse's where we know none", async () => {
    const usage = { inputTokens: 10, outputTokens: 5 };
    expect((await shown(CHAT, { usage }, { prices: false })).totalCost).toBe(10 + 4 * 5);
  });

  it("the service tier stands where Langfuse looks for its price", async () => {
    const end = { usage: { inputTokens: 10, outputTokens: 5 }, response: { serviceTier: "priority" } };
    const { totalCost, modelParameters } = await shown(CHAT, end, { prices: false });
    expect(modelParameters).toEqual({ service_tier: "priority" });
    expect(totalCost).toBe(20 + 8 * 5);
  });

  it.each(["cached", "denied"] as const)("what was %s cost nothing", async (outcome) => {
    const { totalCost, usageDetails, model } = await shown(CHAT, { outcome, usage: { inputTokens: 7 } });
    expect({ totalCost, usageDetails, model }).toEqual({ totalCost: 0, usageDetails: {}, model: "gpt-5-mini" });
  });

  it("a call that was refused cost nothing, and nothing is guessed", async () => {
    const error = Object.assign(new Error("overloaded"), { status: 503 });
    expect(await shown(CHAT, { error, output: [] })).toMatchObject({
      usageGuessed: false,
      totalCost: 0,
      usageDetails: {},
      model: "gpt-5-mini",
    });
  });

  it.each(["ok", "aborted", "abandoned", "incomplete"] as const)(
    "where nobody knows the usage of what was %s, Langfuse has no model to guess it by",
    async (outcome) => {
      const observation = await shown(CHAT, { outcome });
      expect(observation).toMatchObject({ usageGuessed: false, usageDetails: {}, model: undefined });
      expect(observation.totalCost).toBeUndefined();
      expect(observation.metadata.model).toBe("gpt-5-mini");
    },
  );

  it("without texts there is nothing to guess by, and the model is told", async () => {
    const observation = await shown(CHAT, { outcome: "aborted" }, { content: false });
    expect(observation).toMatchObject({ usageGuessed: false, usageDetails: {}, model: "gpt-5-mini" });
  });

  it.each(["invoke_agent", "create_agent", "invoke_workflow", "plan", "execute_tool", "retrieval", "task"] as const)(
    "%s has neither model nor usage nor cost",
    async (name) => {
      const usage = { inputTokens: 5, outputTokens: 5 };
      const observation = await shown({ name, model: "gpt-5-mini", provider: "openai" }, { usage });
      expect(observation).toMatchObject({ model: undefined, usageDetails: {}, costDetails: {}, modelParameters: {} });
    },
  );
});

describe("input and output", () => {
  const prompt = { name: "greet", version: "3" };

  it("survive a prompt's name, which is linked", async () => {
    expect(await shown({ ...CHAT, context: { prompt } })).toMatchObject({
      input: [{ role: "user", content: "four times four?" }],
      output: { role: "assistant", content: "sixteen" },
      promptName: "greet",
      promptVersion: 3,
      promptLinked: true,
    });
  });

  it.each([undefined, "0", "3.5", "production"])("a prompt in version %s is told, and not linked", async (version) => {
    const observation = await shown({ ...CHAT, context: { prompt: { name: "greet", version } } });
    expect(observation).toMatchObject({ promptName: undefined, metadata: { prompt_name: "greet" } });
    expect(String(observation.metadata.prompt_version)).toBe(String(version));
  });

  it("a prompt stands on generations alone", async () => {
    expect((await shown({ name: "invoke_agent", context: { prompt } })).metadata).not.toHaveProperty("prompt_name");
  });

  it("tool calls are found", async () => {
    const call = { type: "tool_call", id: "c1", name: "search", arguments: { query: "q" } };
    const answer = { type: "tool_call_response", id: "c1", response: { hits: 2 } };
    const input = [
      ...QUESTION,
      { role: "assistant", parts: [call] },
      { role: "tool", parts: [answer, { ...answer, id: "c2" }] },
    ];
    const observation = await shown({ ...CHAT, input }, { output: [{ role: "assistant", parts: [call] }] });
    const calls = [{ id: "c1", type: "function", function: { name: "search", arguments: '{"query":"q"}' } }];
    expect(observation.toolCallNames).toEqual(["search"]);
    expect(observation.output).toEqual({ role: "assistant", content: null, tool_calls: calls });
    expect(observation.input).toEqual([
      { role: "user", content: "four times four?" },
      { role: "assistant", content: null, tool_calls: calls },
      { role: "tool", tool_call_id: "c1", content: { hits: 2 } },
      { role: "tool", tool_call_id: "c2", content: { hits: 2 } },
    ]);
  });

  it("the tools that may be called, thoughts and images are told", async () => {
    const toolDefinitions = [{ name: "search", description: "finds", parameters: { type: "object" } }];
    const image = { type: "uri", modality: "image", uri: "https://example.com/a.png" };
    const unseen = { type: "blob", modality: "image", mime_type: "image/png", content: "" };
    const input = [{ role: "user", parts: [{ type: "text", content: "what is it?" }, image, unseen] }];
    const output = [
      {
        role: "assistant",
        parts: [
          { type: "reasoning", content: "hm" },
          { type: "text", content: "a cat" },
        ],
      },
    ];
    const observation = await shown({ ...CHAT, input, toolDefinitions }, { output });
    expect(observation.input).toEqual({
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "what is it?" },
            { type: "image_url", image_url: { url: "https://example.com/a.png" } },
            unseen,
          ],
        },
      ],
      tools: [{ type: "function", function: { name: "search", description: "finds", parameters: { type: "object" } } }],
    });
    expect(observation.output).toEqual({ role: "assistant", content: "a cat", reasoning_content: "hm" });
  });

  it("of a tool are its arguments and its result, and its name is its own", async () => {
    const output = [{ role: "tool", parts: [{ type: "tool_call_response", response: { total: 12 } }] }];
    const start = { name: "execute_tool", tool: { name: "lookup", callId: "c1", arguments: '{"id":7}' } } as const;
    expect(await shown(start, { output })).toMatchObject({
      name: "lookup",
      input: { id: 7 },
      output: { total: 12 },
      metadata: { tool_call_id: "c1" },
    });
  });

  it("of a search are its question and its documents", async () => {
    const start = { name: "retrieval", retrieval: { query: "returns", dataSourceId: "policies" } } as const;
    const documents = [{ id: "d1", score: 0.5, content: "thirty days" }];
    const observation = await shown(start, { documents });
    expect(observation).toMatchObject({ input: "returns", output: documents, metadata: { data_source: "policies" } });
    const silent = await shown(start, { documents }, { content: false });
    expect([silent.input, silent.output]).toEqual([undefined, undefined]);
  });
});

describe("the rest", () => {
  it("the first chunk's time is a date", async () => {
    const clock = { nowMs: Date.UTC(2026, 0, 2, 3, 4, 5), now: () => clock.nowMs };
    await using at = await open({ clock });
    const call = at.telemetry.recorder.start(CHAT);
    clock.nowMs += 678;
    call.chunk();
    clock.nowMs += 1_000;
    call.end({ output: ANSWER });
    await at.flush();
    expect(at.server.observation("chat gpt-5-mini").completionStartTime).toBe("2026-01-02T03:04:05.678Z");
  });

  it.each([
    [{ error: new TypeError("no route") }, "ERROR", "TypeError: no route"],
    [{ error: Object.assign(new Error("slow down"), { status: 429 }) }, "ERROR", "429: slow down"],
    [{ outcome: "aborted" }, "WARNING", /Abort/],
    [{ outcome: "abandoned" }, "WARNING", "abandoned"],
    [{ outcome: "incomplete" }, "WARNING", "incomplete"],
    [{ outcome: "denied", error: new Error("budget spent") }, "WARNING", "Error: budget spent"],
    [{ outcome: "interrupted" }, "DEFAULT", undefined],
    [{ outcome: "ok" }, "DEFAULT", undefined],
  ] as const)("%j is level %s, and says why", async (end, level, message) => {
    const { statusMessage, ...observation } = await shown(CHAT, end);
    expect(observation.level).toBe(level);
    if (message instanceof RegExp) expect(statusMessage).toMatch(message);
    else expect(statusMessage).toBe(message);
  });

  it("a tool that failed without saying so is a warning", async () => {
    const output = [{ role: "tool", parts: [{ type: "tool_call_response", response: { error: "not found" } }] }];
    const observation = await shown({ name: "execute_tool", tool: { name: "t" } }, { output });
    expect(observation).toMatchObject({ level: "WARNING", statusMessage: "silent failure: error_object" });
  });

  it("the response's model counts, and parameters are what was asked for", async () => {
    const request = { temperature: 0.5, topP: 0.9, maxTokens: 10, stopSequences: ["END"], reasoningLevel: "low" };
    const end = { response: { model: "gpt-5-mini-2025-08-07" }, usage: { inputTokens: 1, outputTokens: 1 } };
    expect(await shown({ ...CHAT, request }, end)).toMatchObject({
      model: "gpt-5-mini-2025-08-07",
      modelParameters: {
        temperature: 0.5,
        top_p: 0.9,
        max_tokens: 10,
        stop_sequences: '["END"]',
        reasoning_level: "low",
      },
    });
  });

  it("session, user, tags and labels stand on every observation, and one session wins over conversations", async () => {
    await using at = await open();
    const context = { sessionId: "s1", userId: "u1", tags: ["a", "b"], metadata: { plan: "pro", seats: 3 } };
    await at.telemetry.run({ name: "invoke_agent", agent: { name: "helper" }, context }, async () => {
      at.telemetry.recorder.start({ ...CHAT, conversationId: "c1" }).end({ output: ANSWER });
    });
    await at.flush();
    expect(at.server.observations()).toHaveLength(2);
    for (const observation of at.server.observations()) {
      expect(observation).toMatchObject({
        sessionId: "s1",
        userId: "u1",
        tags: ["a", "b"],
        metadata: { plan: "pro", seats: 3, agent: "helper" },
      });
    }
    expect(at.server.traces()).toMatchObject([{ name: "helper", sessionId: "s1", userId: "u1", tags: ["a", "b"] }]);
  });

  it("a conversation is a session where there is no other", async () => {
    expect((await shown({ ...CHAT, conversationId: "c1" })).sessionId).toBe("c1");
  });

  it("asks for version 4, and yet is typed as strictly as the older way of writing wants it", async () => {
    await using at = await open();
    await at.telemetry.run({ ...CHAT, context: { prompt: { name: "greet", version: "3" } } }, async (operation) => {
      operation.chunk();
      operation.end({ output: ANSWER, usage: { inputTokens: 10, outputTokens: 5 }, error: new Error("7") });
    });
    await at.flush();
    const [request] = at.server.requests;
    expect(request?.headers["x-langfuse-ingestion-version"]).toBe("4");
    expect(at.server.observations()).toMatchObject([{ writePath: "direct" }]);
    await again(at.server);
    expect(at.server.lost()).toEqual([]);
    const [direct, legacy] = at.server.rows();
    expect(legacy).toEqual({ ...direct, writePath: "legacy" });
  });
});

/** The first request once more, without asking for a version. */
async function again({ url, requests }: LangfuseServer): Promise<void> {
  const { path, body, headers } = requests[0] ?? { path: "", body: Buffer.alloc(0), headers: {} };
  const { authorization = "", "content-type": type = "" } = headers;
  const sent = { authorization, "content-type": type };
  await fetch(url + path, { method: "POST", headers: sent, body: new Uint8Array(body) });
}
