import { hasToolCall } from "ai";
import { expect, it } from "vitest";
import { settleAll } from "./ending.ts";
import { scriptedModel } from "./scripted-model.ts";
import { AI_7 } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { run, weather } from "./weather.ts";

it.each([
  ["looks like a limit", [], "steps"],
  ["is no limit where it is named", ["answer"], undefined],
])("with AI SDK 7, a tool that ends the loop %s", async (_what, finalTools, expected) => {
  const all = setUp({ register: true, finalTools });
  const model = scriptedModel("v4", [{ toolCalls: ["weather"] }, { toolCalls: ["answer"] }]);
  const settings = weather(AI_7, model) as { readonly tools: { readonly weather: object } };
  const tools = { ...settings.tools, answer: settings.tools.weather };
  await run(AI_7, { ...settings, tools, stopWhen: hasToolCall("answer") }, false);
  await settleAll(all);
  const agent = all.records().find(({ name }) => name === "invoke_agent");
  expect(agent).toMatchObject({ outcome: "ok" });
  expect(agent?.limitHit).toBe(expected);
});

it.each([[false], [true]])(
  "streamed: %s: a tool that the application runs itself ends the loop, and no limit does",
  async (streamed) => {
    const all = setUp({ register: true });
    const model = scriptedModel("v4", [{ toolCalls: ["weather"] }, { toolCalls: ["weather", "map"] }]);
    const settings = weather(AI_7, model) as { readonly tools: { readonly weather: object } };
    const map = { ...settings.tools.weather, execute: undefined };
    await run(AI_7, { ...settings, tools: { ...settings.tools, map } }, streamed);
    await settleAll(all);
    const agent = all.records().find(({ name }) => name === "invoke_agent");
    expect(agent).toMatchObject({ outcome: "ok" });
    expect(agent?.limitHit).toBeUndefined();
  },
);
