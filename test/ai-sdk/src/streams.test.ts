import { isospanCallTelemetry } from "@isospan/ai-sdk";
import { describe, expect, it } from "vitest";
import { settleAll, toEnding } from "./ending.ts";
import { scriptedModel } from "./scripted-model.ts";
import { AI_7, VERSIONS, type Version } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { STREAM_ENDINGS, type StreamEnding } from "./stream-endings.ts";
import { byInstrumentModel, waysOf } from "./ways.ts";

const endingsOf = ({ name }: Version): readonly StreamEnding[] =>
  STREAM_ENDINGS.filter(({ majors }) => majors?.includes(name.slice(0, 1)) ?? true);

describe.each(VERSIONS)("AI SDK $name", (version) => {
  describe.each(waysOf(version))("by %s", (_name, way) => {
    it.each(endingsOf(version))("$fact", async (play) => {
      const all = setUp();
      const model = scriptedModel(version.specification, [{ stream: play.stream(version.specification) }]);
      await read(version, way(version, model, all.telemetry), play);
      await settleAll(all);
      expect(all.records().map(toEnding)).toEqual([`chat ${play.ending}`]);
    });
  });
});

describe("AI SDK 7 with us registered", () => {
  it.each(endingsOf(AI_7))("$fact", async (play) => {
    const all = setUp({ register: true });
    const model = scriptedModel("v4", [{ stream: play.stream("v4") }]);
    await read(AI_7, model, play);
    await settleAll(all);
    const expected = [`chat ${play.ending}`, `invoke_agent ${play.agent ?? play.ending}`];
    expect(all.records().map(toEnding).toSorted()).toEqual(expected);
  });
});

/** The SDK drops the agent's span there: it is closed later, and not as what its model's call was. */
const UNTOLD: ReadonlySet<string> = new Set(["a stream that breaks is an error"]);

describe.each(VERSIONS.filter(({ name }) => name !== "7"))("AI SDK $name, told of the call", (version) => {
  const endings = endingsOf(version);
  const check = async (play: StreamEnding): Promise<void> => {
    const all = setUp();
    const { telemetry } = all;
    const model = scriptedModel(version.specification, [{ stream: play.stream(version.specification) }]);
    const told = { experimental_telemetry: isospanCallTelemetry({ telemetry, functionId: "planner" }) };
    await read(version, byInstrumentModel(version, model, telemetry), play, told);
    await settleAll(all);
    const expected = [`chat ${play.ending}`, `invoke_agent ${play.agent ?? play.ending}`];
    expect(all.records().map(toEnding).toSorted()).toEqual(expected);
  };

  it.each(endings.filter(({ fact }) => !UNTOLD.has(fact)))("$fact", check);

  it.fails.each(endings.filter(({ fact }) => UNTOLD.has(fact)))("$fact", check);
});

async function read({ sdk }: Version, model: object, { read, options }: StreamEnding, told?: object): Promise<void> {
  const abort = new AbortController();
  const settings = { model, prompt: "Hello", maxRetries: 0, abortSignal: abort.signal, onError: () => {} };
  const call = { ...settings, ...told, ...options?.() };
  const streamed = sdk.streamText(call as never);
  const toEnd = async (): Promise<void> => {
    for await (const _ of streamed.textStream);
  };
  await (read === undefined ? toEnd() : read(streamed, abort)).catch(() => {});
}
