import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, tick, toTool } from "./tools.ts";

class OverBudget extends Error {
  override readonly name = "OverBudget";
}

const refuse = (): never => {
  throw new OverBudget("The budget is spent");
};

const refuseLater = async (): Promise<void> => {
  await tick();
  refuse();
};

const toAgent = (model: ScriptedModel) => createAgent({ name: "planner", model, tools: [toTool("search")] });

describe.each([
  ["at once", refuse],
  ["after a wait", refuseLater],
])("a gate that refuses %s", (_when, enter) => {
  /** LangChain prints what handlers throw. */
  function setUpGate(name: string) {
    const printed = vi.spyOn(console, "error").mockReturnValue();
    onTestFinished(() => printed.mockRestore());
    return setUp({ gates: [{ enter: (view) => (view.name === name ? enter() : undefined) }] });
  }

  it("a model's call: the application gets the refusal, and the provider no request", async () => {
    const { callbacks, tree } = setUpGate("chat");
    const model = new ScriptedModel();
    await expect(model.invoke("Hello", { callbacks })).rejects.toThrow(OverBudget);
    expect(model.calls).toBe(0);
    expect(tree()).toEqual(["chat m [denied OverBudget]"]);
  });

  it("an agent: the application gets the refusal, and no model is asked", async () => {
    const { callbacks, tree } = setUpGate("invoke_agent");
    const model = new ScriptedModel();
    await expect(toAgent(model).invoke(ASK, { callbacks })).rejects.toThrow(OverBudget);
    expect(model.calls).toBe(0);
    expect(tree()).toEqual(["invoke_agent planner [denied OverBudget]"]);
  });

  it("an agent's model call: the agent gets the refusal", async () => {
    const { callbacks, tree } = setUpGate("chat");
    const model = new ScriptedModel();
    await expect(toAgent(model).invoke(ASK, { callbacks })).rejects.toThrow(OverBudget);
    expect(tree()[1]).toBe("  chat m [denied OverBudget]");
  });

  it("a tool: it never runs, and one record says so", async () => {
    const { callbacks, tree } = setUpGate("execute_tool");
    const run = vi.fn(() => "found");
    await expect(toTool("search", run).invoke({}, { callbacks })).rejects.toThrow(OverBudget);
    expect(run).not.toHaveBeenCalled();
    expect(tree()).toEqual(["execute_tool search [denied OverBudget]"]);
  });
});

describe("a gate that knows of agents", () => {
  const toInner = {
    createAgent: (model: ScriptedModel) => createAgent({ name: "researcher", model, tools: [] }),
    createReactAgent: (llm: ScriptedModel) => createReactAgent({ name: "researcher", llm, tools: [] }),
  };

  it.each(Object.entries(toInner))("refuses a %s in a tool before its model is asked", async (_made, toInner) => {
    const printed = vi.spyOn(console, "error").mockReturnValue();
    onTestFinished(() => printed.mockRestore());
    const { callbacks, tree } = setUp({
      gates: [{ enter: ({ agent }) => void (agent?.name === "researcher" && refuse()) }],
    });
    const model = new ScriptedModel();
    const inner = toInner(model);
    const ask = toTool("ask", async (_input, config) => (await inner.invoke(ASK, config)).messages.length);
    const outer = new ScriptedModel({ replies: [[{ name: "ask" }], "done"] });
    await createAgent({ name: "planner", model: outer, tools: [ask] }).invoke(ASK, { callbacks });
    expect(model.calls).toBe(0);
    expect(tree()).toEqual([
      "invoke_agent planner",
      "  chat m",
      "  execute_tool ask [error OverBudget]",
      "    invoke_agent researcher [denied OverBudget]",
      "  chat m",
    ]);
  });
});

describe("a gate that lets everything in after a wait", () => {
  it("leaves the tree and the contexts as they are", async () => {
    const { callbacks, http, tree } = setUp({ gates: [{ enter: tick }] });
    const model = new ScriptedModel({ replies: [[{ name: "search" }], "done"], inside: () => http("provider") });
    await toAgent(model).invoke(ASK, { callbacks });
    expect(tree()).toEqual([
      "invoke_agent planner",
      "  chat m",
      "    provider",
      "  execute_tool search",
      "  chat m",
      "    provider",
    ]);
  });
});
