import { ModelEnd } from "./model-end.ts";
import type { FinishReason, Model, ModelResult, ResponseMetadata, TokenParts } from "./shapes.ts";

/** What an event of AI SDK 7 says of an object's making, in the words of the SDK's results and not of its models. */
export interface ObjectEvent {
  readonly finishReason?: FinishReason;
  readonly response?: ResponseMetadata;
  readonly providerMetadata?: unknown;
  readonly usage?: unknown;
}

interface ResultUsage {
  readonly inputTokens?: number;
  readonly inputTokenDetails?: Readonly<Record<"noCacheTokens" | "cacheReadTokens" | "cacheWriteTokens", number>>;
  readonly outputTokens?: number;
  readonly outputTokenDetails?: Readonly<Record<"textTokens" | "reasoningTokens", number>>;
  readonly raw?: object;
}

export function toObjectEnd({ usage, finishReason, response, providerMetadata }: ObjectEvent, model: Model): ModelEnd {
  const { inputTokens: total, inputTokenDetails, outputTokens, outputTokenDetails, raw } = (usage ?? {}) as ResultUsage;
  const { noCacheTokens: noCache, cacheReadTokens: cacheRead, cacheWriteTokens: cacheWrite } = inputTokenDetails ?? {};
  const { textTokens: text, reasoningTokens: reasoning } = outputTokenDetails ?? {};
  const input: TokenParts = { total, noCache, cacheRead, cacheWrite };
  const output: TokenParts = { total: outputTokens, text, reasoning };
  const result = { finishReason, response, providerMetadata, usage: { inputTokens: input, outputTokens: output, raw } };
  return new ModelEnd(result as ModelResult, model, false);
}
