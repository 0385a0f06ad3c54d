import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

const GRAPH = { id: ["langgraph", "pregel", "CompiledStateGraph"] };
const FAILED = { tool_call_id: "t", name: "nope", status: "error", content: "Error: nope is not a valid tool" };

describe("what a run within another tells again", () => {
  it("of a call that became no tool's run is no second one, although the graph copies its messages", () => {
    const { handler, memory } = setUp();
    handler.handleChainStart(GRAPH, {}, "graph");
    handler.handleChainStart({}, {}, "node", "graph", ["graph:step:1"]);
    handler.handleChainEnd([FAILED], "node");
    handler.handleChainEnd([{ ...FAILED }], "graph");
    expect(memory.records().map(({ name }) => name)).toEqual(["execute_tool", "invoke_workflow"]);
  });

  it("by an agent's own name is an agent that calls itself", () => {
    const { handler, memory } = setUp();
    const metadata = { lc_agent_name: "planner" };
    handler.handleChainStart(GRAPH, {}, "outer", undefined, [], metadata, undefined, "planner");
    handler.handleChainStart(GRAPH, {}, "inner", "outer", [], metadata, undefined, "planner");
    handler.handleChainEnd({}, "inner");
    handler.handleChainEnd({}, "outer");
    expect(memory.records().map(({ name, agentPath }) => [name, agentPath])).toEqual([
      ["invoke_agent", ["planner"]],
      ["invoke_agent", []],
    ]);
  });

  it("of a tool's arguments is no part of the message: they stand with its calls", () => {
    const { handler, record } = setUp({ content: true });
    const content = [
      { type: "text", text: "Looking." },
      { type: "input_json_delta", input: '{"q"' },
    ];
    handler.handleChatModelStart({}, [[{ content, getType: () => "ai" }]], "m");
    handler.handleLLMEnd({ generations: [[]] }, "m");
    expect(record().input).toEqual([{ role: "assistant", parts: [{ type: "text", content: "Looking." }] }]);
  });
});
