import { type Runnable, RunnableLambda } from "@langchain/core/runnables";
import { Command, interrupt, MemorySaver, MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { createAgent, humanInTheLoopMiddleware } from "langchain";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";
import { CALLS, pay, THREAD, toFlow, toWaitingAgent } from "./waiting.ts";

/** The agent below, within something. */
const AGENT_WAITS = ["  invoke_agent cashier [interrupted]", "    chat m", "    execute_tool pay [interrupted]"];

describe("a tool that waits for a person", () => {
  it("is interrupted, and so is its agent", async () => {
    const { callbacks, tree } = setUp();
    await toWaitingAgent().invoke(ASK, { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_agent cashier [interrupted]", "  chat m", "  execute_tool pay [interrupted]"]);
  });

  it("is interrupted in a createReactAgent, and so is that", async () => {
    const { callbacks, tree } = setUp();
    const llm = new ScriptedModel({ replies: CALLS });
    const agent = createReactAgent({ name: "cashier", llm, tools: [pay()], checkpointer: new MemorySaver() });
    await agent.invoke(ASK, { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_agent cashier [interrupted]", "  chat m", "  execute_tool pay [interrupted]"]);
  });

  it("interrupts the agent and the workflow around it", async () => {
    const { callbacks, tree } = setUp();
    const inner = createAgent({ name: "cashier", model: new ScriptedModel({ replies: CALLS }), tools: [pay()] });
    const shop = new StateGraph(MessagesAnnotation)
      .addNode("checkout", inner.graph)
      .addEdge("__start__", "checkout")
      .compile({ name: "shop", checkpointer: new MemorySaver() });
    await shop.invoke(ASK, { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_workflow shop [interrupted]", ...AGENT_WAITS]);
  });

  it("interrupts a streamed agent", async () => {
    const { callbacks, tree } = setUp();
    for await (const _ of await toWaitingAgent().stream(ASK, { callbacks, ...THREAD }));
    expect(tree()[0]).toBe("invoke_agent cashier [interrupted]");
  });

  it("is all that waits where something beside it fails, and so does the workflow", async () => {
    const { callbacks, tree } = setUp();
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("ask", () => void interrupt("Go on?") as never)
      .addNode("fail", async () => {
        await new Promise((later) => setTimeout(later, 20));
        throw new TypeError("boom");
      })
      .addEdge("__start__", "ask")
      .addEdge("__start__", "fail")
      .compile({ name: "flow", checkpointer: new MemorySaver() });
    await expect(flow.invoke(ASK, { callbacks, ...THREAD })).rejects.toThrow("boom");
    expect(tree()).toEqual(["invoke_workflow flow [error TypeError]"]);
  });

  it("leaves no error anywhere", async () => {
    const { callbacks, records, spans } = setUp();
    await toWaitingAgent().invoke(ASK, { callbacks, ...THREAD });
    expect(records().filter((record) => record.error !== undefined)).toEqual([]);
    expect(spans().map((span) => span.status.code)).toEqual([0, 0, 0]);
  });
});

describe("a node that waits for a person", () => {
  it("interrupts its workflow", async () => {
    const { callbacks, tree } = setUp();
    await toFlow().invoke(ASK, { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_workflow flow [interrupted]"]);
  });

  it("is itself interrupted where nodes are shown", async () => {
    const { callbacks, tree } = setUp({ showPlumbing: true });
    await toFlow().invoke(ASK, { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_workflow flow [interrupted]", "  __start__", "  approve [interrupted]"]);
  });
});

describe("a graph that waits for a person within a chain", () => {
  const pass = RunnableLambda.from((input: typeof ASK) => input);
  const flow = () => toFlow() as unknown as Runnable<typeof ASK, Record<string, unknown>>;
  const goOn = async (input: typeof ASK, config: object) => {
    await flow().invoke(input, config);
    return (await new ScriptedModel().invoke("go on", config)).text;
  };

  it.each<[string, Runnable, string]>([
    ["a sequence", pass.pipe(flow()), "RunnableSequence"],
    ["retries", flow().withRetry(), "flow"],
    ["a function", RunnableLambda.from((input: typeof ASK, config) => flow().invoke(input, config)), "RunnableLambda"],
  ])("interrupts %s around it", async (_what, chain, name) => {
    const { callbacks, tree, records } = setUp();
    await chain.invoke(ASK, { callbacks, ...THREAD });
    for await (const _ of await chain.stream(ASK, { callbacks, configurable: { thread_id: "t-2" } }));
    expect(tree()).toEqual([`invoke_workflow ${name} [interrupted]`, `invoke_workflow ${name} [interrupted]`]);
    expect(records().map((record) => record.confirmation)).toEqual(["requested", "requested"]);
  });

  it("is asked for once, with an agent in it", async () => {
    const { callbacks, tree, records } = setUp();
    const chain = pass.pipe(toWaitingAgent().graph as unknown as Runnable);
    await chain.invoke(ASK, { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_workflow RunnableSequence [interrupted]", ...AGENT_WAITS]);
    const asked = records().filter((record) => record.confirmation === "requested");
    expect(asked.map(({ name }) => name)).toEqual(["invoke_workflow"]);
  });

  it("does not interrupt a function that goes on without an answer", async () => {
    const { callbacks, tree } = setUp();
    await RunnableLambda.from(goOn).invoke(ASK, { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_workflow RunnableLambda", "  chat m"]);
  });
});

describe("an agent with a human in the loop", () => {
  it("is interrupted before the tool runs", async () => {
    const { callbacks, tree } = setUp();
    const agent = createAgent({
      name: "cashier",
      model: new ScriptedModel({ replies: CALLS }),
      tools: [toTool("pay")],
      middleware: [humanInTheLoopMiddleware({ interruptOn: { pay: true } })],
      checkpointer: new MemorySaver(),
    });
    await agent.invoke(ASK, { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_agent cashier [interrupted]", "  chat m"]);
  });

  it("runs the tool once a person has decided", async () => {
    const { callbacks, tree } = setUp();
    const agent = createAgent({
      name: "cashier",
      model: new ScriptedModel({ replies: CALLS }),
      tools: [toTool("pay")],
      middleware: [humanInTheLoopMiddleware({ interruptOn: { pay: true } })],
      checkpointer: new MemorySaver(),
    });
    await agent.invoke(ASK, { callbacks, ...THREAD });
    await agent.invoke(new Command({ resume: { decisions: [{ type: "approve" }] } }), { callbacks, ...THREAD });
    expect(tree()).toEqual([
      "invoke_agent cashier [interrupted]",
      "  chat m",
      "invoke_agent cashier",
      "  execute_tool pay",
      "  chat m",
    ]);
  });
});

describe("a breakpoint", () => {
  const toAgent = (at: object) =>
    createReactAgent({
      name: "cashier",
      llm: new ScriptedModel({ replies: CALLS }),
      tools: [toTool("pay")],
      checkpointer: new MemorySaver(),
      ...at,
    });

  it("before a tool interrupts the agent, and whoever goes on has approved", async () => {
    const { callbacks, tree, records } = setUp();
    const agent = toAgent({ interruptBefore: ["tools"] });
    await agent.invoke(ASK, { callbacks, ...THREAD });
    await agent.invoke(null, { callbacks, ...THREAD });
    expect(tree()).toEqual([
      "invoke_agent cashier [interrupted]",
      "  chat m",
      "invoke_agent cashier",
      "  execute_tool pay",
      "  chat m",
    ]);
    const agents = records().filter((record) => record.name === "invoke_agent");
    expect(agents.map((record) => record.confirmation)).toEqual(["requested", "approved"]);
  });

  it("after a tool interrupts the agent", async () => {
    const { callbacks, tree } = setUp();
    await toAgent({ interruptAfter: ["tools"] }).invoke(ASK, { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_agent cashier [interrupted]", "  chat m", "  execute_tool pay"]);
  });

  it("interrupts a streamed workflow, and the agent in it", async () => {
    const { callbacks, tree } = setUp();
    const inner = createReactAgent({
      name: "cashier",
      llm: new ScriptedModel({ replies: CALLS }),
      tools: [toTool("pay")],
      interruptBefore: ["tools"],
    });
    const shop = new StateGraph(MessagesAnnotation)
      .addNode("checkout", inner)
      .addEdge("__start__", "checkout")
      .compile({ name: "shop", checkpointer: new MemorySaver() });
    for await (const _ of await shop.stream(ASK, { callbacks, ...THREAD }));
    expect(tree()).toEqual([
      "invoke_workflow shop [interrupted]",
      "  invoke_agent cashier [interrupted]",
      "    chat m",
    ]);
  });

  it("interrupts the chain around its graph", async () => {
    const { callbacks, tree } = setUp();
    const flow = toFlow({ interruptBefore: ["approve"] }) as unknown as Runnable;
    await flow.withRetry().invoke(ASK, { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_workflow flow [interrupted]"]);
  });

  it("prints nothing, and leaves a run that ends well alone", async () => {
    const printed = [vi.spyOn(console, "warn"), vi.spyOn(console, "error")];
    onTestFinished(() => void vi.restoreAllMocks());
    const { callbacks, tree } = setUp();
    const agent = toAgent({ interruptBefore: ["tools"], llm: new ScriptedModel() });
    await agent.invoke(ASK, { callbacks, ...THREAD });
    await agent.invoke(ASK, { callbacks, ...THREAD });
    expect(tree()).toEqual(["invoke_agent cashier", "  chat m", "invoke_agent cashier", "  chat m"]);
    for (const print of printed) expect(print).not.toHaveBeenCalled();
  });
});
