import type { OperationEnd, Usage } from "@isospan/core";
import type { ModelResult, ModelUsage, TokenParts } from "./shapes.ts";
import { toParts } from "./to-messages.ts";

export function toModelEnd(result: ModelResult, recordOutputs: boolean | undefined): OperationEnd {
  const { usage, response, finishReason, content } = result;
  const reason = typeof finishReason === "object" ? finishReason.unified : finishReason;
  return {
    response: {
      id: response?.id,
      model: response?.modelId,
      finishReasons: reason === undefined ? undefined : [reason],
    },
    usage: usage && toUsage(usage),
    identity: usage?.raw ?? usage,
    get output() {
      const kept = recordOutputs === false ? undefined : content;
      return kept && [{ role: "assistant", parts: toParts(kept) }];
    },
  };
}

/** Totals already include their parts from version 6 on. What is no number is unknown. */
export function toUsage(usage: ModelUsage): Usage {
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
