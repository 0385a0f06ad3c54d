import { RunnableLambda } from "@langchain/core/runnables";
import { entrypoint, MessagesAnnotation, StateGraph, task } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

const toAgent = (name: string) =>
  createAgent({
    name,
    model: new ScriptedModel({ replies: [[{ name: "search" }], "done"] }),
    tools: [toTool("search")],
  });

const agentLines = (name: string): readonly string[] => [
  `  invoke_agent ${name}`,
  "    chat m",
  "    execute_tool search",
  "    chat m",
];

describe("a graph", () => {
  it("is a workflow, and the agents that are its nodes are agents below it", async () => {
    const { callbacks, tree } = setUp();
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("research", toAgent("researcher").graph)
      .addNode("write", toAgent("writer").graph)
      .addEdge("__start__", "research")
      .addEdge("research", "write")
      .compile({ name: "newsroom" });
    await flow.invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_workflow newsroom", ...agentLines("researcher"), ...agentLines("writer")]);
  });

  it("is a workflow, and the agents that its nodes' functions call are agents below it", async () => {
    const { callbacks, tree } = setUp();
    const call = (name: string) => async (state: typeof MessagesAnnotation.State) => ({
      messages: (await toAgent(name).invoke(state)).messages.slice(-1),
    });
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("research", call("researcher"))
      .addNode("write", call("writer"))
      .addEdge("__start__", "research")
      .addEdge("research", "write")
      .compile({ name: "newsroom" });
    await flow.invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_workflow newsroom", ...agentLines("researcher"), ...agentLines("writer")]);
  });

  it("has its parallel nodes' agents side by side", async () => {
    const { callbacks, tree } = setUp();
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("research", toAgent("researcher").graph)
      .addNode("write", toAgent("writer").graph)
      .addEdge("__start__", "research")
      .addEdge("__start__", "write")
      .compile({ name: "newsroom" });
    await flow.invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_workflow newsroom", ...agentLines("researcher"), ...agentLines("writer")]);
  });

  it("within a graph leaves no span, and what it does attaches above", async () => {
    const { callbacks, tree } = setUp();
    const inner = new StateGraph(MessagesAnnotation)
      .addNode("ask", async ({ messages }) => ({ messages: [await new ScriptedModel().invoke(messages)] }))
      .addEdge("__start__", "ask")
      .compile({ name: "inner" });
    const outer = new StateGraph(MessagesAnnotation)
      .addNode("inner", inner)
      .addEdge("__start__", "inner")
      .compile({ name: "outer" });
    await outer.invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_workflow outer", "  chat m"]);
  });

  it.each([
    ["with", "rag_pipeline"],
    ["without", undefined],
  ])("%s a name in an agent's tool leaves no span, and what it does attaches to the tool", async (_with, name) => {
    const { callbacks, tree } = setUp();
    const inner = new StateGraph(MessagesAnnotation)
      .addNode("ask", async ({ messages }) => ({ messages: [await new ScriptedModel().invoke(messages)] }))
      .addEdge("__start__", "ask")
      .compile({ name });
    const ask = toTool("ask", async (_input, config) => (await inner.invoke(ASK, config)).messages.length);
    const model = new ScriptedModel({ replies: [[{ name: "ask" }], "done"] });
    await createAgent({ name: "planner", model, tools: [ask] }).invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_agent planner", "  chat m", "  execute_tool ask", "    chat m", "  chat m"]);
  });

  it("of functions is a workflow, too", async () => {
    const { callbacks, tree } = setUp();
    const ask = task("ask", async (text: string) => (await new ScriptedModel().invoke(text)).text);
    const flow = entrypoint({ name: "newsroom" }, async (text: string) => ask(text));
    await flow.invoke("Hello", { callbacks });
    expect(tree()).toEqual(["invoke_workflow newsroom", "  chat m"]);
  });

  it("has its caller's name where that gives one", async () => {
    const { callbacks, tree } = setUp();
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("noop", async () => ({}))
      .addEdge("__start__", "noop")
      .compile({ name: "newsroom" });
    await flow.invoke(ASK, { callbacks, runName: "tonight" });
    expect(tree()).toEqual(["invoke_workflow tonight"]);
  });
});

describe("an agent in a function of a chain", () => {
  it("is an agent below the chain", async () => {
    const { callbacks, tree } = setUp();
    const chain = RunnableLambda.from(async () => (await toAgent("planner").invoke(ASK)).messages.length);
    await chain.withConfig({ runName: "nightly" }).invoke("Hello", { callbacks });
    expect(tree()).toEqual(["invoke_workflow nightly", ...agentLines("planner")]);
  });
});
