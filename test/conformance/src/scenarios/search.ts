import type { Play, Scenario } from "../scenario.ts";

const search: Play = {
  kind: "retrieve",
  retriever: {
    name: "handbook",
    documents: [
      { id: "doc-7", score: 0.92, text: "Refunds take five days." },
      { id: "doc-3", score: 0.81, text: "Refunds are made to the card that was used." },
    ],
  },
  query: "How long does a refund take?",
};

const EMBEDDING = { name: "text-embedding-3-small" } as const;
const texts = ["Refunds take five days.", "Refunds are made to the card that was used."];

/** Retrievers and embeddings. */
export const searchScenarios: readonly Scenario[] = [
  { name: "retrieval", play: search },
  { name: "retrieval_with_content", content: true, play: search },
  { name: "embeddings", play: { kind: "embed", model: EMBEDDING, texts: ["How long does a refund take?"] } },
  { name: "embeddings_of_documents", play: { kind: "embed", model: EMBEDDING, texts } },
  { name: "embeddings_usage", play: { kind: "embed", model: { ...EMBEDDING, inputTokens: 19 }, texts } },
];
