import { describe, expect, it } from "vitest";
import { settleAll, toEnding } from "./ending.ts";
import { scriptedModel } from "./scripted-model.ts";
import { AI_7, VERSIONS, type Version } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { waysOf } from "./ways.ts";
import { run } from "./weather.ts";

const both = [[false], [true]] as const;

/** An answer that must be an object of this schema. */
function call({ sdk, output }: Version, model: object): object {
  const schema = { type: "object", properties: { sky: { type: "string" } }, required: ["sky"] };
  const wanted = sdk.Output.object({ schema: sdk.jsonSchema(schema as never) } as never);
  return { model, prompt: "The sky?", [output]: wanted, maxRetries: 0 };
}

describe.each(VERSIONS)("AI SDK $name", (version) => {
  describe.each(waysOf(version))("by %s", (_name, way) => {
    it.each(both)("streamed: %s: an answer that is no such object is the call's success", async (streamed) => {
      const all = setUp();
      const model = scriptedModel(version.specification, [{ text: "blue, I think" }]);
      await run(version, call(version, way(version, model, all.telemetry)), streamed).catch(() => {});
      await settleAll(all);
      expect(all.records().map(toEnding)).toEqual(["chat ok"]);
    });
  });
});

describe("AI SDK 7 with us registered", () => {
  const check = async (streamed: boolean, agent: string): Promise<void> => {
    const all = setUp({ register: true });
    const model = scriptedModel("v4", [{ text: "blue, I think" }]);
    await run(AI_7, call(AI_7, model), streamed).catch(() => {});
    await settleAll(all);
    expect(all.records().map(toEnding)).toEqual(["chat ok", agent]);
  };

  it("an answer that is no such object is the agent's error, as the application sees it", () =>
    check(false, "invoke_agent error AI_NoObjectGeneratedError"));

  it("it is a parse failure, and the agent's: what is around it gets the same error", async () => {
    const all = setUp({ register: true });
    const asked = call(AI_7, scriptedModel("v4", [{ text: "blue, I think" }]));
    await all.telemetry.run({ name: "task", label: "job" }, () => run(AI_7, asked, false)).catch(() => {});
    expect(all.records().map(({ name, outcome, parseFailure }) => [name, outcome, parseFailure])).toEqual([
      ["chat", "ok", undefined],
      ["invoke_agent", "error", true],
      ["task", "error", undefined],
    ]);
  });

  it("an answer that is such an object is the agent's success, before what is around it ends", async () => {
    const all = setUp({ register: true });
    const asked = call(AI_7, scriptedModel("v4", [{ text: '{"sky":"blue"}' }]));
    await all.telemetry.run({ name: "task", label: "job" }, () => run(AI_7, asked, false));
    expect(all.records().map(toEnding)).toEqual(["chat ok", "invoke_agent ok", "task ok"]);
  });

  it("streamed, it is the agent's success: only who asks for the object sees an error", () =>
    check(true, "invoke_agent ok"));
});
