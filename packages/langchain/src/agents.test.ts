import { createTelemetry, memoryCollector, type OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { IsospanCallbackHandler } from "./index.ts";

type Metadata = Readonly<Record<string, unknown>>;

const GRAPH = { id: ["langgraph", "pregel", "CompiledStateGraph"] };
const IN_AGENT = { ls_integration: "langchain_create_agent" };
const marked = (lc_agent_name: string): Metadata => ({ ...IN_AGENT, lc_agent_name });

function setUp() {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory, clock: { now: () => 0 } });
  const handler = new IsospanCallbackHandler({ telemetry });
  const open: { readonly key: string; readonly end: (key: string) => void }[] = [];
  const below = (): string | undefined => open.at(-1)?.key;
  const chain = (key: string, metadata: Metadata, runName = key, serialized: object = GRAPH, tags: string[] = []) => {
    handler.handleChainStart(serialized, {}, key, below(), tags, metadata, undefined, runName);
    open.push({ key, end: (ended) => handler.handleChainEnd({}, ended) });
  };
  const tool = (key: string, metadata: Metadata) => {
    handler.handleToolStart({}, "{}", key, below(), [], metadata, key);
    open.push({ key, end: (ended) => handler.handleToolEnd("done", ended) });
  };
  const model = (metadata: Metadata) => {
    handler.handleChatModelStart({}, [[]], "model", below(), {}, [], metadata);
    handler.handleLLMEnd({ generations: [[]] }, "model");
  };
  /** Ends what is open, innermost first. */
  const end = (): readonly OperationRecord[] => {
    for (const { key, end } of open.toReversed()) end(key);
    return memory.records();
  };
  return { chain, tool, model, end };
}

const agents = (records: readonly OperationRecord[]) =>
  records.filter((record) => record.name === "invoke_agent").map((record) => record.agent?.name);

describe("an agent of createAgent", () => {
  it("is the graph that its metadata names", () => {
    const { chain, model, end } = setUp();
    chain("root", marked("planner"), "planner");
    model(marked("planner"));
    const [call, agent] = end();
    expect(agent).toMatchObject({ name: "invoke_agent", agent: { name: "planner" }, outcome: "ok" });
    expect(call).toMatchObject({ name: "chat", parentSpanId: agent?.spanId, agentPath: ["planner"] });
  });

  it("without a name is an agent all the same", () => {
    const { chain, end } = setUp();
    chain("root", IN_AGENT, "LangGraph");
    const [agent] = end();
    expect(agent?.name).toBe("invoke_agent");
    expect(agent?.agent?.name).toBeUndefined();
  });

  it("is one agent, although everything below inherits its metadata", () => {
    const { chain, tool, model, end } = setUp();
    chain("root", marked("planner"), "planner");
    chain("node", marked("planner"), "tools", { id: ["RunnableSequence"] }, ["graph:step:1"]);
    tool("search", marked("planner"));
    chain("subgraph", marked("planner"), "LangGraph");
    model(marked("planner"));
    expect(agents(end())).toEqual(["planner"]);
  });

  it("inside another's tool is an agent below that tool", () => {
    const { chain, tool, model, end } = setUp();
    chain("outer", marked("planner"), "planner");
    tool("ask", marked("planner"));
    chain("inner", marked("researcher"), "researcher");
    model(marked("researcher"));
    const records = end();
    expect(agents(records)).toEqual(["researcher", "planner"]);
    const [call, inner, asked] = records;
    expect(call?.agentPath).toEqual(["planner", "researcher"]);
    expect(inner?.parentSpanId).toBe(asked?.spanId);
  });

  it("inside another's tool is an agent where it inherits the other's metadata too", () => {
    const { chain, tool, model, end } = setUp();
    chain("outer", marked("planner"), "planner");
    tool("ask", marked("planner"));
    chain("inner", marked("planner"), "researcher");
    chain("node", marked("planner"), "model_request", {}, ["graph:step:1"]);
    chain("subgraph", marked("planner"), "helper");
    model(marked("planner"));
    const records = end();
    expect(agents(records)).toEqual(["researcher", "planner"]);
    expect(records[0]?.agentPath).toEqual(["planner", "researcher"]);
  });

  it("is no graph with a name that its tool calls", () => {
    const { chain, tool, model, end } = setUp();
    chain("outer", marked("planner"), "planner");
    tool("ask", marked("planner"));
    chain("inner", marked("planner"), "rag_pipeline");
    chain("node", marked("planner"), "retrieve", {}, ["graph:step:1"]);
    model(marked("planner"));
    const [call, asked] = end();
    expect(call).toMatchObject({ agentPath: ["planner"], parentSpanId: asked?.spanId });
  });

  it.each<[string, Metadata]>([
    ["another's", marked("planner")],
    ["its own", marked("researcher")],
  ])("has its own name where its metadata has %s and something stands before it", (_whose, metadata) => {
    const { chain, tool, end } = setUp();
    chain("outer", marked("planner"), "planner");
    tool("ask", marked("planner"));
    chain("retries", marked("planner"), "researcher", { id: ["RunnableRetry"] });
    chain("inner", metadata, "researcher");
    chain("node", metadata, "model_request", {}, ["graph:step:1"]);
    expect(agents(end())).toEqual(["researcher", "planner"]);
  });

  it("has its own name where only its metadata tells that it is within another", () => {
    const { chain, end } = setUp();
    chain("inner", { ...marked("planner"), langgraph_node: "tools" }, "researcher");
    chain("node", marked("planner"), "model_request", {}, ["graph:step:1"]);
    expect(agents(end())).toEqual(["researcher"]);
  });

  it("that calls itself by a tool is an agent each time", () => {
    const { chain, tool, end } = setUp();
    chain("outer", marked("planner"), "planner");
    tool("ask", marked("planner"));
    chain("inner", marked("planner"), "planner");
    expect(agents(end())).toEqual(["planner", "planner"]);
  });

  it("inside a workflow is an agent below it", () => {
    const { chain, end } = setUp();
    chain("flow", {}, "flow");
    chain("node", {}, "node", {}, ["graph:step:1"]);
    chain("agent", marked("planner"), "planner");
    const [agent, flow] = end();
    expect(flow).toMatchObject({ name: "invoke_workflow", label: "flow" });
    expect(agent).toMatchObject({ name: "invoke_agent", parentSpanId: flow?.spanId });
  });

  it("is only a graph, never a step that is called the same", () => {
    const { chain, end } = setUp();
    chain("root", marked("planner"), "planner");
    chain("inner", marked("planner"), "planner", { id: ["RunnableLambda"] });
    expect(agents(end())).toEqual(["planner"]);
  });
});

describe("an AgentExecutor", () => {
  const EXECUTOR = { id: ["langchain", "agents", "executor", "AgentExecutor"] };

  it("is an agent named for its run", () => {
    const { chain, model, end } = setUp();
    chain("root", {}, "support", EXECUTOR);
    model({});
    const [call, agent] = end();
    expect(agent).toMatchObject({ name: "invoke_agent", agent: { name: "support" } });
    expect(call?.parentSpanId).toBe(agent?.spanId);
  });

  it("is an agent inside a workflow too", () => {
    const { chain, end } = setUp();
    chain("root", {}, "flow", {});
    chain("agent", {}, "support", EXECUTOR);
    expect(agents(end())).toEqual(["support"]);
  });
});
