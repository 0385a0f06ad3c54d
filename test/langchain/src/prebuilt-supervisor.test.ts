import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { createSupervisor } from "@langchain/langgraph-supervisor";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

const worker = () => ({
  model: new ScriptedModel({ replies: [[{ name: "search" }], "sunny"] }),
  tools: [toTool("search")],
});

const EXPECTED = [
  "invoke_workflow team",
  "  invoke_agent boss",
  "    chat m",
  "    execute_tool transfer_to_forecaster",
  "  invoke_agent forecaster",
  "    chat m",
  "    execute_tool search",
  "    chat m",
  "  invoke_agent boss",
  "    chat m",
];

describe("LangGraph's createSupervisor", () => {
  const boss = () => new ScriptedModel({ replies: [[{ name: "transfer_to_forecaster" }], "Bring a hat."] });

  it("is a workflow of agents, one for each turn that somebody takes", async () => {
    const { callbacks, tree } = setUp();
    const { model, tools } = worker();
    const forecaster = createReactAgent({ name: "forecaster", llm: model, tools });
    const team = createSupervisor({ agents: [forecaster], llm: boss(), supervisorName: "boss" });
    await team.compile({ name: "team" }).invoke(ASK, { callbacks });
    expect(tree()).toEqual(EXPECTED);
  });

  it("is the same with agents of createAgent", async () => {
    const { callbacks, tree } = setUp();
    const forecaster = createAgent({ name: "forecaster", ...worker() });
    const team = createSupervisor({ agents: [forecaster.graph as never], llm: boss(), supervisorName: "boss" });
    await team.compile({ name: "team" }).invoke(ASK, { callbacks });
    expect(tree()).toEqual(EXPECTED);
  });

  it("has its handover as a tool that went well", async () => {
    const { callbacks, records } = setUp();
    const { model, tools } = worker();
    const forecaster = createReactAgent({ name: "forecaster", llm: model, tools });
    const team = createSupervisor({ agents: [forecaster], llm: boss(), supervisorName: "boss" });
    await team.compile({ name: "team" }).invoke(ASK, { callbacks });
    expect(records().map((record) => record.outcome)).toEqual(records().map(() => "ok"));
  });
});
