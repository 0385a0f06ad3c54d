import { MemorySaver, MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

const USER = { sessionId: "s-1", userId: "u-1", tenantId: "t-1" };

function toAgent(tools = [toTool("search")], name = "planner") {
  const model = new ScriptedModel({ replies: [[{ name: tools[0]?.name ?? "" }], "done"] });
  return createAgent({ name, model, tools });
}

describe("the metadata of a call", () => {
  it.each([
    ["as JavaScript writes it", USER],
    ["as Python writes it", { session_id: "s-1", user_id: "u-1", tenant_id: "t-1" }],
  ])("tells session, user and tenant, %s, to every record below", async (_spelling, metadata) => {
    const { callbacks, records } = setUp();
    await toAgent().invoke(ASK, { callbacks, metadata });
    expect(records().map((record) => record.context)).toEqual([USER, USER, USER, USER]);
  });

  it("stands on every span", async () => {
    const { callbacks, spans } = setUp();
    await toAgent().invoke(ASK, { callbacks, metadata: USER });
    for (const { attributes } of spans()) {
      expect(attributes).toMatchObject({ "session.id": "s-1", "user.id": "u-1", "isospan.tenant.id": "t-1" });
    }
  });

  it("reaches an agent in another agent's tool that gets no config", async () => {
    const { callbacks, records } = setUp();
    const inner = toAgent([toTool("search")], "researcher");
    const ask = toTool("ask", async () => (await inner.invoke(ASK)).messages.length);
    await toAgent([ask]).invoke(ASK, { callbacks, metadata: USER });
    expect(records()).toHaveLength(8);
    expect(records().map((record) => record.context)).toEqual(records().map(() => USER));
  });

  it("reaches a model that is called below without any metadata of its own", async () => {
    const { callbacks, records } = setUp();
    const ask = toTool("ask", async () => (await new ScriptedModel().invoke("Hello", { callbacks })).text);
    await toAgent([ask]).invoke(ASK, { callbacks, metadata: USER });
    expect(records().map((record) => record.context)).toEqual(records().map(() => USER));
  });

  it("of an inner call adds to that of the outer one", async () => {
    const { callbacks, records } = setUp();
    const ask = toTool("ask", async (_input, config) => {
      await new ScriptedModel({ name: "inner" }).invoke("Hello", { ...config, metadata: { tenantId: "t-2" } });
      return "done";
    });
    await toAgent([ask]).invoke(ASK, { callbacks, metadata: { userId: "u-1" } });
    expect(records().find((record) => record.model === "inner")?.context).toEqual({ userId: "u-1", tenantId: "t-2" });
  });

  it.each([[7], [""], [null], [{}]])("that is no text, such as %j, tells nothing", async (userId) => {
    const { callbacks, records } = setUp();
    await toAgent().invoke(ASK, { callbacks, metadata: { userId } });
    expect(records().map((record) => record.context.userId)).toEqual(records().map(() => undefined));
  });

  it("of one request never reaches another's", async () => {
    const { callbacks, records } = setUp();
    const agent = createAgent({
      name: "planner",
      model: new ScriptedModel({ replies: (messages) => (messages.length === 1 ? [{ name: "search" }] : "done") }),
      tools: [toTool("search")],
    });
    const ask = (userId: string) => agent.invoke(ASK, { callbacks, metadata: { userId } });
    await Promise.all([ask("u-1"), ask("u-2")]);
    const byTrace = Map.groupBy(records(), (record) => record.traceId);
    const users = [...byTrace.values()].map((trace) => trace.map((record) => record.context.userId));
    expect(users.toSorted()).toEqual([Array(4).fill("u-1"), Array(4).fill("u-2")]);
  });
});

describe("LangGraph's thread", () => {
  const thread = { configurable: { thread_id: "t-1" } };

  it("is the conversation of an agent and all below it", async () => {
    const { callbacks, records } = setUp();
    await toAgent().invoke(ASK, { callbacks, ...thread });
    expect(records().map((record) => record.conversationId)).toEqual(Array(4).fill("t-1"));
  });

  it("is the conversation of a workflow and the agents in it", async () => {
    const { callbacks, records } = setUp();
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("plan", toAgent().graph)
      .addEdge("__start__", "plan")
      .compile({ name: "flow", checkpointer: new MemorySaver() });
    await flow.invoke(ASK, { callbacks, ...thread });
    expect(records().map((record) => record.conversationId)).toEqual(Array(5).fill("t-1"));
  });

  it("is the same conversation turn after turn", async () => {
    const { callbacks, records } = setUp();
    const agent = createAgent({
      name: "planner",
      model: new ScriptedModel(),
      tools: [],
      checkpointer: new MemorySaver(),
    });
    await agent.invoke(ASK, { callbacks, ...thread });
    await agent.invoke(ASK, { callbacks, ...thread });
    expect(records().map((record) => record.conversationId)).toEqual(Array(4).fill("t-1"));
  });

  it("that is not given is no conversation", async () => {
    const { callbacks, records } = setUp();
    await toAgent().invoke(ASK, { callbacks });
    expect(records().map((record) => record.conversationId)).toEqual(Array(4).fill(undefined));
  });
});
