import { instrumentModel, isospanEmbeddingMiddleware } from "@isospan/ai-sdk";
import type { Telemetry } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { toEnding } from "./ending.ts";
import { scriptedModel } from "./scripted-model.ts";
import { VERSIONS, type Version } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { toldCall } from "./told-runs.ts";
import { waysOf } from "./ways.ts";
import { run } from "./weather.ts";

interface Layers {
  readonly instrumented: boolean;
  readonly middleware: boolean;
  readonly register: boolean;
}

/** Every way of recording embeddings that a version has, and all of them at once. */
const layersOf = ({ name, sdk }: Version): readonly Layers[] => {
  const maybe = [false, true];
  const all = maybe.flatMap((instrumented) =>
    maybe.flatMap((middleware) => maybe.map((register) => ({ instrumented, middleware, register }))),
  );
  return all.filter(({ instrumented, middleware, register }) => {
    if (!instrumented && !middleware && !register) return false;
    return (!middleware || sdk.wrapEmbeddingModel !== undefined) && (!register || name === "7");
  });
};

/** At most two texts a call. */
function embeddingModel(specification: string, usage: object | undefined) {
  const model = {
    specificationVersion: specification,
    provider: "openai.embedding",
    modelId: "e",
    maxEmbeddingsPerCall: 2,
    supportsParallelCalls: true,
    calls: 0,
    doEmbed: async ({ values }: { readonly values: readonly string[] }) => {
      model.calls++;
      return { embeddings: values.map(() => [0.1, 0.2]), usage: usage && { ...usage }, warnings: [] };
    },
  };
  return model;
}

function wrapped({ sdk }: Version, model: object, telemetry: Telemetry, { instrumented, middleware }: Layers): object {
  const inner = instrumented ? instrumentModel(model, { telemetry }) : model;
  if (!middleware || sdk.wrapEmbeddingModel === undefined) return inner;
  return sdk.wrapEmbeddingModel({ model: inner, middleware: isospanEmbeddingMiddleware({ telemetry }) } as never);
}

describe.each(VERSIONS)("AI SDK $name", (version) => {
  const { sdk, specification, name } = version;

  describe.each(layersOf(version))("with %o", (layers) => {
    it.each([{ tokens: 7 }, undefined])("an embedding is one record for each call, of usage %o", async (usage) => {
      const { telemetry, calls } = setUp({ register: layers.register });
      const model = embeddingModel(specification, usage);
      const values = ["a", "b", "c", "d", "e"];
      await sdk.embedMany({ model: wrapped(version, model, telemetry, layers), values } as never);
      expect(model.calls).toBe(3);
      expect(calls().map(({ usage: counted }) => counted?.inputTokens)).toEqual(Array(3).fill(usage?.tokens));
    });
  });

  it.each([{ tokens: 7 }, undefined])(
    "an embedding that is answered although its signal fired is ok, of usage %o",
    async (usage) => {
      const { telemetry, calls } = setUp();
      const abort = new AbortController();
      const model = embeddingModel(specification, usage);
      const { doEmbed } = model;
      model.doEmbed = (options) => {
        abort.abort();
        return doEmbed(options);
      };
      const call = { model: instrumentModel(model, { telemetry }), values: ["a"], abortSignal: abort.signal };
      await sdk.embedMany(call as never);
      expect(calls().map((record) => [toEnding(record), record.usage?.inputTokens])).toEqual([
        ["embeddings ok", usage?.tokens],
      ]);
    },
  );

  describe.each(waysOf(version))("by %s", (_way, way) => {
    it.each(name === "7" ? [false, true] : [false])("and registered: %s, an object is one record", async (register) => {
      const { telemetry, calls } = setUp({ register });
      const model = scriptedModel(specification, [{ text: '{"sky":"blue"}' }]);
      const schema = sdk.jsonSchema({ type: "object", properties: { sky: { type: "string" } } } as never);
      await sdk.generateObject({ model: way(version, model, telemetry), prompt: "The sky?", schema } as never);
      expect(calls().map(({ outcome, usage }) => [outcome, usage?.inputTokens])).toEqual([["ok", 10]]);
    });
  });

  it.each([false, true])("streamed: %s, a retry of the SDK's is a call of its own", async (streamed) => {
    const { telemetry, calls, records } = setUp({ register: name === "7" });
    const busy = new sdk.APICallError({
      message: "Overloaded",
      statusCode: 503,
      url: "http://127.0.0.1/",
      requestBodyValues: {},
      responseHeaders: { "retry-after-ms": "0" },
    });
    const model = scriptedModel(specification, [{ throws: busy }, { text: "Sunny" }]);
    const call = toldCall(version, instrumentModel(model, { telemetry }), telemetry);
    await run(version, { ...call, prompt: "The sky?", maxRetries: 1 }, streamed);
    expect(calls().map(toEnding)).toEqual(["chat error 503", "chat ok"]);
    expect(calls().map(({ attempt }) => attempt)).toEqual([undefined, 2]);
    expect(records().map(toEnding).at(-1)).toBe("invoke_agent ok");
  });
});
