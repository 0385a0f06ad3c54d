import type { Usage } from "@isospan/core";
import { known, type Metadata, number } from "./shapes.ts";
import type { ModelMessage } from "./to-model-end.ts";

export interface UsageMetadata {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly total_tokens?: number;
  readonly input_token_details?: Readonly<Record<string, number | undefined>>;
  readonly output_token_details?: Readonly<Record<string, number | undefined>>;
}

/**
 * Usage in the inclusive form. `llmOutput.estimatedTokenUsage` is not read: it is a local guess. Every choice of one
 * call carries the same total, so only the first is read.
 */
export function toUsage(message: ModelMessage | undefined, llmOutput: Metadata | undefined): Usage | undefined {
  const usage = message?.usage_metadata;
  if (usage !== undefined) return fromMetadata(usage, message?.response_metadata);
  const counts = llmOutput?.tokenUsage as { promptTokens?: unknown; completionTokens?: unknown } | undefined;
  if (counts === undefined) return undefined;
  return known<Usage>({ inputTokens: number(counts.promptTokens), outputTokens: number(counts.completionTokens) });
}

function fromMetadata(usage: UsageMetadata, response: Metadata | undefined): Usage {
  const { input_token_details: input = {}, output_token_details: output = {} } = usage;
  const raw = response?.usage as Metadata | undefined;
  const cacheReadTokens = number(input.cache_read) ?? number(raw?.cache_read_input_tokens);
  const cacheWriteTokens = number(input.cache_creation) ?? number(raw?.cache_creation_input_tokens);
  const reported = number(usage.input_tokens);
  const cached = (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0);
  // Older Anthropic packages leave cached tokens out; the provider's own count, which always does, tells.
  const uncached = raw && "cache_read_input_tokens" in raw ? number(raw.input_tokens) : undefined;
  const excluded = uncached !== undefined || (reported !== undefined && cached > reported);
  const base = uncached ?? reported;
  return known<Usage>({
    inputTokens: base === undefined ? undefined : excluded ? base + cached : base,
    outputTokens: number(usage.output_tokens),
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens: number(output.reasoning),
    audioInputTokens: number(input.audio),
    audioOutputTokens: number(output.audio),
  });
}
