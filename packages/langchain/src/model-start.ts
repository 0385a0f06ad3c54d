import type { OperationStart, RequestParameters } from "@isospan/core";
import { type Metadata, number, text, toConversationId } from "./shapes.ts";
import { type BaseMessage, toMessages } from "./to-messages.ts";

export interface ExtraParams {
  readonly invocation_params?: Metadata;
  readonly options?: Metadata & { readonly signal?: AbortSignal };
}

/**
 * A chat model's start. Core reads the fields one by one: what cannot be read costs itself, and `input` is read only
 * where content is captured. A class, since literals with getters are slow to read.
 */
export class ModelStart implements OperationStart {
  readonly name = "chat";
  readonly #params: Metadata;
  readonly #metadata: Metadata | undefined;
  readonly #messages: readonly BaseMessage[];

  constructor(
    extra: ExtraParams | undefined,
    metadata: Metadata | undefined,
    messages: readonly BaseMessage[] | undefined,
  ) {
    this.#params = extra?.invocation_params ?? {};
    this.#metadata = metadata;
    this.#messages = messages ?? [];
  }

  get provider(): string | undefined {
    return text(this.#metadata?.ls_provider);
  }

  get model(): string | undefined {
    return text(this.#metadata?.ls_model_name) ?? text(this.#params.model);
  }

  get conversationId(): string | undefined {
    return toConversationId(this.#metadata);
  }

  get request(): RequestParameters {
    return toRequest(this.#params);
  }

  get input(): OperationStart["input"] {
    return toMessages(this.#messages);
  }
}

function toRequest(params: Metadata): RequestParameters {
  const { stop } = params;
  const n = number(params.n);
  return {
    temperature: number(params.temperature),
    topP: number(params.top_p),
    maxTokens: number(params.max_completion_tokens) ?? number(params.max_tokens),
    frequencyPenalty: number(params.frequency_penalty),
    presencePenalty: number(params.presence_penalty),
    seed: number(params.seed),
    choiceCount: n === 1 ? undefined : n,
    stopSequences: Array.isArray(stop) && stop.length > 0 ? stop : undefined,
  };
}
