import type { Usage } from "@isospan/core";
import { type Fields, fields, finite } from "./fields.ts";
import type { ModelUsage, TokenParts } from "./shapes.ts";

/** A call's tokens, with totals that include their parts, whatever the provider's package and its version make of them. */
export function toUsage(usage: ModelUsage, provider: string, metadata: Fields, body: Fields): Usage {
  const raw = toRaw(usage, body);
  const billed = fields(raw.billed_units);
  // Cohere bills less than it counts, and the conventions want what is billed.
  if (finite(billed.input_tokens) !== undefined) {
    const { input_tokens, output_tokens } = billed;
    const cacheReadTokens = finite(raw.cached_tokens);
    return { inputTokens: finite(input_tokens), cacheReadTokens, outputTokens: finite(output_tokens) };
  }
  const old = typeof usage.inputTokens !== "object" || usage.inputTokens?.noCache === undefined;
  const counts = old ? toOldUsage(usage, provider, metadata, raw) : toNewUsage(usage, raw);
  const own = fields(body.usage);
  // OpenAI's packages leave audio to the body of a whole answer.
  const audioInputTokens = toAudioInput(raw) ?? toAudioInput(own);
  const audioOutputTokens = toAudioOutput(raw) ?? toAudioOutput(own);
  const audio = audioInputTokens !== undefined || audioOutputTokens !== undefined;
  return audio ? { ...counts, audioInputTokens, audioOutputTokens } : counts;
}

/** The provider's own usage. A later SDK leaves nothing but a total of it where a package is older. */
export function toRaw({ raw }: ModelUsage, body: Fields): Fields {
  const own = fields(raw);
  return Object.keys(own).every((key) => key === "totalTokens") ? fields(body.usage) : own;
}

function toAudioInput({ prompt_tokens_details, input_tokens_details }: Fields): number | undefined {
  return finite(fields(prompt_tokens_details).audio_tokens) ?? finite(fields(input_tokens_details).audio_tokens);
}

function toAudioOutput({ completion_tokens_details, output_tokens_details }: Fields): number | undefined {
  return finite(fields(completion_tokens_details).audio_tokens) ?? finite(fields(output_tokens_details).audio_tokens);
}

/** Specification 3 and later: totals include their parts, but packages make zeros of what nobody said. */
function toNewUsage(usage: ModelUsage, raw: Fields): Usage {
  const input = toTokenParts(usage.inputTokens);
  const output = toTokenParts(usage.outputTokens);
  const said = (count: unknown, words: RegExp): number | undefined => {
    const known = finite(count);
    return known !== 0 || usage.raw === undefined || names(raw, words) ? known : undefined;
  };
  const { cache_write_tokens } = fields(raw.prompt_tokens_details);
  return {
    // What Google's own tools put into the prompt stands beside it.
    inputTokens: plus(finite(raw.promptTokenCount), finite(raw.toolUsePromptTokenCount)) ?? finite(input.total),
    cacheReadTokens: said(input.cacheRead, /cache.*read|cached|cache_hit/i),
    cacheWriteTokens: said(input.cacheWrite, /cache.*(creation|write)/i) ?? finite(cache_write_tokens),
    cacheWrite1hTokens: longLived(raw),
    outputTokens: finite(output.total),
    reasoningTokens: said(output.reasoning, /reason|thought|thinking/i),
  };
}

/** Specification 2, also where a later SDK has converted it: what a total includes depends on the provider's package. */
function toOldUsage(usage: ModelUsage, provider: string, metadata: Fields, raw: Fields): Usage {
  const input = toTokenParts(usage.inputTokens);
  const output = toTokenParts(usage.outputTokens);
  const { anthropic, bedrock } = metadata;
  const { cached_tokens, cache_write_tokens } = fields(raw.prompt_tokens_details);
  const cacheReadTokens = finite(input.cacheRead ?? usage.cachedInputTokens) ?? finite(cached_tokens);
  const written = finite(input.cacheWrite ?? fields(anthropic).cacheCreationInputTokens);
  const cacheWriteTokens =
    written ?? finite(fields(fields(bedrock).usage).cacheWriteInputTokens) ?? finite(cache_write_tokens);
  const { reasoning_tokens } = fields(raw.completion_tokens_details);
  const { thinking_tokens } = fields(fields(fields(anthropic).usage).output_tokens_details);
  const reasoningTokens = finite(output.reasoning ?? usage.reasoningTokens ?? reasoning_tokens ?? thinking_tokens);
  const without = /^(anthropic|amazon-bedrock|bedrock)/.test(provider);
  const cached = without ? (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0) : 0;
  // What the total has more is reasoning that was left out of the output, and then Google's own tools.
  const total = finite(usage.totalTokens) ?? finite(fields(usage.raw).totalTokens) ?? 0;
  const rest = Math.max(0, total - (finite(input.total) ?? total) - (finite(output.total) ?? total));
  const apart = Math.min(rest, reasoningTokens ?? 0);
  return {
    inputTokens: plus(finite(input.total), cached + rest - apart),
    cacheReadTokens,
    cacheWriteTokens,
    cacheWrite1hTokens: longLived(fields(fields(anthropic).usage)),
    outputTokens: plus(finite(output.total), apart),
    reasoningTokens,
  };
}

function toTokenParts(tokens: number | TokenParts | undefined): TokenParts {
  return typeof tokens === "object" && tokens !== null ? tokens : { total: tokens };
}

function plus(known: number | undefined, more: number | undefined): number | undefined {
  return known === undefined ? undefined : known + (more ?? 0);
}

/** Whether the provider's own usage, or what is in it, has such a field. */
function names(raw: Fields, words: RegExp): boolean {
  return Object.entries(raw).some(
    ([key, value]) => words.test(key) || Object.keys(fields(value)).some((inner) => words.test(inner)),
  );
}

/** Anthropic and Bedrock tell how long a cache lives in their own usage alone. */
function longLived({ cache_creation, cacheDetails }: Fields): number | undefined {
  const details = Array.isArray(cacheDetails) ? cacheDetails.map(fields) : [];
  const hour = details.find(({ ttl }) => ttl === "1h")?.inputTokens;
  return finite(fields(cache_creation).ephemeral_1h_input_tokens) ?? finite(hour);
}
