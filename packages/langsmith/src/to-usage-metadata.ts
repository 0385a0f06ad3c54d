import type { CostParts, CostRecord, Usage } from "@isospan/core";
import { defined, type UsageMetadata } from "./run.ts";

/** Tokens and USD of one model call; nothing where neither is known. */
export function toUsageMetadata(usage: Usage | undefined, cost: CostRecord | undefined): UsageMetadata | undefined {
  const metadata = { ...(usage && toTokens(usage)), ...(cost && toCosts(cost)) };
  return Object.keys(metadata).length === 0 ? undefined : metadata;
}

/**
 * LangSmith takes the details off the totals and prices the rest, so totals are inclusive and no two details overlap.
 * @see https://github.com/langchain-ai/langsmith-sdk/pull/2519
 */
function toTokens(usage: Usage): UsageMetadata {
  const { inputTokens, outputTokens } = usage;
  const { cacheReadTokens, cacheWriteTokens, cacheWrite1hTokens, audioInputTokens } = usage;
  const known = inputTokens !== undefined || outputTokens !== undefined;
  const byTime = cacheWriteTokens !== undefined && cacheWrite1hTokens !== undefined;
  return defined({
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: known ? (inputTokens ?? 0) + (outputTokens ?? 0) : undefined,
    input_token_details: details({
      cache_read: cacheReadTokens,
      cache_creation: byTime ? undefined : cacheWriteTokens,
      ephemeral_5m_input_tokens: byTime ? cacheWriteTokens - cacheWrite1hTokens : undefined,
      ephemeral_1h_input_tokens: byTime ? cacheWrite1hTokens : undefined,
      audio: audioInputTokens,
    }),
    output_token_details: details({ reasoning: usage.reasoningTokens, audio: usage.audioOutputTokens }),
  });
}

/** What the provider billed has no parts. */
function toCosts(cost: CostRecord): UsageMetadata {
  const total_cost = toUsd(cost.totalNanoUsd);
  return cost.source === "provider" ? { total_cost } : { ...toParts(cost.parts), total_cost };
}

/** Fees belong to neither side. They stand with the output, since LangSmith shows the total as the sum of both. */
function toParts(parts: CostParts): UsageMetadata {
  const { inputNanoUsd, cacheReadNanoUsd, cacheWriteNanoUsd, audioInputNanoUsd } = parts;
  const { outputNanoUsd, reasoningNanoUsd, audioOutputNanoUsd, feesNanoUsd } = parts;
  return defined({
    input_cost: sum(inputNanoUsd, cacheReadNanoUsd, cacheWriteNanoUsd, audioInputNanoUsd),
    output_cost: sum(outputNanoUsd, reasoningNanoUsd, audioOutputNanoUsd, feesNanoUsd),
    input_cost_details: details({
      cache_read: usd(cacheReadNanoUsd),
      cache_creation: usd(cacheWriteNanoUsd),
      audio: usd(audioInputNanoUsd),
    }),
    output_cost_details: details({
      reasoning: usd(reasoningNanoUsd),
      audio: usd(audioOutputNanoUsd),
      fees: usd(feesNanoUsd),
    }),
  });
}

function details(all: Readonly<Record<string, number | undefined>>): Readonly<Record<string, number>> | undefined {
  const known = defined(all) as Readonly<Record<string, number>>;
  return Object.keys(known).length === 0 ? undefined : known;
}

function sum(...parts: readonly (number | undefined)[]): number {
  return toUsd(parts.reduce<number>((total, part) => total + (part ?? 0), 0));
}

function usd(nanoUsd: number | undefined): number | undefined {
  return nanoUsd === undefined ? undefined : toUsd(nanoUsd);
}

function toUsd(nanoUsd: number): number {
  return nanoUsd / 1e9;
}
