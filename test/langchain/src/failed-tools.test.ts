import { Command } from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { createAgent, ToolMessage } from "langchain";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

describe("a tool that answers with a failed message", () => {
  it("is an error, and its agent carries on", async () => {
    const { callbacks, tree } = setUp();
    const failing = toTool("pay", (_input, config) => {
      const { toolCallId } = config as { readonly toolCallId?: string };
      return new ToolMessage({ content: "no money", tool_call_id: toolCallId ?? "", status: "error", name: "pay" });
    });
    const model = new ScriptedModel({ replies: [[{ name: "pay" }], "sorry"] });
    await createAgent({ name: "cashier", model, tools: [failing] }).invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_agent cashier", "  chat m", "  execute_tool pay [error ToolError]", "  chat m"]);
  });

  it("within a command is an error, and its agent carries on", async () => {
    const { callbacks, tree } = setUp();
    const answer = new ToolMessage({ content: "no money", tool_call_id: "c1", status: "error", name: "pay" });
    const failing = toTool("pay", () => new Command({ update: { messages: [answer] } }));
    const model = new ScriptedModel({ replies: [[{ name: "pay", id: "c1" }], "sorry"] });
    await createAgent({ name: "cashier", model, tools: [failing] }).invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_agent cashier", "  chat m", "  execute_tool pay [error ToolError]", "  chat m"]);
  });

  it("that throws is an error, once", async () => {
    const { callbacks, tree } = setUp();
    const failing = toTool("pay", () => {
      throw new RangeError("no money");
    });
    const llm = new ScriptedModel({ replies: [[{ name: "pay" }], "sorry"] });
    await createReactAgent({ name: "cashier", llm, tools: [failing] }).invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_agent cashier", "  chat m", "  execute_tool pay [error RangeError]", "  chat m"]);
  });
});
