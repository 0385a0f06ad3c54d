import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { type Reply, ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

const CALLS: readonly Reply[] = [[{ name: "search" }], "done"];

const toReactAgent = (options: Partial<Parameters<typeof createReactAgent>[0]> = {}) =>
  createReactAgent({ llm: new ScriptedModel({ replies: CALLS }), tools: [toTool("search")], ...options });

const BELOW = ["  chat m", "  execute_tool search", "  chat m"] as const;

/** The agent, its calls, and its agent path on them. */
describe("LangGraph's createReactAgent", () => {
  it("is an agent by its name", async () => {
    const { callbacks, tree } = setUp();
    await toReactAgent({ name: "forecaster" }).invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_agent forecaster", ...BELOW]);
  });

  it("is an agent without a name", async () => {
    const { callbacks, tree } = setUp();
    await toReactAgent().invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_agent", ...BELOW]);
  });

  it("is an agent where it is streamed", async () => {
    const { callbacks, tree } = setUp();
    for await (const _ of await toReactAgent({ name: "forecaster" }).stream(ASK, { callbacks }));
    expect(tree()).toEqual(["invoke_agent forecaster", ...BELOW]);
  });

  it("is an agent with the node that hooks in before the model", async () => {
    const { callbacks, tree } = setUp();
    await toReactAgent({ name: "forecaster", preModelHook: async () => ({}) }).invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_agent forecaster", ...BELOW]);
  });

  it.each(["v1", "v2"] as const)(
    "is an agent in version %s, its tools with the ids of their calls",
    async (version) => {
      const { callbacks, records } = setUp();
      const llm = new ScriptedModel({ replies: [[{ name: "search", id: "call-7" }], "done"] });
      await toReactAgent({ name: "forecaster", llm, version }).invoke(ASK, { callbacks });
      const called = records().find((record) => record.name === "execute_tool");
      expect(called).toMatchObject({ agentPath: ["forecaster"], tool: { name: "search", callId: "call-7" } });
    },
  );

  it("is an agent below the tool that calls it with its config", async () => {
    const { callbacks, tree } = setUp();
    const inner = toReactAgent({ name: "forecaster" });
    const ask = toTool("ask", async (_input, config) => (await inner.invoke(ASK, config)).messages.length);
    const outer = toReactAgent({
      name: "planner",
      llm: new ScriptedModel({ replies: [[{ name: "ask" }], "done"] }),
      tools: [ask],
    });
    await outer.invoke(ASK, { callbacks });
    expect(tree()).toEqual([
      "invoke_agent planner",
      "  chat m",
      "  execute_tool ask",
      "    invoke_agent forecaster",
      ...BELOW.map((line) => `    ${line}`),
      "  chat m",
    ]);
  });

  it("is an agent below the tool of a createAgent that calls it", async () => {
    const { callbacks, tree } = setUp();
    const inner = toReactAgent();
    const ask = toTool("ask", async () => (await inner.invoke(ASK)).messages.length);
    const model = new ScriptedModel({ replies: [[{ name: "ask" }], "done"] });
    await createAgent({ name: "planner", model, tools: [ask] }).invoke(ASK, { callbacks });
    expect(tree()).toEqual([
      "invoke_agent planner",
      "  chat m",
      "  execute_tool ask",
      "    invoke_agent",
      ...BELOW.map((line) => `    ${line}`),
      "  chat m",
    ]);
  });

  it("is an agent as a graph's node", async () => {
    const { callbacks, tree } = setUp();
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("alpha", toReactAgent({ name: "alpha" }))
      .addNode("beta", toReactAgent({ name: "beta" }))
      .addEdge("__start__", "alpha")
      .addEdge("alpha", "beta")
      .compile({ name: "flow" });
    await flow.invoke(ASK, { callbacks });
    const below = BELOW.map((line) => `  ${line}`);
    expect(tree()).toEqual(["invoke_workflow flow", "  invoke_agent alpha", ...below, "  invoke_agent beta", ...below]);
  });

  it("is an agent in the path of what it calls", async () => {
    const { callbacks, records } = setUp();
    await toReactAgent({ name: "forecaster" }).invoke(ASK, { callbacks });
    expect(records().map((record) => record.agentPath)).toEqual([["forecaster"], ["forecaster"], ["forecaster"], []]);
  });

  it("keeps the spans of its own clients below what made them", async () => {
    const { callbacks, http, tree } = setUp();
    const llm = new ScriptedModel({ replies: CALLS, inside: () => http("provider") });
    const tools = [toTool("search", () => http("shop"))];
    await toReactAgent({ name: "forecaster", llm, tools }).invoke(ASK, { callbacks });
    expect(tree()).toEqual([
      "invoke_agent forecaster",
      "  chat m",
      "    provider",
      "  execute_tool search",
      "    shop",
      "  chat m",
      "    provider",
    ]);
  });
});

describe("a graph with a name and one model", () => {
  it("is a workflow and no agent", async () => {
    const { callbacks, tree } = setUp();
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("summarise", async ({ messages }) => ({ messages: [await new ScriptedModel().invoke(messages)] }))
      .addEdge("__start__", "summarise")
      .compile({ name: "forecaster" });
    await flow.invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_workflow forecaster", "  chat m"]);
  });
});
