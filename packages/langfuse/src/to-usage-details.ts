import type { CostParts, OperationRecord, Usage } from "@isospan/core";

/** Langfuse's buckets: each is multiplied by the price of exactly its name, and their sum is the total. */
export type Buckets = Readonly<Record<string, number>>;

/** The bucket of each part of a cost. Langfuse counts as input and output what is called so. */
const COST_BUCKETS: Readonly<Record<keyof CostParts, string>> = {
  inputNanoUsd: "input",
  cacheReadNanoUsd: "input_cached_tokens",
  cacheWriteNanoUsd: "input_cache_creation",
  audioInputNanoUsd: "input_audio_tokens",
  outputNanoUsd: "output",
  reasoningNanoUsd: "output_reasoning_tokens",
  audioOutputNanoUsd: "output_audio_tokens",
  feesNanoUsd: "output_fees",
};

/** Tokens of a call, none of them in two buckets. Empty where nothing is known. */
export function toUsageDetails({ usage, cost }: Pick<OperationRecord, "usage" | "cost">): Buckets {
  if (usage === undefined) return {};
  return cost === undefined ? bucketsForLangfusePrices(usage) : allBuckets(usage);
}

/**
 * The cost in USD by bucket, with the total: Langfuse adds up nothing itself as soon as there is a bucket besides input
 * and output. `undefined` where the cost is not known.
 */
export function toCostDetails(cost: OperationRecord["cost"]): Buckets | undefined {
  if (cost === undefined) return undefined;
  const details: Record<string, number> = {};
  if (cost.source !== "provider") {
    for (const [part, nanoUsd] of Object.entries(cost.parts)) {
      details[COST_BUCKETS[part as keyof CostParts]] = nanoUsd / 1e9;
    }
  }
  return { ...details, total: cost.totalNanoUsd / 1e9 };
}

function allBuckets(usage: Usage): Buckets {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const uncached = less(inputTokens, cacheReadTokens, cacheWriteTokens);
  const audioInput = atMost(usage.audioInputTokens, uncached);
  const audioOutput = atMost(usage.audioOutputTokens, less(outputTokens, usage.reasoningTokens));
  return known({
    input: less(uncached, audioInput),
    input_cached_tokens: cacheReadTokens || undefined,
    input_cache_creation: cacheWriteTokens || undefined,
    input_audio_tokens: audioInput || undefined,
    output: less(outputTokens, usage.reasoningTokens, audioOutput),
    output_reasoning_tokens: usage.reasoningTokens || undefined,
    output_audio_tokens: audioOutput || undefined,
  });
}

/**
 * Where the cost is not known, Langfuse may know a price. A bucket without one is free, and most models have none for
 * reasoning, so reasoning stays in the output. Writes of an hour cost more than shorter ones.
 */
function bucketsForLangfusePrices(usage: Usage): Buckets {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, cacheWrite1hTokens } = usage;
  const written = cacheWrite1hTokens
    ? {
        input_cache_creation_5m: less(cacheWriteTokens, cacheWrite1hTokens) || undefined,
        input_cache_creation_1h: cacheWrite1hTokens,
      }
    : { input_cache_creation: cacheWriteTokens || undefined };
  return known({
    input: less(inputTokens, cacheReadTokens, cacheWriteTokens),
    input_cached_tokens: cacheReadTokens || undefined,
    ...written,
    output: outputTokens,
  });
}

function less(total: number | undefined, ...parts: readonly (number | undefined)[]): number | undefined {
  if (total === undefined) return undefined;
  return Math.max(
    0,
    parts.reduce<number>((rest, part) => rest - (part ?? 0), total),
  );
}

function atMost(count: number | undefined, most: number | undefined): number | undefined {
  return count === undefined ? undefined : Math.min(count, most ?? count);
}

function known(counts: Readonly<Record<string, number | undefined>>): Buckets {
  const buckets: Record<string, number> = {};
  for (const name in counts) {
    const count = counts[name];
    if (count !== undefined) buckets[name] = count;
  }
  return buckets;
}
