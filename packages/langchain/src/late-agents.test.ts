import type { Gate, GateView } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

const GRAPH = ["langgraph", "pregel", "CompiledStateGraph"];
const FUNCTION = { lc_id: ["langgraph", "RunnableCallable"] };
const TOOLS = { lc_id: ["langgraph", "ToolNode"], tools: [], handleToolErrors: true };

function graphs(showPlumbing = false, gates: readonly Gate[] = []) {
  let nowMs = 0;
  const made = setUp({ clock: { now: () => nowMs++ }, gates }, { showPlumbing });
  const { handler, memory } = made;
  const chain = (
    runName: string,
    parent: string | undefined,
    tags: string[],
    serialized: object,
    inputs: unknown = {},
  ) => void handler.handleChainStart(serialized, inputs, runName, parent, tags, {}, undefined, runName);
  const graph = (name: string, parent?: string) => chain(name, parent, [], { id: GRAPH });
  const node = (name: string, parent: string, first: object, inputs?: unknown) =>
    chain(name, parent, ["graph:step:1"], { id: ["RunnableSequence"], kwargs: { first } }, inputs);
  const end = (...names: readonly string[]) => {
    for (const name of names) handler.handleChainEnd({}, name);
    return memory.records();
  };
  return { ...made, chain, graph, node, end };
}

describe("a graph without a mark", () => {
  it.each<[string, string, object]>([
    ["is called agent", "agent", FUNCTION],
    ["comes before the model", "pre_model_hook", FUNCTION],
    ["comes after the model, as when it goes on", "post_model_hook", FUNCTION],
    ["asks the model", "model_request", { lc_id: ["langgraph", "AgentNode"] }],
    ["is middleware", "Summary.before_model", FUNCTION],
    ["runs tools, as when it goes on", "tools", TOOLS],
  ])("is an agent where its first node %s", (_fact, name, first) => {
    const { graph, node, handler, end } = graphs();
    graph("forecaster");
    node(name, "forecaster", first);
    handler.handleChatModelStart({}, [[]], "m", name);
    handler.handleLLMEnd({ generations: [[]] }, "m");
    const [call, agent] = end(name, "forecaster");
    expect(agent).toMatchObject({ name: "invoke_agent", agent: { name: "forecaster" } });
    expect(call).toMatchObject({ agentPath: ["forecaster"], parentSpanId: agent?.spanId });
  });

  it("is looked at once: a later node changes nothing", () => {
    const { graph, node, end } = graphs();
    graph("flow");
    node("plan", "flow", FUNCTION);
    node("agent", "flow", FUNCTION);
    expect(end("plan", "agent", "flow")).toMatchObject([{ name: "invoke_workflow", label: "flow" }]);
  });

  it("is a workflow where its first node is an agent itself", () => {
    const { graph, node, end } = graphs();
    graph("team");
    node("agent", "team", { lc_id: GRAPH });
    expect(end("agent", "team")).toMatchObject([{ name: "invoke_workflow" }]);
  });

  it("is not judged by what LangGraph hides", () => {
    const { graph, chain, node, end } = graphs();
    graph("forecaster");
    chain("__start__", "forecaster", ["graph:step:0", "langsmith:hidden"], {});
    node("agent", "forecaster", FUNCTION);
    expect(end("__start__", "agent", "forecaster")).toMatchObject([{ name: "invoke_agent" }]);
  });

  it("inside another is an agent below it, from its own beginning on", () => {
    const { graph, node, end } = graphs();
    graph("team");
    node("work", "team", FUNCTION);
    graph("forecaster", "work");
    node("agent", "forecaster", FUNCTION);
    const [agent, team] = end("agent", "forecaster", "work", "team");
    expect(agent).toMatchObject({ agent: { name: "forecaster" }, parentSpanId: team?.spanId, agentPath: [] });
    expect(agent?.durationMs).toBeGreaterThan(2);
  });

  it("inside another is plumbing where it is no agent", () => {
    const { graph, node, end } = graphs();
    graph("team");
    node("work", "team", FUNCTION);
    graph("inner", "work");
    node("step", "inner", FUNCTION);
    expect(end("step", "inner", "work", "team")).toMatchObject([{ name: "invoke_workflow", label: "team" }]);
  });

  it("has no name where LangGraph gives its own", () => {
    const { graph, node, end } = graphs();
    graph("LangGraph");
    node("agent", "LangGraph", FUNCTION);
    expect(end("agent", "LangGraph")[0]?.agent?.name).toBeUndefined();
  });
});

