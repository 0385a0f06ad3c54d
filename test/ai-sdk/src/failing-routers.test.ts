import type { OperationRecord, Telemetry } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { scriptedModel } from "./scripted-model.ts";
import { AI_7, VERSIONS, type Version } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { byInstrumentModel, type Way, waysOf } from "./ways.ts";
import { run } from "./weather.ts";

type Ask = (options: never) => PromiseLike<unknown>;

/** What a router makes of the errors of its two models. */
const MADE: readonly (readonly [string, (errors: readonly Error[]) => Error])[] = [
  ["all of them in one", (errors) => new AggregateError(errors, "all failed")],
  ["one with the last as its cause", ([, cause]) => new Error("all failed", { cause })],
];

const ALONE = () => new Error("all failed");

const both = [[false], [true]] as const;
const TWO = ["large error Error: large is down", "small error Error: small is down"];

describe.each(VERSIONS)("AI SDK $name", (version) => {
  describe.each(waysOf(version))("a router by %s", (_way, way) => {
    describe.each(both)("streamed: %s", (streamed) => {
      it.each(MADE)("that fails with %s is no call of its own", async (_what, toError) => {
        const { telemetry, calls } = setUp();
        await play(version, streamed, telemetry, toError, way);
        expect(calls().map(toLine).toSorted()).toEqual(TWO);
      });

      it("that fails with an error which names none of them is one", async () => {
        const { telemetry, calls } = setUp();
        await play(version, streamed, telemetry, ALONE, way);
        expect(calls().map(toLine).toSorted()).toEqual(["auto error Error: all failed", ...TWO]);
      });
    });
  });
});

describe.each([["unwrapped", undefined] as const, ...waysOf(AI_7)])(
  "AI SDK 7 with us registered, a router %s",
  (_way, way) => {
    describe.each(both)("streamed: %s", (streamed) => {
      it.each(MADE)("that fails with %s is no call of its own", async (_what, toError) => {
        const { telemetry, calls, records } = setUp({ register: true });
        await play(AI_7, streamed, telemetry, toError, way);
        expect(calls().map(toLine).toSorted()).toEqual(TWO);
        expect(records().at(-1)).toMatchObject({ name: "invoke_agent", outcome: "error", run: { modelCalls: 2 } });
      });
    });
  },
);

const toLine = ({ model, outcome, error }: OperationRecord): string =>
  `${model} ${outcome} ${error?.type}: ${error?.message}`;

async function play(
  version: Version,
  streamed: boolean,
  telemetry: Telemetry,
  toError: (errors: readonly Error[]) => Error,
  around?: Way,
): Promise<void> {
  const { specification } = version;

  const models = ["small", "large"].map((name) => {
    const model = scriptedModel(specification, [{ throws: new Error(`${name} is down`) }], name);
    return byInstrumentModel(version, model, telemetry) as { readonly doGenerate: Ask; readonly doStream: Ask };
  });
  const askAll = (how: "doGenerate" | "doStream") => async (options: never) => {
    const errors: Error[] = [];
    for (const model of models) await model[how](options).then(undefined, (error: Error) => errors.push(error));
    throw toError(errors);
  };
  const router = {
    specificationVersion: specification,
    provider: "router",
    modelId: "auto",
    supportedUrls: {},
    doGenerate: askAll("doGenerate"),
    doStream: askAll("doStream"),
  };
  const model = around === undefined ? router : around(version, router, telemetry);
  await run(version, { model, prompt: "The weather?", maxRetries: 0 }, streamed).catch(() => {});
}
