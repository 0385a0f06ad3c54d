import type { OperationEnd, RetrievalInfo } from "@isospan/core";
import { className, number, object, type Serialized, text } from "./shapes.ts";

type Documents = NonNullable<OperationEnd["documents"]>;

/** What is read of a LangChain document. */
export interface Document {
  readonly pageContent?: unknown;
  readonly metadata?: unknown;
  readonly id?: unknown;
}

/** What a retriever searches: its name, else its store's type, which is its last tag, else its class. */
export function toRetrieval(
  serialized: Serialized | undefined,
  query: string,
  tags: readonly string[] | undefined,
  runName: string | undefined,
): RetrievalInfo {
  const type = className(serialized);
  const store = type === "VectorStoreRetriever" ? text(tags?.at(-1)) : undefined;
  return { dataSourceId: runName ?? store ?? type, query };
}

/** Where stores leave the score that LangChain's documents have no field for. */
const SCORES = ["score", "_score", "relevanceScore", "relevance_score", "similarity"] as const;

function toDocument({ id, pageContent, metadata }: Document, score?: number): Documents[number] {
  const known = object(metadata);
  const found = SCORES.map((key) => number(known[key])).find((each) => each !== undefined);
  return { id: text(id) ?? text(known.id), score: number(score) ?? found, content: text(pageContent) };
}

/** Documents, or pairs of one and its score. They are the store's, and what cannot be read costs itself. */
export class RetrievalEnd implements OperationEnd {
  readonly #documents: unknown;

  constructor(documents: unknown) {
    this.#documents = documents;
  }

  get documents(): Documents | undefined {
    if (!Array.isArray(this.#documents)) return undefined;
    return this.#documents.map((each) => {
      const [document, score] = Array.isArray(each) ? each : [each];
      return toDocument(object(document), number(score));
    });
  }
}
