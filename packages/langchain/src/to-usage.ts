import type { Usage } from "@isospan/core";
import { type Metadata, number, object, text } from "./shapes.ts";

/** What LangChain's provider packages report. Whether the totals include their parts depends on package and version. */
export interface UsageMetadata {
  readonly input_tokens?: number | undefined;
  readonly output_tokens?: number | undefined;
  readonly total_tokens?: number | undefined;
  readonly input_token_details?: Metadata | undefined;
  readonly output_token_details?: Metadata | undefined;
}

/** A message's counts, with totals that include their parts. */
export function toUsage(usage: UsageMetadata): Usage {
  const { cache_read, cache_creation, audio } = object(usage.input_token_details);
  const { reasoning, audio: audioOutput } = object(usage.output_token_details);
  const cached = (number(cache_read) ?? 0) + (number(cache_creation) ?? 0);
  const input = number(usage.input_tokens);
  const output = number(usage.output_tokens);
  const total = number(usage.total_tokens);
  // Google and xAI count reasoning beside the output: the total alone has it.
  const apart = input !== undefined && output !== undefined && total !== undefined ? total - input - output : 0;
  return {
    // More out of a cache than there was input: this package leaves the cached tokens out of it.
    inputTokens: input !== undefined && cached > input ? input + cached : input,
    cacheReadTokens: number(cache_read),
    cacheWriteTokens: number(cache_creation),
    outputTokens: output !== undefined && apart > 0 ? output + apart : output,
    reasoningTokens: number(reasoning) ?? (apart > 0 ? apart : undefined),
    audioInputTokens: number(audio),
    audioOutputTokens: number(audioOutput),
  };
}

/** The same from what a provider itself has said, where its package keeps more there than in the message's counts. */
export function toRawUsage(response: Metadata): Usage | undefined {
  const { usage, x_groq, metadata } = response;
  return (
    fromBedrock(object(object(metadata).usage ?? usage)) ?? fromChatCompletions(object(object(x_groq).usage ?? usage))
  );
}

/** Text models, and packages of old. */
export function toOldUsage({ tokenUsage }: Metadata): Usage | undefined {
  const { promptTokens, completionTokens } = object(tokenUsage);
  const inputTokens = number(promptTokens);
  return inputTokens === undefined ? undefined : { inputTokens, outputTokens: number(completionTokens) };
}

/** Groq tells details here alone. Its total can be the double one. */
function fromChatCompletions(raw: Metadata): Usage | undefined {
  const inputTokens = number(raw.prompt_tokens);
  if (inputTokens === undefined) return undefined;
  return {
    inputTokens,
    cacheReadTokens: number(object(raw.prompt_tokens_details).cached_tokens),
    outputTokens: number(raw.completion_tokens),
    reasoningTokens: number(object(raw.completion_tokens_details).reasoning_tokens),
  };
}

/** Bedrock's input leaves cached tokens out, and so did its package. */
function fromBedrock(raw: Metadata): Usage | undefined {
  const input = number(raw.inputTokens);
  if (input === undefined) return undefined;
  const cacheReadTokens = number(raw.cacheReadInputTokens);
  const cacheWriteTokens = number(raw.cacheWriteInputTokens);
  const details = Array.isArray(raw.cacheDetails) ? raw.cacheDetails.map(object) : [];
  return {
    inputTokens: input + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
    cacheReadTokens,
    cacheWriteTokens,
    cacheWrite1hTokens: number(details.find(({ ttl }) => ttl === "1h")?.inputTokens),
    outputTokens: number(raw.outputTokens),
  };
}

/** Anthropic's own counts: its package makes zeros of what it does not say, and knows nothing of how long a cache lives. */
export function withAnthropic(usage: Usage, { model_provider, usage: given }: Metadata): Usage {
  const raw = object(given);
  const cacheReadTokens = number(raw.cache_read_input_tokens);
  const cacheWriteTokens = number(raw.cache_creation_input_tokens);
  const said = cacheReadTokens !== undefined || cacheWriteTokens !== undefined;
  if (!said && text(model_provider) !== "anthropic") return usage;
  const input = number(raw.input_tokens);
  const thinking = number(object(raw.output_tokens_details).thinking_tokens);
  return {
    ...usage,
    reasoningTokens: usage.reasoningTokens ?? thinking,
    inputTokens: input === undefined ? usage.inputTokens : input + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
    cacheReadTokens,
    cacheWriteTokens,
    cacheWrite1hTokens: number(object(raw.cache_creation).ephemeral_1h_input_tokens),
  };
}
