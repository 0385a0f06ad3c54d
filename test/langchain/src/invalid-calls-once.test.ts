import { RunnableLambda } from "@langchain/core/runnables";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { INVALID, WRONG, weather } from "./invalid-calls.ts";
import { type Reply, ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK } from "./tools.ts";

describe("a call with arguments that do not fit", () => {
  it("is reported once in an agent that is a node, and its graph does not report it again", async () => {
    const { callbacks, tree } = setUp();
    const inner = createAgent({ name: "forecaster", model: new ScriptedModel({ replies: WRONG }), tools: [weather] });
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("ask", inner.graph)
      .addEdge("__start__", "ask")
      .compile({ name: "flow" });
    await flow.invoke(ASK, { callbacks });
    expect(tree()).toEqual([
      "invoke_workflow flow",
      "  invoke_agent forecaster",
      "    chat m",
      `  ${INVALID}`,
      "    chat m",
    ]);
  });

  it("is reported once in a graph's own tool node", async () => {
    const { callbacks, tree } = setUp();
    const model = new ScriptedModel({ replies: WRONG });
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("model", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode("tools", new ToolNode([weather]))
      .addEdge("__start__", "model")
      .addEdge("model", "tools")
      .compile({ name: "flow" });
    await flow.invoke(ASK, { callbacks });
    expect(tree().filter((line) => line.includes("execute_tool"))).toEqual([INVALID]);
  });

  it("is reported once in a tool node within another step", async () => {
    const { callbacks, tree } = setUp();
    const model = new ScriptedModel({ replies: WRONG });
    const tools = RunnableLambda.from(async (state: object) => new ToolNode([weather]).invoke(state));
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("model", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode("tools", tools.pipe(RunnableLambda.from((answers: { readonly messages: never[] }) => answers)))
      .addEdge("__start__", "model")
      .addEdge("model", "tools")
      .compile({ name: "flow" });
    await flow.invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_workflow flow", "  chat m", INVALID]);
  });

  it("is reported once where plumbing is shown", async () => {
    const { callbacks, tree } = setUp({ showPlumbing: true });
    await invokeAgent(WRONG, callbacks);
    expect(tree().filter((line) => line.includes("execute_tool"))).toHaveLength(1);
  });

  it("is reported once where the handler is given twice", async () => {
    const { callbacks, tree } = setUp();
    await invokeAgent(WRONG, [...callbacks, ...callbacks]);
    expect(tree().filter((line) => line.includes("execute_tool"))).toEqual([INVALID]);
  });
});

async function invokeAgent(replies: readonly Reply[], callbacks: ReturnType<typeof setUp>["callbacks"]): Promise<void> {
  const agent = createAgent({ name: "forecaster", model: new ScriptedModel({ replies }), tools: [weather] });
  await agent.invoke(ASK, { callbacks });
}
