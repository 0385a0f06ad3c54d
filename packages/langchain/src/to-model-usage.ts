import type { Usage } from "@isospan/core";
import type { ModelRun } from "./model-run.ts";
import { type Metadata, number, object, text } from "./shapes.ts";
import type { BaseMessage } from "./to-messages.ts";
import { toUnits } from "./to-units.ts";
import { toOldUsage, toRawUsage, toUsage, type UsageMetadata, withAnthropic } from "./to-usage.ts";

export interface ModelMessage extends BaseMessage {
  readonly id?: string;
  readonly usage_metadata?: UsageMetadata;
  readonly response_metadata?: Metadata;
  readonly additional_kwargs?: Metadata;
}

/** One choice of a model's answer. Text models have no message. */
export interface Choice {
  readonly text?: string;
  readonly message?: ModelMessage;
  readonly generationInfo?: Metadata;
}

/** The number that the provider's own payload shows, as far as its package lets it through. */
export function toModelUsage(
  choice: Choice | undefined,
  llmOutput: Metadata,
  run: ModelRun | undefined,
): Usage | undefined {
  const units = toUnits(choice?.message);
  const usage = toTokens(choice, llmOutput, run);
  return usage === undefined || units === undefined ? usage : { ...usage, units };
}

function toTokens(choice: Choice | undefined, llmOutput: Metadata, run: ModelRun | undefined): Usage | undefined {
  const { usage_metadata: said, response_metadata } = choice?.message ?? {};
  const response = object(response_metadata);
  const google = text(response.model_provider)?.startsWith("google") === true;
  const raw = said === undefined || "x_groq" in response || isBedrock(response) || response.model_provider === "groq";
  const own = raw ? (toRawUsage(response) ?? toOldUsage(llmOutput)) : undefined;
  if (own !== undefined || said === undefined) return own;
  if (google) return toUsage(withoutRepeats(said, run));
  // LangChain adds up what a stream's chunks report, although a later report replaces the one before.
  return withAnthropic(toUsage(run?.usage ?? said), response);
}

/** LangChain 0.3's package names no provider. Source: @langchain/aws 0.1.15, dist/common.js. */
function isBedrock({ model_provider, metadata, usage }: Metadata): boolean {
  if (model_provider !== undefined) return text(model_provider)?.startsWith("bedrock") === true;
  return number(object(object(metadata).usage ?? usage).inputTokens) !== undefined;
}

/** Google's package repeats with each chunk what came from the cache, and LangChain adds it up. */
function withoutRepeats(said: UsageMetadata, run: ModelRun | undefined): UsageMetadata {
  const { cache_read, ...details } = object(said.input_token_details);
  const once = (number(cache_read) ?? Number.NaN) / Math.max(1, run?.events ?? 1);
  return { ...said, input_token_details: Number.isInteger(once) ? { ...details, cache_read: once } : details };
}
