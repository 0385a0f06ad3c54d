import type { Telemetry } from "@isospan/core";
import { instrumentEmbeddings } from "@isospan/langchain";
import type { EmbeddingScript } from "../scenario.ts";

/** What scripted embeddings are built from, out of one line's `@langchain/core`. */
export interface EmbeddingsModules {
  readonly Embeddings: abstract new (params: object) => object;
}

/** One text as a query, several as documents. LangChain's embeddings return vectors, and say nothing of usage. */
export async function embedAll(
  { Embeddings }: EmbeddingsModules,
  { name }: EmbeddingScript,
  texts: readonly string[],
  telemetry: Telemetry,
): Promise<void> {
  // The provider is known by the class's name alone.
  class OpenAIEmbeddings extends Embeddings {
    readonly model = name;

    constructor() {
      super({});
    }

    async embedQuery(_text: string): Promise<number[]> {
      return [0.1, 0.2, 0.3];
    }

    async embedDocuments(documents: string[]): Promise<number[][]> {
      return Promise.all(documents.map((text) => this.embedQuery(text)));
    }
  }

  const embeddings = instrumentEmbeddings(new OpenAIEmbeddings(), { telemetry });
  if (texts.length > 1) await embeddings.embedDocuments([...texts]);
  else await embeddings.embedQuery(String(texts[0]));
}
