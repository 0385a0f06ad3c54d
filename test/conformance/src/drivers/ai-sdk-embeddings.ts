import type { EmbeddingScript } from "../scenario.ts";
import type { Specification } from "./ai-sdk-line.ts";

/** An embedding model. Its specifications differ in their name and in warnings. */
export function scriptedEmbeddingModel({ name, inputTokens }: EmbeddingScript, specification: Specification): object {
  return {
    specificationVersion: specification,
    provider: "openai.embedding",
    modelId: name,
    maxEmbeddingsPerCall: 100,
    supportsParallelCalls: true,
    async doEmbed({ values }: { readonly values: readonly string[] }) {
      const usage = inputTokens === undefined ? undefined : { tokens: inputTokens };
      const embeddings = values.map(() => [0.1, 0.2, 0.3]);
      return { embeddings, usage, ...(specification !== "v2" && { warnings: [] }) };
    },
  };
}
