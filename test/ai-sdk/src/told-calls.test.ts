import { instrumentModel, isospanCallTelemetry } from "@isospan/ai-sdk";
import type { Telemetry } from "@isospan/core";
import * as ai7 from "ai";
import * as ai6 from "ai6";
import { describe, expect, it, vi } from "vitest";
import { type ScriptedModel, scriptedModel } from "./scripted-model.ts";
import { AI_7, type Sdk, VERSIONS, type Version } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import type { About } from "./told-runs.ts";
import { waysOf } from "./ways.ts";

const OBJECT = { type: "object" };
const ANSWER = [{ text: '{"sky":"canary-answer"}' }];
const USER = { userId: "somebody" };

type Asked = Parameters<ScriptedModel["doGenerate"]>[0];
type Rerank = (call: never) => PromiseLike<unknown>;
type StreamObject = (call: never) => { readonly partialObjectStream: AsyncIterable<unknown> };

/** There are no such models of AI SDK 5. */
const rerankOf = ({ name, specification }: Version): Rerank | undefined => {
  if (specification === "v2") return undefined;
  return name === "7" ? (ai7.rerank as Rerank) : (ai6.rerank as Rerank);
};

/** What the application says, whichever model it has wrapped. */
function saying({ name }: Version, telemetry: Telemetry, about: About): object {
  if (name === "7") return { telemetry: about };
  return { experimental_telemetry: isospanCallTelemetry({ telemetry, metadata: USER, ...about }) };
}

async function makeObject({ sdk }: Version, streamed: boolean, call: object): Promise<void> {
  const given = { prompt: "canary-question", schema: sdk.jsonSchema(OBJECT as never), ...call } as never;
  if (!streamed) await sdk.generateObject(given);
  else for await (const _ of (sdk as Sdk & { streamObject: StreamObject }).streamObject(given).partialObjectStream);
}

const VETOES: readonly (readonly [About, readonly string[]])[] = [
  [{}, ["question", "answer"]],
  [{ recordInputs: false }, ["answer"]],
  [{ recordOutputs: false }, ["question"]],
  [{ recordInputs: false, recordOutputs: false }, []],
];

describe.each(VERSIONS)("AI SDK $name", (version) => {
  const { name, specification } = version;

  describe.each(waysOf(version))("with a model wrapped by %s", (_way, way) => {
    describe.each([[false], [true]])("streamed: %s", (streamed) => {
      it.each(VETOES)("an object keeps back what %o says", async (about, said) => {
        const { telemetry, records, spans } = setUp({ content: true, register: name === "7" });
        const model = way(version, scriptedModel(specification, ANSWER), telemetry);
        await makeObject(version, streamed, { model, ...saying(version, telemetry, about) });
        const left = JSON.stringify([records(), spans().map(({ attributes }) => attributes)]);
        expect(records()).toHaveLength(1);
        expect(["question", "answer"].filter((what) => left.includes(`canary-${what}`))).toEqual(said);
      });
    });
  });
});

const RERANKING = VERSIONS.flatMap((version) => {
  const rerank = rerankOf(version);
  return rerank === undefined ? [] : [{ ...version, version, rerank }];
});

describe.each(RERANKING)("AI SDK $name", ({ name, specification, version, rerank }) => {
  it("a ranking keeps back what it was asked", async () => {
    const { telemetry, records, spans } = setUp({ content: true, register: name === "7" });
    const ranking = [{ index: 0, relevanceScore: 1 }];
    const bare = { specificationVersion: specification, provider: "cohere", modelId: "r" };
    const model = instrumentModel({ ...bare, doRerank: async () => ({ ranking }) }, { telemetry });
    const about = saying(version, telemetry, { recordInputs: false });
    await rerank({ model, query: "canary-question", documents: ["a"], ...about } as never);
    expect(records().map(({ retrieval }) => retrieval)).toEqual([{}]);
    expect(JSON.stringify(spans().map(({ attributes }) => attributes))).not.toContain("canary");
  });
});

describe.each(VERSIONS.filter(({ name }) => name !== "7"))("AI SDK $name", (version) => {
  const { specification } = version;

  it("an object and embeddings are made for whom the call says", async () => {
    const { telemetry, records } = setUp();
    const about = saying(version, telemetry, {});
    const model = instrumentModel(scriptedModel(specification, [{ text: "none" }]), { telemetry });
    await makeObject(version, false, { model, ...about }).catch(() => {});
    const embedding = { specificationVersion: specification, provider: "p", modelId: "e", maxEmbeddingsPerCall: 2 };
    const doEmbed = async () => ({ embeddings: [[1]], usage: { tokens: 7 } });
    const embeds = instrumentModel({ ...embedding, doEmbed }, { telemetry });
    await version.sdk.embedMany({ model: embeds, values: ["a"], ...about } as never);
    expect(records().map((record) => [record.name, record.context?.userId])).toEqual([
      ["chat", "somebody"],
      ["task", "somebody"],
      ["embeddings", "somebody"],
    ]);
  });
});

