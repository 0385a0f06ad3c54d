import { Command, MemorySaver } from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK } from "./tools.ts";
import { CALLS, pay, THREAD, toFlow, toWaitingAgent } from "./waiting.ts";

describe("a resumed run", () => {
  it("is a new run that goes on where the other one waited", async () => {
    const { callbacks, tree } = setUp();
    const agent = toWaitingAgent();
    await agent.invoke(ASK, { callbacks, ...THREAD });
    await agent.invoke(new Command({ resume: "yes" }), { callbacks, ...THREAD });
    expect(tree().slice(3)).toEqual(["invoke_agent cashier", "  execute_tool pay", "  chat m"]);
  });

  it("belongs to the same conversation, in a trace of its own", async () => {
    const { callbacks, records, spans } = setUp();
    const agent = toWaitingAgent();
    await agent.invoke(ASK, { callbacks, ...THREAD });
    await agent.invoke(new Command({ resume: "yes" }), { callbacks, ...THREAD });
    expect(new Set(records().map((record) => record.conversationId))).toEqual(new Set(["t-1"]));
    expect(new Set(spans().map((span) => span.spanContext().traceId)).size).toBe(2);
  });

  it("calls the tool again under the id of the same call", async () => {
    const { callbacks, records } = setUp();
    const agent = toWaitingAgent();
    await agent.invoke(ASK, { callbacks, ...THREAD });
    await agent.invoke(new Command({ resume: "yes" }), { callbacks, ...THREAD });
    const ids = records()
      .filter((record) => record.name === "execute_tool")
      .map((record) => record.tool?.callId);
    expect(ids).toEqual([expect.stringMatching(/^call-/), ids[0]]);
  });

  it("of a createReactAgent is an agent, though it begins at its tools", async () => {
    const { callbacks, tree } = setUp();
    const llm = new ScriptedModel({ replies: CALLS });
    const agent = createReactAgent({ name: "cashier", llm, tools: [pay()], checkpointer: new MemorySaver() });
    await agent.invoke(ASK, { callbacks, ...THREAD });
    await agent.invoke(new Command({ resume: "yes" }), { callbacks, ...THREAD });
    expect(tree().slice(3)).toEqual(["invoke_agent cashier", "  execute_tool pay", "  chat m"]);
  });

  it("of a workflow ends as any other", async () => {
    const { callbacks, tree } = setUp();
    const flow = toFlow();
    await flow.invoke(ASK, { callbacks, ...THREAD });
    await flow.invoke(new Command({ resume: "yes" }), { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_workflow flow [interrupted]", "invoke_workflow flow", "  chat m"]);
  });
});
