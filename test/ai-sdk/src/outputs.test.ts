import { jsonSchema, streamObject } from "ai";
import { describe, expect, it } from "vitest";
import { settleAll, toEnding } from "./ending.ts";
import { scriptedModel } from "./scripted-model.ts";
import { AI_7, VERSIONS, type Version } from "./sdk.ts";
import { type SetUp, setUp } from "./set-up.ts";
import { toldCall } from "./told-runs.ts";
import { type Way, waysOf } from "./ways.ts";
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

describe.each(VERSIONS)("AI SDK $name, told of a call", (version) => {
  const { sdk, specification, name } = version;
  const failures = ({ records }: SetUp) => records().map(({ name, parseFailure }) => [name, parseFailure]);
  /** An object of a form that the model does not keep to, which the application gets over. */
  const ask = async ({ telemetry }: SetUp, wrap: Way | undefined, text: string): Promise<void> => {
    const model = scriptedModel(specification, [{ text }]);
    const told = toldCall(version, model, telemetry);
    const schema = sdk.jsonSchema({
      type: "object",
      properties: { sky: { type: "string" } },
      required: ["sky"],
    } as never);
    const wrapped = wrap === undefined ? {} : { model: wrap(version, model, telemetry) };
    await Promise.resolve(sdk.generateObject({ ...told, ...wrapped, prompt: "The sky?", schema } as never)).catch(
      () => {},
    );
  };

  describe.each([["itself", undefined] as const, ...waysOf(version)])("whose model is recorded by %s", (_way, wrap) => {
    it("an object that cannot be read is a parse failure, and the call's success", async () => {
      const all = setUp({ register: name === "7" });
      await ask(all, wrap, "blue, I think");
      expect(all.records().map(toEnding)).toEqual(["chat ok", "task error AI_NoObjectGeneratedError"]);
      expect(failures(all)).toEqual([
        ["chat", undefined],
        ["task", true],
      ]);
      expect(all.records()[1]?.label).toBe("generateObject");
      expect(all.telemetry.diagnostics()).toEqual({});
    });

    it("one that can is a call and nothing else", async () => {
      const all = setUp({ register: name === "7" });
      await ask(all, wrap, '{"sky":"blue"}');
      expect(all.records().map(toEnding)).toEqual(["chat ok"]);
    });
  });

  it("it is one parse failure, though what is around it gets the same error", async () => {
    const all = setUp({ register: name === "7" });
    const told = toldCall(version, scriptedModel(specification, [{ text: "blue, I think" }]), all.telemetry);
    const asked = { ...call(version, {}), ...told };
    await all.telemetry.run({ name: "task", label: "job" }, () => run(version, asked, false)).catch(() => {});
    expect(failures(all)).toEqual([
      ["chat", undefined],
      ["invoke_agent", true],
      ["task", undefined],
    ]);
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

  it("an answer that is such an object is the agent's success, before what is around it ends", async () => {
    const all = setUp({ register: true });
    const asked = call(AI_7, scriptedModel("v4", [{ text: '{"sky":"blue"}' }]));
    await all.telemetry.run({ name: "task", label: "job" }, () => run(AI_7, asked, false));
    expect(all.records().map(toEnding)).toEqual(["chat ok", "invoke_agent ok", "task ok"]);
  });

  it("of many agents at once each has its own end, whoever looks meanwhile", async () => {
    const all = setUp({ register: true });
    const texts = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? '{"sky":"blue"}' : "blue, I think"));
    await Promise.all(
      texts.map(async (text, i) => {
        // Out of step with one another.
        for (let turns = 0; turns < i; turns++) await undefined;
        await run(AI_7, call(AI_7, scriptedModel("v4", [{ text }])), false).catch(() => {});
        await all.telemetry.flush();
      }),
    );
    expect(all.records().filter(({ parseFailure }) => parseFailure)).toHaveLength(20);
    expect(all.telemetry.diagnostics()).toEqual({});
  });

  it("a streamed object that cannot be read is a parse failure, too", async () => {
    const all = setUp({ register: true });
    const schema = jsonSchema({ type: "object", properties: { sky: { type: "string" } }, required: ["sky"] } as never);
    const asked = { model: scriptedModel("v4", [{ text: "blue, I think" }]), prompt: "The sky?", schema };
    const { object, partialObjectStream } = streamObject(asked as never);
    Promise.resolve(object).catch(() => {});
    for await (const _ of partialObjectStream);
    await settleAll(all);
    expect(all.records().map(toEnding)).toEqual(["chat ok", "task error AI_NoObjectGeneratedError"]);
  });

  it("streamed, it is the agent's success: only who asks for the object sees an error", () =>
    check(true, "invoke_agent ok"));
});
