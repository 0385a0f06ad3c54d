import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { RunnableLambda, RunnablePassthrough, RunnableSequence } from "@langchain/core/runnables";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { type Reply, ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

type Tools = ReturnType<typeof toTool>[];

const toAgent = (name: string | undefined, replies: readonly Reply[], tools: Tools = []) =>
  createAgent({ name, model: new ScriptedModel({ replies }), tools });

class RunCounter extends BaseCallbackHandler {
  name = "counter";
  override awaitHandlers = true;
  readonly runs = new Set<string>();
  override handleChainStart = (_chain: unknown, _inputs: unknown, runId: string): void => void this.runs.add(runId);
  override handleChatModelStart = (_model: unknown, _messages: unknown, runId: string): void =>
    void this.runs.add(runId);
  override handleToolStart = (_tool: unknown, _input: unknown, runId: string): void => void this.runs.add(runId);
}

describe("an agent of three model calls and three tools", () => {
  const calls: readonly Reply[] = [[{ name: "search" }, { name: "read" }], [{ name: "write" }], "done"];
  const tools = ["search", "read", "write"].map((name) => toTool(name));

  it("is seven spans of its seventeen runs", async () => {
    const { callbacks, tree } = setUp();
    const counter = new RunCounter();
    await toAgent("planner", calls, tools).invoke(ASK, { callbacks: [...callbacks, counter] });
    expect(counter.runs.size).toBe(17);
    expect(tree()).toEqual([
      "invoke_agent planner",
      "  chat m",
      "  execute_tool search",
      "  execute_tool read",
      "  chat m",
      "  execute_tool write",
      "  chat m",
    ]);
  });

  it("is the same seven when it is streamed", async () => {
    const { callbacks, tree } = setUp();
    for await (const _ of await toAgent("planner", calls, tools).stream(ASK, { callbacks }));
    expect(tree()).toHaveLength(7);
  });

  it("is the same seven without a name", async () => {
    const { callbacks, tree } = setUp();
    await toAgent(undefined, calls, tools).invoke(ASK, { callbacks });
    expect(tree()[0]).toBe("invoke_agent");
    expect(tree()).toHaveLength(7);
  });
});

describe("an agent in another agent's tool", () => {
  const inner = toAgent("researcher", ["found"]);
  const nested = [
    "invoke_agent planner",
    "  chat m",
    "  execute_tool ask",
    "    invoke_agent researcher",
    "      chat m",
  ];

  it("nests below that tool where the tool passes its config on", async () => {
    const { callbacks, tree } = setUp();
    const ask = toTool("ask", async (_input, config) => (await inner.invoke(ASK, config)).messages.at(-1)?.text);
    await toAgent("planner", [[{ name: "ask" }], "done"], [ask]).invoke(ASK, { callbacks });
    expect(tree()).toEqual([...nested, "  chat m"]);
  });

  it("nests below that tool where the tool passes nothing on", async () => {
    const { callbacks, tree } = setUp();
    const ask = toTool("ask", async () => (await inner.invoke(ASK)).messages.at(-1)?.text);
    await toAgent("planner", [[{ name: "ask" }], "done"], [ask]).invoke(ASK, { callbacks });
    expect(tree()).toEqual([...nested, "  chat m"]);
  });

  it("nests below that tool where it has a handler of its own and no config", async () => {
    const { callbacks, tree } = setUp();
    const ask = toTool("ask", async () => (await inner.invoke(ASK, { callbacks })).messages.at(-1)?.text);
    await toAgent("planner", [[{ name: "ask" }], "done"], [ask]).invoke(ASK, { callbacks });
    expect(tree()).toEqual([...nested, "  chat m"]);
  });

  it("is in the path of what it calls", async () => {
    const { callbacks, records } = setUp();
    const ask = toTool("ask", async (_input, config) => (await inner.invoke(ASK, config)).messages.at(-1)?.text);
    await toAgent("planner", [[{ name: "ask" }], "done"], [ask]).invoke(ASK, { callbacks });
    const paths = records().map(({ name, agentPath }) => `${name}: ${agentPath.join(" > ")}`);
    expect(paths).toContain("chat: planner > researcher");
  });

  it("nests three deep", async () => {
    const { callbacks, tree } = setUp();
    const ask = toTool("ask", async () => (await inner.invoke(ASK)).messages.at(-1)?.text);
    const middle = toAgent("editor", [[{ name: "ask" }], "done"], [ask]);
    const delegate = toTool("delegate", async (_input, config) => (await middle.invoke(ASK, config)).messages.length);
    await toAgent("planner", [[{ name: "delegate" }], "done"], [delegate]).invoke(ASK, { callbacks });
    expect(tree()).toEqual([
      "invoke_agent planner",
      "  chat m",
      "  execute_tool delegate",
      "    invoke_agent editor",
      "      chat m",
      "      execute_tool ask",
      "        invoke_agent researcher",
      "          chat m",
      "      chat m",
      "  chat m",
    ]);
  });
});

describe("an agent that something stands before in another agent's tool", () => {
  type Call = (config: object, callbacks: object) => Promise<unknown>;
  const inner = toAgent("researcher", ["found"]);
  const within = (name: string) => [`    invoke_agent${name}`, "      chat m"];
  /** What is below the tool. */
  const trace = async (call: Call): Promise<readonly string[]> => {
    const { callbacks, tree } = setUp();
    const ask = toTool("ask", async (_input, config) => String(await call(config, { callbacks })).length);
    await toAgent("planner", [[{ name: "ask" }], "done"], [ask]).invoke(ASK, { callbacks });
    expect(tree().slice(0, 3)).toEqual(["invoke_agent planner", "  chat m", "  execute_tool ask"]);
    expect(tree().at(-1)).toBe("  chat m");
    return tree().slice(3, -1);
  };
  const lambda = (agent: ReturnType<typeof toAgent>) =>
    RunnableLambda.from(async (input: typeof ASK, config) => (await agent.invoke(input, config)).messages.length);
  const desk = new StateGraph(MessagesAnnotation)
    .addNode("research", inner.graph)
    .addEdge("__start__", "research")
    .compile();

  it.each<[string, Call]>([
    ["a function", (config) => lambda(inner).invoke(ASK, config)],
    ["a function, and no config", () => lambda(inner).invoke(ASK)],
    ["retries", (config) => inner.graph.withRetry().invoke(ASK as never, config)],
    ["a graph", (config) => desk.invoke(ASK, config)],
    ["a graph that it streams", async (config) => (await desk.stream(ASK, config)).pipeTo(new WritableStream())],
  ])("has its own name behind %s", async (_what, call) => {
    expect(await trace(call)).toEqual(within(" researcher"));
  });

  it("has its own name where LangGraph made it", async () => {
    const agent = createReactAgent({ name: "forecaster", llm: new ScriptedModel(), tools: [] });
    const chain = RunnableSequence.from([new RunnablePassthrough(), agent as never]);
    expect(await trace((config) => chain.invoke(ASK, config))).toEqual(within(" forecaster"));
  });

  it("has no name where it has none of its own", async () => {
    const agent = toAgent(undefined, ["found"]);
    expect(await trace((config) => lambda(agent).invoke(ASK, config))).toEqual(within(""));
  });

  it("has its own name where the handler is given anew", async () => {
    const chain = lambda(inner).withConfig({ runName: "look up" });
    const lines = within(" researcher").map((line) => `  ${line}`);
    expect(await trace((_config, callbacks) => chain.invoke(ASK, callbacks))).toEqual([
      "    invoke_workflow look up",
      ...lines,
    ]);
  });
});
