import { type OpenAIServer, startOpenAIServer } from "@isospan-private/examples/openai-server";
import { ChatOpenAI } from "@langchain/openai";
import { createAgent } from "langchain";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { toTool } from "./tools.ts";

const EXPLAIN = { messages: [{ role: "user" as const, content: "Explain step by step how I send something back." }] };
const LOOK_UP = { messages: [{ role: "user" as const, content: "Where is order A-1042?" }] };

let server: OpenAIServer;

beforeAll(async () => {
  server = await startOpenAIServer();
});

afterAll(() => server.close());

function toAgent() {
  const model = new ChatOpenAI({
    model: "gpt-4.1-mini",
    apiKey: "unused",
    configuration: { baseURL: server.baseURL },
    maxRetries: 0,
  });
  const tools = ["lookup_order", "search_policy"].map((name) => toTool(name, () => "A-1042 is on its way"));
  return createAgent({ name: "support", model, tools });
}

const readings = {
  "`stream` of messages": async (input: typeof EXPLAIN, callbacks: ReturnType<typeof setUp>["callbacks"]) => {
    for await (const _ of await toAgent().stream(input, { callbacks, streamMode: "messages" }));
  },
  "`streamEvents` of version 2": async (input: typeof EXPLAIN, callbacks: ReturnType<typeof setUp>["callbacks"]) => {
    for await (const _ of toAgent().streamEvents(input, { callbacks, version: "v2" }));
  },
  "`streamEvents` of version 3": async (input: typeof EXPLAIN, callbacks: ReturnType<typeof setUp>["callbacks"]) => {
    const run = await toAgent().streamEvents(input, { callbacks, version: "v3" });
    for await (const _ of run);
  },
};

describe.each(Object.keys(readings) as (keyof typeof readings)[])("an agent that is read by %s", (name) => {
  const read = readings[name];

  it("has its model's chunks and the time to the first of them", async () => {
    const { callbacks, records } = setUp();
    await read(EXPLAIN, callbacks);
    const [call] = records();
    expect(call).toMatchObject({ name: "chat", outcome: "ok", request: { stream: true }, chunks: 12 });
    expect(call?.timeToFirstChunkMs).toBeGreaterThan(0);
    expect(call?.timeToFirstChunkMs).toBeLessThanOrEqual(call?.durationMs ?? 0);
  });

  it("has the provider's usage", async () => {
    const { callbacks, records } = setUp();
    await read(EXPLAIN, callbacks);
    expect(records()[0]?.usage).toMatchObject({ inputTokens: 1203, cacheReadTokens: 1024, outputTokens: 84 });
  });

  it("has what the provider answered with", async () => {
    const { callbacks, records } = setUp();
    await read(EXPLAIN, callbacks);
    expect(records()[0]).toMatchObject({
      provider: "openai",
      model: "gpt-4.1-mini",
      response: { model: "gpt-4.1-mini-2025-04-14", finishReasons: ["stop"] },
    });
  });

  it("is the same tree as one that is invoked", async () => {
    const { callbacks, tree } = setUp();
    await read(LOOK_UP, callbacks);
    expect(tree()).toEqual([
      "invoke_agent support",
      "  chat gpt-4.1-mini",
      "  execute_tool lookup_order",
      "  execute_tool search_policy",
      "  chat gpt-4.1-mini",
    ]);
  });

  it("counts the chunks of a tool's call, too", async () => {
    const { callbacks, records } = setUp();
    await read(LOOK_UP, callbacks);
    const [call] = records();
    expect(call).toMatchObject({ name: "chat", response: { finishReasons: ["tool_call"] } });
    // Versions cut a call into pieces of their own.
    expect(call?.chunks).toBeGreaterThan(2);
    expect(call?.timeToFirstChunkMs).toBeGreaterThan(0);
  });
});

describe("`streamEvents` of version 3", () => {
  it("tells the handler of events, and of no token", async () => {
    const { callbacks, handler } = setUp();
    const event = vi.spyOn(handler, "handleChatModelStreamEvent");
    const token = vi.spyOn(handler, "handleLLMNewToken");
    await readings["`streamEvents` of version 3"](EXPLAIN, callbacks);
    expect(event).toHaveBeenCalled();
    expect(token).not.toHaveBeenCalled();
  });

  it("of a model whose package knows no events has the chunks of its stream", async () => {
    const { callbacks, records } = setUp();
    const agent = createAgent({ name: "support", model: new ScriptedModel({ replies: ["one two three"] }), tools: [] });
    for await (const _ of await agent.streamEvents(EXPLAIN, { callbacks, version: "v3" }));
    expect(records()[0]).toMatchObject({
      name: "chat",
      outcome: "ok",
      chunks: 3,
      usage: { inputTokens: 12, outputTokens: 3 },
      timeToFirstChunkMs: expect.any(Number),
    });
  });
});
