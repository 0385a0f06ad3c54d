import { describe, expect, it } from "vitest";
import { settleAll } from "./ending.ts";
import { scriptedModel } from "./scripted-model.ts";
import { VERSIONS } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { toldCall } from "./told-runs.ts";
import { run, weather } from "./weather.ts";

const call = (toolName: string) => ({ type: "tool-call", toolCallId: "same", toolName, input: '{"city":"Rome"}' });

describe.each(VERSIONS)("AI SDK $name", (version) => {
  it.each([
    ["of one tool", "weather"],
    ["of two tools", "map"],
  ])("two calls %s under one id are two records", async (_what, other) => {
    const all = setUp({ register: version.name === "7" });
    const content = [call("weather"), call(other)];
    const replies = [{ toolCalls: [], more: { content } }, { text: "Sunny." }];
    const model = scriptedModel(version.specification, replies);
    const settings = weather(version, model) as { readonly tools: { readonly weather: object } };
    const tools = { ...settings.tools, map: settings.tools.weather };
    await run(version, { ...settings, ...toldCall(version, model, all.telemetry), tools }, false);
    await settleAll(all);
    expect(all.ended()).toEqual(["chat ok", "execute_tool ok", "execute_tool ok", "chat ok", "invoke_agent ok"]);
    expect(all.telemetry.diagnostics()).toEqual({});
  });
});
