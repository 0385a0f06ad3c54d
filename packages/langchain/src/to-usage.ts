import type { Usage } from "@isospan/core";
import { number } from "./shapes.ts";

/** What LangChain's provider packages report. The totals include their parts. */
export interface UsageMetadata {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly input_token_details?: Readonly<Record<string, number | undefined>>;
  readonly output_token_details?: Readonly<Record<string, number | undefined>>;
}

export function toUsage({ input_token_details: input, output_token_details: output, ...totals }: UsageMetadata): Usage {
  return {
    inputTokens: number(totals.input_tokens),
    outputTokens: number(totals.output_tokens),
    cacheReadTokens: number(input?.cache_read),
    cacheWriteTokens: number(input?.cache_creation),
    reasoningTokens: number(output?.reasoning),
  };
}