describe("a gate", () => {
  it("is asked of an agent within as soon as it is known for one", () => {
    const asked: unknown[] = [];
    const gates = [
      { enter: ({ name, agent, agentPath }: GateView) => void asked.push([name, agent?.name, agentPath]) },
    ];
    const { graph, node, handler } = graphs(false, gates);
    graph("team");
    node("work", "team", FUNCTION);
    graph("forecaster", "work");
    node("agent", "forecaster", FUNCTION);
    handler.handleChatModelStart({}, [[]], "m", "agent");
    expect(asked).toEqual([
      ["invoke_workflow", undefined, []],
      ["invoke_agent", "forecaster", []],
      ["chat", undefined, ["forecaster"]],
    ]);
  });
});

describe("plumbing that is shown", () => {
  it("leaves an agent within an agent", () => {
    const { graph, node, handler, end } = graphs(true);
    graph("team");
    node("work", "team", FUNCTION);
    graph("forecaster", "work");
    node("agent", "forecaster", FUNCTION);
    handler.handleChatModelStart({}, [[]], "m", "agent");
    handler.handleLLMEnd({ generations: [[]] }, "m");
    const [call, step, agent] = end("agent", "forecaster", "work", "team");
    expect(call?.agentPath).toEqual(["forecaster"]);
    expect(agent).toMatchObject({ name: "invoke_agent", agent: { name: "forecaster" } });
    expect(step).toMatchObject({ name: "task", label: "agent", parentSpanId: agent?.spanId });
  });

  it("is a task a step, with what is inside below it", () => {
    const { graph, node, handler, end } = graphs(true);
    graph("flow");
    node("plan", "flow", FUNCTION);
    handler.handleChatModelStart({}, [[]], "m", "plan");
    handler.handleLLMEnd({ generations: [[]] }, "m");
    const [call, step] = end("plan", "flow");
    expect(step).toMatchObject({ name: "task", label: "plan" });
    expect(call?.parentSpanId).toBe(step?.spanId);
  });

  it.each([["yes"], [null], [1]])("is an option that is true or false, not %j", (showPlumbing) => {
    expect(() => setUp({}, { showPlumbing: showPlumbing as never })).toThrow(
      expect.objectContaining({ name: "ConfigurationError", field: "showPlumbing" }),
    );
  });
});

describe("the id of a tool's call, where LangChain does not tell it at the start", () => {
  it.each<[string, object]>([
    ["one call", { lg_tool_call: { id: "c1", name: "weather" } }],
    [
      "messages",
      {
        messages: [
          {},
          {
            tool_calls: [
              { id: "c1", name: "weather" },
              { id: "c2", name: "weather" },
            ],
          },
        ],
      },
    ],
  ])("is what the tool node was given as %s", (_form, inputs) => {
    const { graph, node, handler, memory } = graphs();
    graph("forecaster");
    node("tools", "forecaster", TOOLS, inputs);
    handler.handleToolStart({}, "{}", "t", "tools", [], {}, "weather");
    handler.handleToolError(new Error("no"), "t");
    expect(memory.records()[0]?.tool).toEqual({ name: "weather", callId: "c1" });
  });

  it("is the answer's, as is the name of a tool that is a class", () => {
    const { handler, record } = setUp();
    handler.handleToolStart({ id: ["WeatherTool"] }, "{}", "t");
    handler.handleToolEnd({ tool_call_id: "c1", name: "weather", content: "sunny" }, "t");
    expect(record().tool).toEqual({ name: "weather", callId: "c1" });
  });
});