describe("AI SDK 7, registered", () => {
  const schema = ai7.jsonSchema(OBJECT as never);
  const made = () => {
    const all = setUp({ register: true });
    return { ...all, wrap: <M extends object>(model: M): M => instrumentModel(model, { telemetry: all.telemetry }) };
  };
  /** A model whose calls answer when they are let. */
  const waiting = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const model = scriptedModel("v4", [{ text: "{}" }]);
    return {
      let: resolve,
      model: { ...model, doGenerate: (asked: Asked) => promise.then(() => model.doGenerate(asked)) },
    };
  };

  it("an object of a model that is not wrapped is recorded, whoever calls a wrapped one of its name meanwhile", async () => {
    const { wrap, calls } = made();
    const held = waiting();
    const object = AI_7.sdk.generateObject({ model: held.model, prompt: "a", schema } as never);
    const wrapped = wrap(scriptedModel("v4", [{ text: "{}" }]));
    await AI_7.sdk.generateText({ model: wrapped, prompt: "b" } as never);
    await AI_7.sdk.generateObject({ model: wrapped, prompt: "c", schema } as never);
    held.let();
    await object;
    expect(calls()).toHaveLength(3);
  });

  it("an object of a model that another copy of the adapter has wrapped is recorded once", async () => {
    const { telemetry, calls } = setUp({ register: true });
    vi.resetModules();
    const other = await import("@isospan/ai-sdk");
    expect(other.instrumentModel).not.toBe(instrumentModel);
    // Made for version 5, so that nothing but its place tells what it answers.
    const model = other.instrumentModel(scriptedModel("v2", [{ text: "{}" }]), { telemetry });
    await AI_7.sdk.generateObject({ model, prompt: "a", schema } as never);
    expect(calls()).toHaveLength(1);
  });

  it("an object keeps back what it says, and not what another one of the same name says at the same time", async () => {
    const { telemetry, calls } = setUp({ content: true, register: true });
    const object = (prompt: string, recordInputs: boolean) => {
      const model = instrumentModel(scriptedModel("v4", [{ text: "{}" }]), { telemetry });
      return AI_7.sdk.generateObject({ model, prompt, schema, telemetry: { recordInputs } } as never);
    };
    await Promise.all(Array.from({ length: 6 }, (_, index) => object(`said ${index}`, index % 2 === 0)));
    const said = calls().flatMap(({ input }) => JSON.stringify(input)?.match(/said \d/)?.[0] ?? []);
    expect([calls().length, said.sort()]).toEqual([6, ["said 0", "said 2", "said 4"]]);
  });

  it("hundreds of calls at once of a wrapped model are one record each", async () => {
    const { wrap, records } = made();
    const answer = { audio: new Uint8Array(4), warnings: [], response: { timestamp: new Date(0), modelId: "s" } };
    const bare = { specificationVersion: "v4", provider: "openai.speech", modelId: "s" };
    const model = wrap({ ...bare, doGenerate: async () => answer });
    const speak = () => ai7.generateSpeech({ model, text: "x" } as never);
    await Promise.all(Array.from({ length: 250 }, speak));
    expect(records()).toHaveLength(250);
  });

  it.each(["v2", "v3", "v4"] as const)(
    "an object of a wrapped model of %s under another name is one record",
    async (specification) => {
      const { wrap, calls } = made();
      const model = ai7.wrapLanguageModel({
        model: wrap(scriptedModel(specification, [{ text: "{}" }])) as never,
        middleware: {},
        modelId: "alias",
      });
      await AI_7.sdk.generateObject({ model, prompt: "a", schema } as never);
      expect(calls().map((record) => [record.model, record.usage?.inputTokens])).toEqual([["m", 10]]);
    },
  );

  it.each([[false], [true]])("one of many embeddings fails alone, wrapped: %s", async (wrapped) => {
    const { wrap, calls } = made();
    const gate = Promise.withResolvers<void>();
    const bare = { specificationVersion: "v4", provider: "p", modelId: "e", maxEmbeddingsPerCall: 1 };
    const doEmbed = async ({ values }: { readonly values: readonly string[] }) => {
      if (values[0] === "bad") throw new TypeError("no");
      await gate.promise;
      return { embeddings: [[1]], usage: { tokens: 7 }, warnings: [] };
    };
    const model = { ...bare, supportsParallelCalls: true, doEmbed };
    const values = ["a", "bad", "c"];
    await expect(
      AI_7.sdk.embedMany({ model: wrapped ? wrap(model) : model, values, maxRetries: 0 } as never),
    ).rejects.toThrow("no");
    gate.resolve();
    await expect.poll(() => calls().length).toBe(3);
    expect(calls().map(({ outcome, usage, attempt }) => [outcome, usage?.inputTokens, attempt])).toEqual([
      ["error", undefined, undefined],
      ["ok", 7, undefined],
      ["ok", 7, undefined],
    ]);
  });

  it("says how much the model is to think, and how long its embeddings are to be", async () => {
    const { records } = made();
    await AI_7.sdk.generateText({
      model: scriptedModel("v4", [{ text: "a" }]),
      prompt: "b",
      reasoning: "high",
    } as never);
    const bare = { specificationVersion: "v4", provider: "p", modelId: "e", maxEmbeddingsPerCall: 1 };
    const model = { ...bare, doEmbed: async () => ({ embeddings: [[1]], usage: { tokens: 7 }, warnings: [] }) };
    await AI_7.sdk.embedMany({ model, values: ["a"], dimensions: 256 } as never);
    expect(records().map(({ request }) => request)).toEqual([
      { reasoningLevel: "high" },
      undefined,
      { dimensions: 256 },
    ]);
  });
});
