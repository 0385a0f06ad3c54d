import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { toHandover } from "./help-desk.ts";
import { ScriptedModel, type ToolCall } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

function toDesk(...before: readonly ToolCall[]) {
  const replies = [...before.map((call) => [call]), [{ name: "transfer_to_orders", id: "call-7" }]];
  const tools = [toTool("search"), toHandover("orders")];
  return new StateGraph(MessagesAnnotation)
    .addNode("first", createAgent({ name: "first", model: new ScriptedModel({ replies }), tools }).graph, {
      ends: ["orders"],
    })
    .addNode("orders", createAgent({ name: "orders", model: new ScriptedModel(), tools: [] }).graph)
    .addEdge("__start__", "first")
    .compile({ name: "desk" });
}

const TREE = [
  "invoke_workflow desk",
  "  invoke_agent first",
  "    chat m",
  "    execute_tool transfer_to_orders",
  "  invoke_agent orders",
  "    chat m",
];

describe("a tool that hands over to another agent", () => {
  it("went well, and so did its agent", async () => {
    const { callbacks, tree } = setUp();
    await toDesk().invoke(ASK, { callbacks });
    expect(tree()).toEqual(TREE);
  });

  it("went well where it is streamed with its subgraphs", async () => {
    const { callbacks, tree } = setUp();
    for await (const _ of await toDesk().stream(ASK, { callbacks, subgraphs: true, streamMode: "updates" }));
    expect(tree()).toEqual(TREE);
  });

  it("is no limit, however long its agent's loop was", async () => {
    const { callbacks, records } = setUp();
    await toDesk({ name: "search" }).invoke(ASK, { callbacks });
    const agents = records().filter(({ name }) => name === "invoke_agent");
    expect(agents.map(({ agent, limitHit }) => [agent?.name, limitHit])).toEqual([
      ["first", undefined],
      ["orders", undefined],
    ]);
  });

  it("has the id of the model's call", async () => {
    const { callbacks, records } = setUp();
    await toDesk().invoke(ASK, { callbacks });
    expect(records().find((record) => record.name === "execute_tool")?.tool?.callId).toBe("call-7");
  });
});

describe("a graph that goes round in circles", () => {
  it("is an error of its recursion limit", async () => {
    const { callbacks, tree } = setUp();
    const loop = new StateGraph(MessagesAnnotation)
      .addNode("again", async () => ({}))
      .addEdge("__start__", "again")
      .addEdge("again", "again")
      .compile({ name: "loop" });
    await expect(loop.invoke(ASK, { callbacks, recursionLimit: 3 })).rejects.toThrow("Recursion limit");
    expect(tree()).toEqual(["invoke_workflow loop [error GraphRecursionError]"]);
  });

  it("is an error of the agent that does", async () => {
    const { callbacks, tree } = setUp();
    const model = new ScriptedModel({ replies: [[{ name: "search" }]] });
    const agent = createAgent({ name: "planner", model, tools: [toTool("search")] });
    await expect(agent.invoke(ASK, { callbacks, recursionLimit: 4 })).rejects.toThrow("Recursion limit");
    expect(tree()[0]).toBe("invoke_agent planner [error GraphRecursionError]");
  });
});
