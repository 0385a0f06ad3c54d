import { describe, expect, it } from "vitest";
import { scriptedModel } from "./scripted-model.ts";
import { AI_7 } from "./sdk.ts";
import { agentOf, BOTH, EITHER, type Play, told, VETOES } from "./vetoes.ts";
import { run, weather } from "./weather.ts";

/** An agent's second step asks for two tools, of which one does not run like the other. */
const beside = (more: object, streamed: boolean): Play => {
  return (about) => {
    const model = scriptedModel("v4", [{ toolCalls: ["weather"] }, { toolCalls: ["weather", "pay"] }]);
    const settings = weather(AI_7, model) as { readonly tools: { readonly weather: object } };
    const pay = { ...settings.tools.weather, ...more };
    return run(AI_7, { ...settings, tools: { ...settings.tools, pay }, telemetry: about }, streamed);
  };
};

const CLIENT = { execute: undefined };
const APPROVED = { needsApproval: true };
const OK = ["invoke_agent ok", {}] as const;

describe.each([[false], [true]])("streamed: %s", (streamed) => {
  it.each(VETOES)("a tool that is the application's to run is no limit, where %s kept back", async (_what, about) => {
    const play = beside(CLIENT, streamed);
    const open = await told(play, {});
    expect(agentOf(open)).toEqual(OK);
    expect(await told(play, about)).toEqual(open);
  });

  it.each(EITHER)("a run that waits for an approval is interrupted, where %s kept back", async (_what, about) => {
    const play = beside(APPROVED, streamed);
    const open = await told(play, {});
    expect(agentOf(open)).toEqual(["invoke_agent interrupted", { confirmation: "requested" }]);
    expect(await told(play, about)).toEqual(open);
  });

  it("which of the two it is nobody knows where both are: it is no limit", async () => {
    expect(agentOf(await told(beside(APPROVED, streamed), BOTH))).toEqual(OK);
  });

  it("a limit that has stopped a loop is told, whatever is kept back", async () => {
    const stopWhen = ({ steps }: { readonly steps: readonly object[] }): boolean => steps.length === 2;
    const play: Play = (about) => {
      const call = weather(AI_7, scriptedModel("v4", [{ toolCalls: ["weather"] }]));
      return run(AI_7, { ...call, stopWhen, telemetry: about }, streamed);
    };
    const open = await told(play, {});
    expect(agentOf(open)).toEqual(["invoke_agent ok", { limitHit: "steps" }]);
    for (const [, veto] of VETOES) expect(await told(play, veto)).toEqual(open);
  });
});
