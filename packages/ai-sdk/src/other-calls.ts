import type { OperationEnd, OperationStart, RequestParameters, Usage } from "@isospan/core";
import { fields, finite, text } from "./fields.ts";
import type { Model, ResponseMetadata } from "./shapes.ts";

type OutputType = RequestParameters["outputType"];

/** What models of every other kind are asked and answer, as far as it is read. */
export interface OtherOptions {
  readonly abortSignal?: AbortSignal | undefined;
  readonly query?: unknown;
  readonly topN?: number | undefined;
  readonly text?: unknown;
  readonly audio?: unknown;
}

export interface OtherResult {
  readonly usage?: OtherUsage | undefined;
  readonly embeddings?: object | undefined;
  readonly response?: ResponseMetadata | undefined;
  readonly ranking?: readonly { readonly index: number; readonly relevanceScore: number }[] | undefined;
}

/** Embeddings count tokens, images both ways. NaN stands for what is not known. */
export interface OtherUsage {
  readonly tokens?: number | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
}

export function toEmbeddings({ provider, modelId }: Model): OperationStart {
  return { name: "embeddings", provider, model: modelId };
}

/** Images, speech and transcriptions. */
export function toGeneration({ provider, modelId }: Model, outputType: OutputType): OperationStart {
  return { name: "generate_content", provider, model: modelId, request: { outputType } };
}

/** Reranking finds what fits a query, among what is at hand. */
export function toRanking({ provider, modelId }: Model, { query, topN }: OtherOptions): OperationStart {
  const text = typeof query === "string" ? query : undefined;
  return { name: "retrieval", provider, model: modelId, retrieval: { query: text, topK: topN } };
}

/** Images are asked for by a prompt, speech by a text, transcriptions by a sound. */
export function toOutputType({ text, audio }: OtherOptions): OutputType {
  if (audio !== undefined) return "text";
  return text === undefined ? "image" : "speech";
}

/** The end of a call, read by core field by field. */
export class OtherEnd implements OperationEnd {
  readonly #result: OtherResult;

  constructor(result: OtherResult) {
    this.#result = result;
  }

  get response(): OperationEnd["response"] {
    const { id, modelId, body } = this.#result.response ?? {};
    const model = modelId ?? text(fields(body).model);
    return id === undefined && model === undefined ? undefined : { id, model };
  }

  get usage(): Usage | undefined {
    const { tokens, inputTokens = tokens, outputTokens } = this.#result.usage ?? {};
    return { inputTokens: finite(inputTokens), outputTokens: finite(outputTokens) };
  }

  /** Where the provider tells no usage, the SDK makes one of its own. */
  get identity(): object | undefined {
    const { usage, embeddings } = this.#result;
    return finite(usage?.tokens ?? usage?.inputTokens) === undefined ? (embeddings ?? usage) : usage;
  }

  get documents(): OperationEnd["documents"] {
    return this.#result.ranking?.map(({ index, relevanceScore }) => ({ id: String(index), score: relevanceScore }));
  }
}
