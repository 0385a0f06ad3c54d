import type { OperationRecord, Telemetry } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { type ScriptedModel, scriptedModel } from "./scripted-model.ts";
import { AI_7, VERSIONS, type Version } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { byInstrumentModel, byMiddleware, type Way, waysOf } from "./ways.ts";
import { run } from "./weather.ts";

type Calls = Pick<ScriptedModel, "doGenerate" | "doStream">;
type Inner = readonly [primary: Calls, secondary: Calls];

/** A model that asks others. */
const toModel = (version: Version, calls: Calls): object => ({
  specificationVersion: version.specification,
  provider: "router",
  modelId: "auto",
  supportedUrls: {},
  ...calls,
});

const ROUTER = ([, secondary]: Inner): Calls => ({
  doGenerate: (options) => secondary.doGenerate(options),
  doStream: (options) => secondary.doStream(options),
});

const FALLBACK = ([primary, secondary]: Inner): Calls => ({
  doGenerate: (options) => primary.doGenerate(options).catch(() => secondary.doGenerate(options)),
  doStream: (options) => primary.doStream(options).catch(() => secondary.doStream(options)),
});

const BEST_OF_TWO = ([primary, secondary]: Inner): Calls => ({
  async doGenerate(options) {
    const [, better] = await Promise.all([primary.doGenerate(options), secondary.doGenerate(options)]);
    return better as object;
  },
  async doStream(options) {
    const [worse, better] = await Promise.all([primary.doStream(options), secondary.doStream(options)]);
    for await (const _ of worse.stream);
    return better;
  },
});

const PLAYS: readonly (readonly [what: string, toCalls: (inner: Inner) => Calls, failing: boolean, ended: string[]])[] =
  [
    ["a router is the model that was asked", ROUTER, false, ["openai/large ok"]],
    ["a fallback is one for each model", FALLBACK, true, ["openai/large ok", "openai/small error"]],
    ["the best of two is both", BEST_OF_TWO, false, ["openai/large ok", "openai/small ok"]],
  ];

const both = [[false], [true]] as const;

describe.each(VERSIONS)("AI SDK $name", (version) => {
  describe.each(waysOf(version))("by %s", (_way, inner) => {
    describe.each([["unwrapped", undefined] as const, ...waysOf(version)])("around it %s", (_around, outer) => {
      describe.each(both)("streamed: %s", (streamed) => {
        it.each(PLAYS)("%s", async (_fact, toCalls, failing, ended) => {
          const { telemetry, calls } = setUp();
          await play({ version, toCalls, failing, telemetry, inner, outer, streamed });
          expect(calls().map(toLine).toSorted()).toEqual(ended);
          // Without anything around them nothing says that they belong together.
          const from = failing && outer !== undefined ? ["small"] : [];
          expect(calls().flatMap(({ fallbackFrom }) => fallbackFrom ?? [])).toEqual(from);
        });
      });
    });
  });
});

describe("AI SDK 7 with us registered", () => {
  describe.each([byInstrumentModel, byMiddleware])("%o", (inner) => {
    describe.each(both)("streamed: %s", (streamed) => {
      it.each(PLAYS)("%s", async (_fact, toCalls, failing, ended) => {
        const { telemetry, calls, records } = setUp({ register: true });
        await play({ version: AI_7, toCalls, failing, telemetry, inner, outer: undefined, streamed });
        expect(calls().map(toLine).toSorted()).toEqual(ended);
        expect(calls().flatMap(({ fallbackFrom }) => fallbackFrom ?? [])).toEqual(failing ? ["small"] : []);
        const agent = records().find(({ name }) => name === "invoke_agent");
        for (const call of calls()) expect(call.parentSpanId).toBe(agent?.spanId);
      });
    });
  });
});

const toLine = ({ provider, model, outcome }: OperationRecord): string => `${provider}/${model} ${outcome}`;

interface Played {
  readonly version: Version;
  readonly toCalls: (inner: Inner) => Calls;
  readonly failing: boolean;
  readonly telemetry: Telemetry;
  readonly inner: Way;
  readonly outer: Way | undefined;
  readonly streamed: boolean;
}

async function play({ version, toCalls, failing, telemetry, inner, outer, streamed }: Played): Promise<void> {
  const { specification } = version;
  const primary = scriptedModel(specification, [failing ? { throws: new Error("busy") } : { text: "Hm" }], "small");
  const secondary = scriptedModel(specification, [{ text: "Sunny" }], "large");
  const wrapped = [primary, secondary].map((model) => inner(version, model, telemetry)) as unknown as Inner;
  const router = toModel(version, toCalls(wrapped));
  const model = outer === undefined ? router : outer(version, router, telemetry);
  await run(version, { model, prompt: "The weather?", maxRetries: 0 }, streamed);
}
