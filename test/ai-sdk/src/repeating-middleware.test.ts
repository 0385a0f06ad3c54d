import { isospanMiddleware } from "@isospan/ai-sdk";
import { describe, expect, it } from "vitest";
import { toEnding } from "./ending.ts";
import { type Reply, scriptedModel } from "./scripted-model.ts";
import { VERSIONS } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { run } from "./weather.ts";

type Do<T> = () => PromiseLike<T>;

interface Wrapped {
  readonly doGenerate: Do<object>;
  readonly doStream: Do<{ readonly stream: ReadableStream }>;
}

const again = async <T>(call: Do<T>): Promise<T> => {
  try {
    return await call();
  } catch {
    return call();
  }
};

const RETRY = {
  specificationVersion: "v3",
  wrapGenerate: ({ doGenerate }: Wrapped) => again(doGenerate),
  wrapStream: ({ doStream }: Wrapped) => again(doStream),
};

const BEST_OF_TWO = {
  specificationVersion: "v3",
  wrapGenerate: async ({ doGenerate }: Wrapped) => (await Promise.all([doGenerate(), doGenerate()]))[1],
  wrapStream: async ({ doStream }: Wrapped) => {
    const [worse, better] = await Promise.all([doStream(), doStream()]);
    for await (const _ of worse.stream);
    return better;
  },
};

const PLAYS: readonly (readonly [string, object, readonly Reply[], readonly string[]])[] = [
  ["a retry", RETRY, [{ throws: new TypeError("busy") }, { text: "Sunny" }], ["chat error TypeError", "chat ok"]],
  ["the best of two", BEST_OF_TWO, [{ text: "Hm" }, { text: "Sunny" }], ["chat ok", "chat ok"]],
];

const both = [[false], [true]] as const;

describe.each(VERSIONS.filter(({ wraps }) => wraps))("AI SDK $name", (version) => {
  // From outside alone it would be one: the calls within are told to nobody.
  const places = ["inside alone", "inside and outside", ...(version.name === "7" ? ["inside and registered"] : [])];
  describe.each(places)("with us %s", (where) => {
    describe.each(both)("streamed: %s", (streamed) => {
      it.each(PLAYS)("%s is two calls", async (_what, repeating, replies, endings) => {
        const { telemetry, calls, spans, records } = setUp({ register: where.endsWith("registered") });
        const model = scriptedModel(version.specification, replies);
        const ours = isospanMiddleware({ telemetry });
        const middleware = [...(where.endsWith("outside") ? [ours] : []), repeating, ours];
        const wrapped = version.sdk.wrapLanguageModel({ model, middleware } as never);
        await run(version, { model: wrapped, prompt: "The sky?", maxRetries: 0 }, streamed);
        expect(model.calls).toBe(2);
        expect(calls().map(toEnding).toSorted()).toEqual(endings);
        expect(spans()).toHaveLength(records().length);
      });
    });
  });
});
