import { hasToolCall } from "ai";
import { describe, expect, it } from "vitest";
import { settleAll } from "./ending.ts";
import { scriptedModel } from "./scripted-model.ts";
import { AI_7, VERSIONS } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { toldCall } from "./told-runs.ts";
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
  "with AI SDK 7, a broken stream ends the loop and is no limit, streamed: %s",
  async (streamed) => {
    const all = setUp({ register: true });
    const asks = { toolCalls: ["weather"] };
    const finishReason = { unified: "interrupted", raw: undefined };
    const model = scriptedModel("v4", [asks, asks, { ...asks, more: { finishReason } }]);
    await run(AI_7, weather(AI_7, model), streamed);
    await settleAll(all);
    expect(all.calls().map(({ outcome }) => outcome)).toEqual(["ok", "ok", "incomplete"]);
    const agent = all.records().find(({ name }) => name === "invoke_agent");
    expect(agent).toMatchObject({ outcome: "ok" });
    expect(agent?.limitHit).toBeUndefined();
  },
);

describe.each(VERSIONS)("with AI SDK $name", (version) => {
  it.each([[false], [true]])(
    "streamed: %s: a tool that the application runs itself ends the loop",
    async (streamed) => {
      const all = setUp({ register: version.name === "7" });
      const model = scriptedModel(version.specification, [
        { toolCalls: ["weather"] },
        { toolCalls: ["weather", "map"] },
      ]);
      const settings = weather(version, model) as { readonly tools: { readonly weather: object } };
      const map = { ...settings.tools.weather, execute: undefined };
      const told = toldCall(version, model, all.telemetry);
      await run(version, { ...settings, ...told, tools: { ...settings.tools, map } }, streamed);
      await settleAll(all);
      const agent = all.records().find(({ name }) => name === "invoke_agent");
      expect(agent).toMatchObject({ outcome: "ok" });
      // Version 5 does not say so: there it looks like a limit.
      expect(agent?.limitHit).toBe(version.name === "5" ? "steps" : undefined);
    },
  );
});
