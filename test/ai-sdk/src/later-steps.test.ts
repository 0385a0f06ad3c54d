import type { Gate } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { settleAll, toEnding } from "./ending.ts";
import { finish, type Reply, scriptedModel, TEXT_START, text } from "./scripted-model.ts";
import { type Specification, VERSIONS, type Version } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { toldCall } from "./told-runs.ts";
import { run, weather } from "./weather.ts";

const ASKS: Reply = { toolCalls: ["weather"] };
const ERROR = { type: "error", error: new TypeError("broken") };
const asksAndFails = (specification: Specification): Reply => {
  const call = { type: "tool-call", toolCallId: "w", toolName: "weather", input: "{}" };
  return { stream: [ERROR, call, finish(specification, ASKS)] };
};

/** The calls' and the agent's endings, after a first call that asks for a tool. */
async function endings(
  version: Version,
  streamed: boolean,
  replies: readonly Reply[],
  gates: readonly Gate[] = [],
): Promise<readonly string[]> {
  const all = setUp({ register: version.name === "7", gates });
  const model = scriptedModel(version.specification, replies);
  const call = { ...weather(version, model), ...toldCall(version, model, all.telemetry) };
  await run(version, call, streamed).catch(() => {});
  await settleAll(all);
  return all.records().map(toEnding);
}

describe.each(VERSIONS)("an agent of AI SDK $name", (version) => {
  const { specification } = version;

  it.each([[false], [true]])("that fails at its second model call has failed, streamed: %s", async (streamed) => {
    expect(await endings(version, streamed, [ASKS, { throws: new TypeError("down") }])).toEqual([
      "chat ok",
      "execute_tool ok",
      "chat error TypeError",
      "invoke_agent error TypeError",
    ]);
  });

  it.each([[false], [true]])("that is refused its second model call has failed, streamed: %s", async (streamed) => {
    let calls = 0;
    const enter: Gate["enter"] = ({ name }) => {
      if (name === "chat" && ++calls === 2) throw new TypeError("refused");
    };
    expect(await endings(version, streamed, [ASKS, { text: "Sunny" }], [{ enter }])).toEqual([
      "chat ok",
      "execute_tool ok",
      "chat denied TypeError",
      "invoke_agent error TypeError",
    ]);
  });

  it("whose last stream tells of an error has failed, whatever its finish says", async () => {
    const last = { stream: [TEXT_START, text("a"), ERROR, finish(specification)] };
    expect((await endings(version, true, [ASKS, last])).at(-1)).toBe("invoke_agent error TypeError");
  });

  it("that goes on after a stream that tells of an error has not failed", async () => {
    expect(await endings(version, true, [asksAndFails(specification), { text: "Sunny" }])).toEqual([
      "chat error TypeError",
      "execute_tool ok",
      "chat ok",
      "invoke_agent ok",
    ]);
  });
});
