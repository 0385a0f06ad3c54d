import type { Usage } from "@isospan/core";
import { number } from "./shapes.ts";

/** What LangChain's provider packages report. The totals include their parts. */
export interface UsageMetadata {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly input_token_details?: Readonly<Record<string, number | undefined>>;
  readonly output_token_details?: Readonly<Record<string, number | undefined>>;
}

export function toUsage(usage: UsageMetadata): Usage {
  const { input_token_details: input, output_token_details: output } = usage;
  return {
    inputTokens: number(usage.input_tokens),
    outputTokens: number(usage.output_tokens),
    cacheReadTokens: number(input?.cache_read),
    cacheWriteTokens: number(input?.cache_creation),
    reasoningTokens: number(output?.reasoning),
  };
}
