import type { OperationEnd, Usage } from "@isospan/core";
import type { ModelResult, ModelUsage, TokenParts } from "./shapes.ts";
import { toParts } from "./to-messages.ts";

/** Fields are read by core, one by one: what cannot be read costs itself. */
export function toModelEnd(result: ModelResult, recordOutputs: boolean | undefined): OperationEnd {
  return {
    get response() {
      const { response, finishReason } = result;
      const reason = typeof finishReason === "object" ? finishReason.unified : finishReason;
      return { id: response?.id, model: response?.modelId, finishReasons: reason === undefined ? undefined : [reason] };
    },
    get usage() {
      return result.usage && toUsage(result.usage);
    },
    get identity() {
      return result.usage?.raw ?? result.usage;
    },
    get output() {
      const content = recordOutputs === false ? undefined : result.content;
      return content && [{ role: "assistant", parts: toParts(content) }];
    },
  };
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
