import { Document } from "@langchain/core/documents";
import { FakeEmbeddings, FakeVectorStore } from "@langchain/core/utils/testing";
import { VectorStoreRetriever } from "@langchain/core/vectorstores";
import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { instrumentEmbeddings, instrumentVectorStore } from "./index.ts";

class OpenAIEmbeddings extends FakeEmbeddings {
  readonly model = "text-embedding-3-small";
  readonly dimensions = 256;
  readonly #secret = 1;

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.all(texts.map((text) => this.embedQuery(text)));
  }

  override async embedQuery(text: string): Promise<number[]> {
    if (text === "fail") throw new TypeError("no");
    return [this.#secret];
  }
}

async function store(options: object = {}): Promise<FakeVectorStore> {
  const filled = new FakeVectorStore(new FakeEmbeddings(), {});
  await filled.addDocuments([new Document({ pageContent: "Rome", metadata: { id: "d1" } })]);
  return instrumentVectorStore(filled, options);
}

describe("instrumented embeddings", () => {
  it("record each call once, with provider, model and dimensions", async () => {
    const { telemetry, record } = setUp();
    const embeddings = instrumentEmbeddings(new OpenAIEmbeddings(), { telemetry });
    expect(await embeddings.embedDocuments(["a", "b"])).toEqual([[1], [1]]);
    expect(record()).toMatchObject({
      name: "embeddings",
      provider: "openai",
      model: "text-embedding-3-small",
      request: { dimensions: 256 },
      outcome: "ok",
      unpriced: "no_usage",
    });
  });

  it("throw what the original throws, and record it", async () => {
    const { telemetry, record } = setUp();
    const embeddings = instrumentEmbeddings(new OpenAIEmbeddings(), { telemetry, provider: "azure", model: "mine" });
    await expect(embeddings.embedQuery("fail")).rejects.toThrow(TypeError);
    expect(record()).toMatchObject({ provider: "azure.ai.openai", model: "mine", error: { type: "TypeError" } });
  });

  it("are recorded once where they are wrapped twice, as the last wrapper says", async () => {
    const { telemetry, record } = setUp();
    const once = instrumentEmbeddings(new OpenAIEmbeddings(), { telemetry, provider: "azure" });
    expect(await instrumentEmbeddings(once, { telemetry, model: "mine" }).embedQuery("a")).toEqual([1]);
    expect(record()).toMatchObject({ provider: "openai", model: "mine" });
  });

  it("with a cache before them are of the provider behind it", async () => {
    const { telemetry, record } = setUp();
    class CacheBackedEmbeddings extends FakeEmbeddings {
      readonly underlyingEmbeddings = new OpenAIEmbeddings();
    }
    await instrumentEmbeddings(new CacheBackedEmbeddings(), { telemetry }).embedQuery("a");
    expect(record()).toMatchObject({
      provider: "openai",
      model: "text-embedding-3-small",
      request: { dimensions: 256 },
    });
  });

  it("are of the same class, and their methods stay the same", () => {
    const embeddings = instrumentEmbeddings(new OpenAIEmbeddings());
    expect(embeddings).toBeInstanceOf(OpenAIEmbeddings);
    expect(embeddings.embedQuery).toBe(embeddings.embedQuery);
    expect(embeddings.dimensions).toBe(256);
  });

  it.each([
    [{}, {}, "embeddings"],
    [new FakeEmbeddings(), { modell: "x" }, "modell"],
  ])("refuse what is wrong, naming the field", (embeddings, options, field) => {
    expect(() => instrumentEmbeddings(embeddings as never, options as never)).toThrow(
      expect.objectContaining({ field }),
    );
  });
});

describe("an instrumented vector store", () => {
  it("records a search with its documents", async () => {
    const { telemetry, record } = setUp({ content: true });
    const found = await (await store({ telemetry })).similaritySearch("Rome?", 1);
    expect(found).toHaveLength(1);
    expect(record()).toMatchObject({
      name: "retrieval",
      retrieval: { dataSourceId: "memory", query: "Rome?", topK: 1 },
      documents: [{ id: "d1", content: "Rome" }],
    });
  });

  it("records scores, under the name that was given", async () => {
    const { telemetry, record } = setUp();
    await (await store({ telemetry, name: "kb" })).similaritySearchWithScore("Rome?", 1);
    expect(record().retrieval).toEqual({ dataSourceId: "kb", topK: 1 });
    expect(record().documents).toEqual([{ id: "d1", score: expect.any(Number) }]);
  });

  it("leaves a retriever's searches to the callbacks", async () => {
    const { telemetry, handler, record } = setUp();
    const retriever = (await store({ telemetry })).asRetriever({ k: 1 });
    await retriever.invoke("Rome?", { callbacks: [handler] });
    expect(record()).toMatchObject({ name: "retrieval", documents: [{ id: "d1" }] });
  });

  it.each(["similarity", "mmr"] as const)(
    "leaves the searches of a retriever that was given it, too (%s)",
    async (searchType) => {
      const { telemetry, handler, record } = setUp();
      const filled = await store({ telemetry });
      filled.maxMarginalRelevanceSearch = async () => [];
      const retriever = new VectorStoreRetriever({ vectorStore: filled, searchType } as never);
      await retriever.invoke("Rome?", { callbacks: [handler] });
      expect(record()).toMatchObject({ name: "retrieval", retrieval: { dataSourceId: "VectorStoreRetriever" } });
    },
  );

  it("records a search of a retriever that nobody else records", async () => {
    const { telemetry, record } = setUp();
    await new VectorStoreRetriever({ vectorStore: await store({ telemetry }) }).invoke("Rome?");
    expect(record().retrieval).toMatchObject({ dataSourceId: "memory" });
  });

  it("is recorded once where it is wrapped twice, as the last wrapper says", async () => {
    const { telemetry, record } = setUp();
    const twice = instrumentVectorStore(await store({ telemetry, name: "first" }), { telemetry, name: "second" });
    await twice.similaritySearch("Rome?", 1);
    expect(record().retrieval?.dataSourceId).toBe("second");
  });

  it.each([
    [{}, {}, "store"],
    [new FakeVectorStore(new FakeEmbeddings(), {}), { label: "x" }, "label"],
  ])("refuses what is wrong, naming the field", (wrong, options, field) => {
    expect(() => instrumentVectorStore(wrong as never, options as never)).toThrow(expect.objectContaining({ field }));
  });
});
