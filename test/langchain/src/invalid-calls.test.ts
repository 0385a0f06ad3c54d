import { MemorySaver } from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { INVALID, NO_TOOL, UNKNOWN, WRONG, weather } from "./invalid-calls.ts";
import { type Reply, ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK } from "./tools.ts";

const frameworks = {
  createAgent: (replies: readonly Reply[]) =>
    createAgent({
      name: "forecaster",
      model: new ScriptedModel({ replies }),
      tools: [weather],
      checkpointer: new MemorySaver(),
    }),
  createReactAgent: (replies: readonly Reply[]) =>
    createReactAgent({
      name: "forecaster",
      llm: new ScriptedModel({ replies }),
      tools: [weather],
      checkpointer: new MemorySaver(),
    }),
};

const thread = { configurable: { thread_id: "t-1" } };

describe.each(Object.keys(frameworks) as (keyof typeof frameworks)[])("with %s", (framework) => {
  const toAgent = frameworks[framework];
  type Invoke = (input: object, config: object) => Promise<unknown>;
  const invoke = (agent: unknown, config: object) => (agent as { readonly invoke: Invoke }).invoke(ASK, config);

  it.each([
    ["arguments that do not fit", WRONG, INVALID],
    ["an unknown tool", UNKNOWN, NO_TOOL],
  ])("a call with %s is a tool's record that failed, although no tool ran", async (_what, replies, line) => {
    const { callbacks, tree } = setUp();
    await invoke(toAgent(replies), { callbacks, ...thread });
    expect(tree()).toEqual(["invoke_agent forecaster", "  chat m", line, "  chat m"]);
  });

  it.each([
    ["arguments that do not fit", WRONG],
    ["an unknown tool", UNKNOWN],
  ])("a call with %s has the id that the model gave it", async (_what, replies) => {
    const { callbacks, records } = setUp();
    await invoke(toAgent(replies), { callbacks, ...thread });
    expect(records().find((record) => record.name === "execute_tool")?.tool?.callId).toBe("call-1");
  });

  it.each([
    ["arguments that do not fit", WRONG],
    ["an unknown tool", UNKNOWN],
  ])("a call with %s is not reported again in the turn after", async (_what, replies) => {
    const { callbacks, tree } = setUp();
    const agent = toAgent([...replies, "second answer"]);
    await invoke(agent, { callbacks, ...thread });
    await invoke(agent, { callbacks, ...thread });
    expect(tree().slice(4)).toEqual(["invoke_agent forecaster", "  chat m"]);
  });

  it("an invalid call beside a valid one is reported alone", async () => {
    const { callbacks, tree } = setUp();
    const calls = [
      { name: "weather", args: { city: "Rome" } },
      { name: "weather", args: {} },
    ];
    await invoke(toAgent([calls, "done"]), { callbacks, ...thread });
    expect(tree().toSorted()).toEqual(
      ["invoke_agent forecaster", "  chat m", "  execute_tool weather", INVALID, "  chat m"].toSorted(),
    );
  });

  it("an invalid call is reported in a second turn of its own", async () => {
    const { callbacks, tree } = setUp();
    const agent = toAgent(["first answer", ...WRONG]);
    await invoke(agent, { callbacks, ...thread });
    await invoke(agent, { callbacks, ...thread });
    expect(tree().filter((line) => line === INVALID)).toHaveLength(1);
  });
});
