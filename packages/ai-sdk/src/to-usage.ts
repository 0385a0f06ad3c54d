import type { Usage } from "@isospan/core";
import { type Fields, fields, finite } from "./fields.ts";
import type { ModelUsage, TokenParts } from "./shapes.ts";

/** Provider packages of AI SDK 5 whose input leaves cached tokens out. */
const WITHOUT_CACHE: ReadonlySet<string> = new Set(["anthropic", "amazon-bedrock", "bedrock"]);
/** Those whose output leaves reasoning out. */
const WITHOUT_REASONING: ReadonlySet<string> = new Set(["google", "xai"]);

/**
 * A call's tokens, with totals that include their parts. Packages for specification 3 and later say so themselves; for
 * those before, also where a later SDK has converted them, it depends on the provider.
 */
export function toUsage(usage: ModelUsage, provider: string, metadata: Fields): Usage {
  const input = toTokenParts(usage.inputTokens);
  const output = toTokenParts(usage.outputTokens);
  const [vendor = ""] = provider.split(".");
  const old = input.noCache === undefined;
  const cacheReadTokens = finite(input.cacheRead ?? usage.cachedInputTokens);
  const cacheWriteTokens = finite(input.cacheWrite) ?? (old ? writtenIn(metadata) : undefined);
  const reasoningTokens = finite(output.reasoning ?? usage.reasoningTokens);
  const cached = old && WITHOUT_CACHE.has(vendor) ? (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0) : 0;
  const apart = old && output.text === undefined && WITHOUT_REASONING.has(vendor) ? (reasoningTokens ?? 0) : 0;
  return {
    inputTokens: plus(input.total, cached),
    cacheReadTokens,
    cacheWriteTokens,
    cacheWrite1hTokens: longLived(fields(usage.raw)) ?? longLived(fields(fields(metadata.anthropic).usage)),
    outputTokens: plus(output.total, apart),
    reasoningTokens,
  };
}

function toTokenParts(tokens: number | TokenParts | undefined): TokenParts {
  return typeof tokens === "object" && tokens !== null ? tokens : { total: tokens };
}

function plus(total: unknown, more: number): number | undefined {
  const known = finite(total);
  return known === undefined ? undefined : known + more;
}

/** Where AI SDK 5 says what was written to a cache. */
function writtenIn({ anthropic, bedrock }: Fields): number | undefined {
  const { cacheCreationInputTokens } = fields(anthropic);
  return finite(cacheCreationInputTokens) ?? finite(fields(fields(bedrock).usage).cacheWriteInputTokens);
}

/** Anthropic and Bedrock tell how long a cache lives in their own usage alone. */
function longLived({ cache_creation, cacheDetails }: Fields): number | undefined {
  const details = Array.isArray(cacheDetails) ? cacheDetails.map(fields) : [];
  const hour = details.find(({ ttl }) => ttl === "1h")?.inputTokens;
  return finite(fields(cache_creation).ephemeral_1h_input_tokens) ?? finite(hour);
}
