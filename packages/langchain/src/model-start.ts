import { type OperationStart, type RequestParameters, toUserContext } from "@isospan/core";
import { leavesCacheOut } from "./leaves-cache-out.ts";
import { type Metadata, type Serialized, text, toConversationId } from "./shapes.ts";
import { type BaseMessage, toMessages } from "./to-messages.ts";
import { toProvider } from "./to-provider.ts";
import { toRequest, toToolDefinitions } from "./to-request.ts";

export interface ExtraParams {
  readonly invocation_params?: Metadata;
  readonly options?: Metadata & { readonly signal?: AbortSignal };
}

/**
 * A model's start. Core reads the fields one by one: what cannot be read costs itself, and content is read only where
 * it is captured. A class, since literals with getters are slow to read.
 */
export class ModelStart implements OperationStart {
  readonly name: "chat" | "text_completion";
  readonly #serialized: Serialized | undefined;
  readonly #extra: ExtraParams | undefined;
  readonly #metadata: Metadata | undefined;
  readonly #given: readonly BaseMessage[] | readonly string[];

  constructor(
    name: "chat" | "text_completion",
    serialized: Serialized | undefined,
    given: readonly BaseMessage[] | readonly string[] | undefined,
    extra: ExtraParams | undefined,
    metadata: Metadata | undefined,
  ) {
    this.name = name;
    this.#serialized = serialized;
    this.#extra = extra;
    this.#metadata = metadata;
    this.#given = given ?? [];
  }

  get provider(): string | undefined {
    return toProvider(this.#serialized, this.#metadata);
  }

  get model(): string | undefined {
    const { model, model_name, modelId } = paramsOf(this.#extra);
    return text(this.#metadata?.ls_model_name) ?? text(model) ?? text(model_name) ?? text(modelId);
  }

  /** Not read by core. */
  get leavesCacheOut(): boolean {
    return leavesCacheOut(this.#serialized, this.#extra, this.#metadata);
  }

  get conversationId(): string | undefined {
    return toConversationId(this.#metadata);
  }

  get context(): OperationStart["context"] {
    return toUserContext(this.#metadata);
  }

  get request(): RequestParameters {
    return toRequest(paramsOf(this.#extra), this.#extra?.options);
  }

  get toolDefinitions(): OperationStart["toolDefinitions"] {
    return toToolDefinitions(paramsOf(this.#extra));
  }

  get input(): OperationStart["input"] {
    return toMessages(this.#given);
  }
}

function paramsOf(extra: ExtraParams | undefined): Metadata {
  return extra?.invocation_params ?? {};
}
