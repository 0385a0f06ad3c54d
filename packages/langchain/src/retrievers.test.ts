import { Document } from "@langchain/core/documents";
import { FakeRetriever } from "@langchain/core/utils/testing";
import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

const documents = [
  new Document({ id: "d1", pageContent: "Rome is sunny.", metadata: { score: 0.9 } }),
  new Document({ pageContent: "Oslo is not.", metadata: { id: "d2", relevanceScore: 0.4 } }),
];

describe("a retriever", () => {
  it("of LangChain's own is recorded with its documents' ids and scores", async () => {
    const { handler, record } = setUp();
    await new FakeRetriever({ output: documents }).invoke("Weather?", { callbacks: [handler], runName: "kb" });
    expect(record()).toMatchObject({ name: "retrieval", outcome: "ok", retrieval: { dataSourceId: "kb" } });
    expect(record().documents).toEqual([
      { id: "d1", score: 0.9 },
      { id: "d2", score: 0.4 },
    ]);
    expect(record().retrieval).not.toHaveProperty("query");
  });

  it("has the query and the texts where content is on", async () => {
    const { handler, record } = setUp({ content: true });
    await new FakeRetriever({ output: documents }).invoke("Weather?", { callbacks: [handler] });
    expect(record().retrieval?.query).toBe("Weather?");
    expect(record().documents?.map(({ content }) => content)).toEqual(["Rome is sunny.", "Oslo is not."]);
  });

  it.each([
    [["langchain_core", "vectorstores", "VectorStoreRetriever"], ["mine", "pinecone"], "pinecone"],
    [["langchain", "retrievers", "MultiQuery"], ["mine"], "MultiQuery"],
  ])("%j without a name is called by its store's type, else by its class", (id, tags, dataSourceId) => {
    const { handler, record } = setUp();
    handler.handleRetrieverStart({ id }, "Weather?", "r", undefined, tags);
    handler.handleRetrieverEnd([], "r");
    expect(record().retrieval).toEqual({ dataSourceId });
  });

  it("that fails is an error", () => {
    const { handler, record } = setUp();
    handler.handleRetrieverStart({}, "Weather?", "r");
    handler.handleRetrieverError(new TypeError("no index"), "r");
    expect(record()).toMatchObject({ name: "retrieval", outcome: "error", error: { type: "TypeError" } });
  });

  it.each([[undefined], ["text"], [[null, 7, { pageContent: 3, metadata: "none" }]]])(
    "that answers with %j loses the documents, not the record",
    (answer) => {
      const { handler, record } = setUp();
      handler.handleRetrieverStart({}, "Weather?", "r");
      handler.handleRetrieverEnd(answer, "r");
      expect(record().outcome).toBe("ok");
    },
  );
});
