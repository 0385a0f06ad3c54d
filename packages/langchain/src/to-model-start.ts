import type { OperationStart, RequestParameters } from "@isospan/core";
import { known, type Metadata, number, type Serialized, text } from "./shapes.ts";
import { type BaseMessage, toMessages } from "./to-messages.ts";

export interface ExtraParams {
  readonly invocation_params?: Metadata;
  readonly options?: Metadata & { readonly signal?: AbortSignal };
}

/** Classes that inherit another provider's `ls_provider`. Source: @langchain/deepseek src/chat_models.ts */
const PROVIDER_OF_CLASS: Readonly<Record<string, string>> = { ChatDeepSeek: "deepseek", ChatXAI: "xai" };

export function toModelStart(
  name: "chat" | "text_completion",
  serialized: Serialized | undefined,
  extra: ExtraParams | undefined,
  metadata: Metadata | undefined,
  input: readonly (BaseMessage | string)[] | undefined,
): OperationStart {
  const params = extra?.invocation_params ?? {};
  const className = serialized?.id?.at(-1);
  const model = text(metadata?.ls_model_name) ?? text(params.model) ?? text(params.model_name);
  // Text models say nothing about themselves but their place: ["langchain", "llms", "openai", "OpenAI"].
  const provider = PROVIDER_OF_CLASS[className ?? ""] ?? text(metadata?.ls_provider) ?? text(serialized?.id?.at(-2));
  const conversationId = text(metadata?.thread_id);
  return {
    name,
    request: toRequest(params, metadata, extra?.options),
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { model }),
    ...(conversationId !== undefined && { conversationId }),
    // Read by core only where content is captured.
    get input() {
      return toMessages(input ?? []);
    },
  };
}

function toRequest(params: Metadata, metadata: Metadata | undefined, options: Metadata | undefined): RequestParameters {
  const stop = params.stop ?? params.stop_sequences ?? options?.stop ?? metadata?.ls_stop;
  const n = number(params.n);
  const outputType = toOutputType(params.response_format ?? options?.response_format);
  return known<RequestParameters>({
    temperature: number(params.temperature) ?? number(metadata?.ls_temperature),
    topP: number(params.top_p) ?? number(params.topP),
    topK: number(params.top_k) ?? number(params.topK),
    maxTokens:
      number(params.max_completion_tokens) ??
      number(params.max_tokens) ??
      number(params.maxOutputTokens) ??
      number(metadata?.ls_max_tokens),
    frequencyPenalty: number(params.frequency_penalty),
    presencePenalty: number(params.presence_penalty),
    seed: number(params.seed),
    choiceCount: n === 1 ? undefined : n,
    stopSequences: Array.isArray(stop) && stop.length > 0 ? stop : undefined,
    outputType,
  });
}

function toOutputType(format: unknown): "json" | undefined {
  const type = typeof format === "object" && format !== null && "type" in format ? format.type : undefined;
  return type === "json_object" || type === "json_schema" ? "json" : undefined;
}
