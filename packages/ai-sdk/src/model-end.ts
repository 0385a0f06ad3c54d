import type { OperationEnd, ResponseInfo, Usage } from "@isospan/core";
import type { ModelResult, ModelUsage, TokenParts } from "./shapes.ts";
import { toParts } from "./to-messages.ts";

/** A model call's end. Core reads the fields one by one: what cannot be read costs itself. */
export class ModelEnd implements OperationEnd {
  readonly #result: ModelResult;
  readonly #recordOutputs: boolean | undefined;

  constructor(result: ModelResult, recordOutputs: boolean | undefined) {
    this.#result = result;
    this.#recordOutputs = recordOutputs;
  }

  get response(): ResponseInfo {
    const { response, finishReason } = this.#result;
    const reason = typeof finishReason === "object" ? finishReason?.unified : finishReason;
    return { id: response?.id, model: response?.modelId, finishReasons: reason === undefined ? undefined : [reason] };
  }

  get usage(): Usage | undefined {
    return this.#result.usage && toUsage(this.#result.usage);
  }

  get identity(): object | undefined {
    return this.#result.usage?.raw ?? this.#result.usage;
  }

  get output(): OperationEnd["output"] {
    const content = this.#recordOutputs === false ? undefined : this.#result.content;
    return content && [{ role: "assistant", parts: toParts(content) }];
  }
}

/** Totals already include their parts from version 6 on. What is no number is unknown. */
function toUsage(usage: ModelUsage): Usage {
  const input = toTokenParts(usage.inputTokens);
  const output = toTokenParts(usage.outputTokens);
  return {
    inputTokens: finite(input.total),
    outputTokens: finite(output.total),
    cacheReadTokens: finite(input.cacheRead ?? usage.cachedInputTokens),
    cacheWriteTokens: finite(input.cacheWrite),
    reasoningTokens: finite(output.reasoning ?? usage.reasoningTokens),
  };
}

function toTokenParts(tokens: number | TokenParts | undefined): TokenParts {
  return typeof tokens === "object" && tokens !== null ? tokens : { total: tokens };
}

function finite(value: number | undefined): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
