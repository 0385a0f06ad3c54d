import type { OperationStart, RequestParameters } from "@isospan/core";
import { type Metadata, number, text, toConversationId } from "./shapes.ts";
import { type BaseMessage, toMessages } from "./to-messages.ts";

export interface ExtraParams {
  readonly invocation_params?: Metadata;
  readonly options?: Metadata & { readonly signal?: AbortSignal };
}

/** Fields are read by core, one by one: what cannot be read costs itself. */
export function toModelStart(
  extra: ExtraParams | undefined,
  metadata: Metadata | undefined,
  input: readonly BaseMessage[] | undefined,
): OperationStart {
  const params = extra?.invocation_params ?? {};
  return {
    name: "chat",
    get request() {
      return toRequest(params);
    },
    get provider() {
      return text(metadata?.ls_provider);
    },
    get model() {
      return text(metadata?.ls_model_name) ?? text(params.model);
    },
    get conversationId() {
      return toConversationId(metadata);
    },
    // Read only where content is captured.
    get input() {
      return toMessages(input ?? []);
    },
  };
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
