import type { RetrieverScript } from "../scenario.ts";

/** What the scripted retriever is built from, out of one line's `@langchain/core`. */
export interface RetrieverModules {
  readonly BaseRetriever: abstract new () => Retriever;
  readonly Document: new (fields: { pageContent: string; id: string; metadata: Record<string, unknown> }) => object;
}

interface Retriever {
  invoke(query: string, config: object): Promise<unknown>;
}

/** A retriever that finds what the script says, as a vector store's would: the score is in the metadata. */
export function scriptedRetriever({ BaseRetriever, Document }: RetrieverModules, script: RetrieverScript): Retriever {
  const Base = BaseRetriever as abstract new () => object;

  class ScriptedRetriever extends Base {
    lc_namespace = ["conformance", "scripted"];

    async _getRelevantDocuments(): Promise<readonly object[]> {
      return script.documents.map(
        ({ id, score, text }) => new Document({ pageContent: text, id, metadata: { score } }),
      );
    }
  }

  return new ScriptedRetriever() as unknown as Retriever;
}
