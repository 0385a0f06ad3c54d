import type { BilledCost, OperationEnd, OperationStart, RequestParameters, RetrievalInfo, Usage } from "@isospan/core";
import { fields, finite, has, text } from "./fields.ts";
import type { Model, ResponseMetadata } from "./shapes.ts";
import { toBilledCost } from "./to-billed-cost.ts";

/** What models of every other kind are asked and answer, as far as it is read. */
export interface OtherOptions {
  readonly abortSignal?: AbortSignal | undefined;
  readonly query?: unknown;
  readonly topN?: number | undefined;
  readonly text?: unknown;
  readonly audio?: unknown;
  /** Of embeddings, from version 7 on. */
  readonly dimensions?: number | undefined;
}

export interface OtherResult {
  readonly usage?: OtherUsage | undefined;
  readonly embeddings?: object | undefined;
  readonly response?: ResponseMetadata | undefined;
  readonly providerMetadata?: unknown;
  readonly ranking?: readonly { readonly index: number; readonly relevanceScore: number }[] | undefined;
}

/** Embeddings count tokens, images both ways. NaN stands for what is not known. */
export interface OtherUsage {
  readonly tokens?: number | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
}

/**
 * The start of a call of any other kind, read by core field by field: what cannot be read costs itself. Images, speech and
 * transcriptions are generated; reranking finds what fits a query, among what is at hand.
 */
export class OtherStart implements OperationStart {
  readonly name: "embeddings" | "generate_content" | "retrieval";
  readonly withhold: OperationStart["withhold"];
  readonly #model: Model;
  readonly #asked: OtherOptions;

  constructor(name: OtherStart["name"], model: Model, asked: unknown, withhold?: OperationStart["withhold"]) {
    this.name = name;
    this.withhold = withhold;
    this.#model = model;
    this.#asked = fields(asked);
  }

  get provider(): string {
    return this.#model.provider;
  }

  get model(): string {
    return this.#model.modelId;
  }

  get request(): RequestParameters | undefined {
    if (this.name === "generate_content") return { outputType: toOutputType(this.#model, this.#asked) };
    const { dimensions } = this.#asked;
    return dimensions === undefined ? undefined : { dimensions };
  }

  get retrieval(): RetrievalInfo | undefined {
    if (this.name !== "retrieval") return undefined;
    const { query, topN } = this.#asked;
    return { query: text(query), topK: topN };
  }
}

/** Whether it is speech or a transcription that is asked for. Language models are asked by a prompt. */
export function isSound(asked: unknown): boolean {
  return has(asked, "text") || has(asked, "audio");
}

/** Images are asked for by a prompt, as videos are; speech by a text, transcriptions by a sound. */
function toOutputType(model: Model, asked: OtherOptions): RequestParameters["outputType"] {
  if (has(asked, "audio")) return "text";
  if (has(asked, "text")) return "speech";
  return has(model, "maxVideosPerCall") ? undefined : "image";
}

/** The end of a call, read by core field by field. */
export class OtherEnd implements OperationEnd {
  readonly #result: OtherResult;

  constructor(result: unknown) {
    this.#result = fields(result);
  }

  get response(): OperationEnd["response"] {
    const { id, modelId, body } = this.#result.response ?? {};
    const model = modelId ?? text(fields(body).model);
    return id === undefined && model === undefined ? undefined : { id, model };
  }

  /** Of speech and transcriptions it is in the provider's own words: version 7 says it, 5 and 6 leave it to the body. */
  get usage(): Usage | undefined {
    const { usage, response } = this.#result;
    const own = fields(usage ?? fields(response?.body).usage);
    const { tokens = own.input_tokens, inputTokens = tokens, outputTokens = own.output_tokens } = own;
    const audioInputTokens = finite(fields(own.input_token_details).audio_tokens);
    return { inputTokens: finite(inputTokens), outputTokens: finite(outputTokens), audioInputTokens };
  }

  /** Where the provider tells no usage, the SDK makes one of its own. */
  get identity(): object | undefined {
    const { usage, embeddings } = this.#result;
    return finite(usage?.tokens ?? usage?.inputTokens) === undefined ? (embeddings ?? usage) : usage;
  }

  get billedCost(): BilledCost | undefined {
    return toBilledCost({}, fields(this.#result.providerMetadata), "");
  }

  get documents(): OperationEnd["documents"] {
    return this.#result.ranking?.map(({ index, relevanceScore }) => ({ id: String(index), score: relevanceScore }));
  }
}
