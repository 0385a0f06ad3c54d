import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
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
