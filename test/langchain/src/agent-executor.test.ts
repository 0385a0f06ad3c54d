import { AgentExecutor, createToolCallingAgent } from "@langchain/classic/agents";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { RunnableLambda } from "@langchain/core/runnables";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { toTool } from "./tools.ts";

const prompt = ChatPromptTemplate.fromMessages([
  ["human", "{input}"],
  ["placeholder", "{agent_scratchpad}"],
]);

function toExecutor(): AgentExecutor {
  const tools = [toTool("search")];
  const llm = new ScriptedModel({ replies: [[{ name: "search" }], "done"] });
  return new AgentExecutor({ agent: createToolCallingAgent({ llm, tools, prompt }), tools });
}

describe("an AgentExecutor", () => {
  it("is an agent named for its run, with its model calls and tools", async () => {
    const { callbacks, tree } = setUp();
    await toExecutor().invoke({ input: "Hello" }, { callbacks, runName: "support" });
    expect(tree()).toEqual(["invoke_agent support", "  chat m", "  execute_tool search", "  chat m"]);
  });

  it("is an agent without a name where its run has none", async () => {
    const { callbacks, tree } = setUp();
    await toExecutor().invoke({ input: "Hello" }, { callbacks });
    expect(tree()).toEqual(["invoke_agent", "  chat m", "  execute_tool search", "  chat m"]);
  });

  it("is an agent within a chain, too", async () => {
    const { callbacks, tree } = setUp();
    const chain = RunnableLambda.from((input: string) => ({ input })).pipe(toExecutor());
    await chain.invoke("Hello", { callbacks, runName: "flow" });
    expect(tree()).toEqual([
      "invoke_workflow flow",
      "  invoke_agent",
      "    chat m",
      "    execute_tool search",
      "    chat m",
    ]);
  });
});
