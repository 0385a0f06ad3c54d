import { randomUUID } from "node:crypto";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, tick, toTool } from "./tools.ts";

const TREE = ["invoke_agent planner", "  chat m", "  execute_tool search", "  chat m"];

function toAgent(inModel: object = {}) {
  const model = new ScriptedModel({ replies: [[{ name: "search" }], "done"] }, inModel);
  return createAgent({ name: "planner", model, tools: [toTool("search")] });
}

// Shut down, so that what was left open shows, too.
describe("one record a run", () => {
  it("where the handler is given twice", async () => {
    const { handler, telemetry, tree } = setUp();
    await toAgent().invoke(ASK, { callbacks: [handler, handler] });
    await telemetry.shutdown();
    expect(tree()).toEqual(TREE);
  });

  it("where two handlers report to one telemetry", async () => {
    const { handler, telemetry, tree } = setUp();
    await toAgent().invoke(ASK, { callbacks: [handler, new IsospanCallbackHandler({ telemetry })] });
    await telemetry.shutdown();
    expect(tree()).toEqual(TREE);
  });

  it("where the handler is in the model's constructor, too", async () => {
    const { callbacks, telemetry, tree } = setUp();
    await toAgent({ callbacks }).invoke(ASK, { callbacks });
    await telemetry.shutdown();
    expect(tree()).toEqual(TREE);
  });

  it("where the handler is bound to the agent, too", async () => {
    const { callbacks, telemetry, tree } = setUp();
    await toAgent().withConfig({ callbacks }).invoke(ASK, { callbacks });
    await telemetry.shutdown();
    expect(tree()).toEqual(TREE);
  });

  it("where a tool passes the handler on that it has inherited", async () => {
    const { callbacks, telemetry, tree } = setUp();
    const ask = toTool("ask", async () => (await new ScriptedModel().invoke("Hello", { callbacks })).text);
    const model = new ScriptedModel({ replies: [[{ name: "ask" }], "done"] });
    await createAgent({ name: "planner", model, tools: [ask] }).invoke(ASK, { callbacks });
    await telemetry.shutdown();
    expect(tree()).toEqual(["invoke_agent planner", "  chat m", "  execute_tool ask", "    chat m", "  chat m"]);
  });

  it("with chunks counted once, where two handlers see a stream", async () => {
    const { callbacks, records, telemetry } = setUp();
    const model = new ScriptedModel({ replies: ["one two three"] }, { callbacks });
    for await (const _ of await model.stream("Hello", { callbacks }));
    await telemetry.shutdown();
    expect(records()).toEqual([expect.objectContaining({ chunks: 3, usage: { inputTokens: 12, outputTokens: 3 } })]);
  });

  it("where only the model has the handler, and the agent around it is another's business", async () => {
    const { callbacks, telemetry, tree } = setUp();
    await toAgent({ callbacks }).invoke(ASK);
    await telemetry.shutdown();
    expect(tree()).toEqual(["chat m", "chat m"]);
  });
});

describe("one handler", () => {
  it("serves two calls at once, each with its own tree", async () => {
    const { callbacks, spans, tree } = setUp();
    const agent = createAgent({
      name: "planner",
      model: new ScriptedModel({
        replies: (messages) => (messages.length === 1 ? [{ name: "search" }] : "done"),
        inside: tick,
      }),
      tools: [toTool("search", tick)],
    });
    await Promise.all([agent.invoke(ASK, { callbacks }), agent.invoke(ASK, { callbacks })]);
    expect(tree()).toEqual([...TREE, ...TREE]);
    expect(new Set(spans().map((span) => span.spanContext().traceId)).size).toBe(2);
  });
});

describe("a run id of the application's", () => {
  it("is good for one run after the other", async () => {
    const { callbacks, spans, tree } = setUp();
    const runId = randomUUID();
    await toAgent().invoke(ASK, { callbacks, runId });
    await toAgent().invoke(ASK, { callbacks, runId });
    expect(tree()).toEqual([...TREE, ...TREE]);
    expect(new Set(spans().map((span) => span.spanContext().traceId)).size).toBe(2);
  });

  it("is good for a model's call after a chain's", async () => {
    const { callbacks, tree } = setUp();
    const runId = randomUUID();
    await new ScriptedModel({ name: "a" }).invoke("Hello", { callbacks, runId });
    await new ScriptedModel({ name: "b" }).invoke("Hello", { callbacks, runId });
    expect(tree()).toEqual(["chat a", "chat b"]);
  });
});
