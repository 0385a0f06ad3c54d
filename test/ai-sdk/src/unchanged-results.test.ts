import { instrumentModel, isospanCallTelemetry } from "@isospan/ai-sdk";
import type { Telemetry } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { type Reply, scriptedModel } from "./scripted-model.ts";
import { AI_7, VERSIONS, type Version } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { plain, toPlain } from "./to-plain.ts";
import { type Way, waysOf } from "./ways.ts";
import { ASKS_AND_SAYS, weather } from "./weather.ts";

const METADATA = { openai: { serviceTier: "flex", logprobs: [[{ token: "a", logprob: -0.1 }]] } };
const WARNINGS = [{ type: "other", message: "seed is not supported" }];

const REPLIES: readonly (readonly [string, readonly Reply[]])[] = [
  ["a tool and an answer", ASKS_AND_SAYS],
  ["metadata and warnings", [{ text: "Sunny", more: { providerMetadata: METADATA, warnings: WARNINGS } }]],
  ["no usage", [{ text: "Sunny", more: { usage: { inputTokens: {}, outputTokens: {} } } }]],
  ["nothing at all", [{}]],
];

type Call = (version: Version, model: object, telemetry: Telemetry) => object;

const bare: Call = (version, model) => weather(version, model);
const by =
  (way: Way): Call =>
  (version, model, telemetry) =>
    weather(version, way(version, model, telemetry));
const told: Call = (version, model, telemetry) => ({
  ...weather(version, instrumentModel(model, { telemetry })),
  experimental_telemetry: isospanCallTelemetry({ telemetry, functionId: "planner" }),
});

describe.each(VERSIONS)("AI SDK $name", (version) => {
  const ways = waysOf(version).map(([name, way]) => [name, by(way)] as const);
  const told7 = version.name === "7" ? [] : [["isospanCallTelemetry", told] as const];
  describe.each([...ways, ...told7])("with %s", (_name, call) => {
    it.each(REPLIES)("answers of %s are the same", async (_what, replies) => {
      expect(await generated(version, call, replies)).toEqual(await generated(version, bare, replies));
    });

    it.each(REPLIES)("streams of %s are the same", async (_what, replies) => {
      expect(await streamed(version, call, replies)).toEqual(await streamed(version, bare, replies));
    });

    it.each([new TypeError("broken"), "a text", null, 7])("an error is the same: %s", async (thrown) => {
      expect(await failed(version, call, thrown)).toEqual(await failed(version, bare, thrown));
    });

    it.each([new TypeError("broken"), "a text"])("a broken stream is the same: %s", async (thrown) => {
      const replies = [{ stream: [() => Promise.reject(thrown)] }];
      expect(await streamed(version, call, replies)).toEqual(await streamed(version, bare, replies));
    });
  });
});

describe("AI SDK 7 with us registered", () => {
  it.each(REPLIES)("answers of %s are the same", async (_what, replies) => {
    expect(await generated(AI_7, bare, replies, true)).toEqual(await generated(AI_7, bare, replies));
  });

  it.each(REPLIES)("streams of %s are the same", async (_what, replies) => {
    expect(await streamed(AI_7, bare, replies, true)).toEqual(await streamed(AI_7, bare, replies));
  });
});

async function generated(version: Version, call: Call, replies: readonly Reply[], register = false): Promise<unknown> {
  const { telemetry } = setUp({ register, content: true });
  const model = scriptedModel(version.specification, replies);
  return toPlain(await version.sdk.generateText(call(version, model, telemetry) as never));
}

/** All parts, and what the result says afterwards, as far as it does. */
async function streamed(version: Version, call: Call, replies: readonly Reply[], register = false): Promise<unknown> {
  const { telemetry } = setUp({ register, content: true });
  const model = scriptedModel(version.specification, replies);
  const errors: unknown[] = [];
  const onError = ({ error }: { readonly error: unknown }) => void errors.push(error);
  const result = version.sdk.streamText({ ...call(version, model, telemetry), onError } as never);
  const parts: unknown[] = [];
  const broken = await readInto(parts, result.fullStream);
  // Of a broken stream, version 5 never says the rest.
  return { parts, broken, errors, ...(broken === undefined && { result: await toPlain(result).catch(String) }) };
}

async function readInto(parts: unknown[], stream: AsyncIterable<unknown>): Promise<unknown> {
  try {
    for await (const part of stream) parts.push(plain(part));
    return undefined;
  } catch (error) {
    return { error };
  }
}

async function failed(version: Version, call: Call, thrown: unknown): Promise<unknown> {
  const { telemetry } = setUp();
  const model = scriptedModel(version.specification, [{ throws: thrown }]);
  try {
    return await version.sdk.generateText(call(version, model, telemetry) as never);
  } catch (error) {
    return { error, same: error === thrown };
  }
}
