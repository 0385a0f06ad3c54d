import type { LangSmithUsage } from "./run.ts";

/** A model in the workspace's price map. */
export interface LangSmithModel {
  readonly match: RegExp;
  /** Must be `ls_provider`, if it is given. @default any */
  readonly provider?: string;
  /** USD a token. Details without a price of their own have the side's. */
  readonly input: number;
  readonly output: number;
  readonly inputDetails?: Readonly<Record<string, number>>;
  readonly outputDetails?: Readonly<Record<string, number>>;
}

type Json = Readonly<Record<string, unknown>>;

/** What a run says that it used, in its metadata or else its outputs, and what that costs. */
export function toUsage(metadata: Json, outputs: Json, models: readonly LangSmithModel[]): LangSmithUsage {
  const told: Json = Object(metadata.usage_metadata ?? outputs.usage_metadata);
  const number = (key: string) => (typeof told[key] === "number" ? told[key] : undefined);
  const [promptTokens, completionTokens] = [number("input_tokens"), number("output_tokens")];
  const promptTokenDetails = Object(told.input_token_details);
  const completionTokenDetails = Object(told.output_token_details);
  const name = metadata.ls_model_name;
  const model = models.find(
    ({ match, provider }) =>
      typeof name === "string" && match.test(name) && (provider ?? metadata.ls_provider) === metadata.ls_provider,
  );
  const computed = (
    tokens: number | undefined,
    details: Json,
    base = 0,
    prices: Readonly<Record<string, number>> = {},
  ) => (model && tokens !== undefined ? cost(tokens, details, base, prices) : undefined);
  const promptCost =
    number("input_cost") ?? computed(promptTokens, promptTokenDetails, model?.input, model?.inputDetails);
  const completionCost =
    number("output_cost") ?? computed(completionTokens, completionTokenDetails, model?.output, model?.outputDetails);
  return {
    promptTokens,
    completionTokens,
    totalTokens: number("total_tokens") ?? plus(promptTokens, completionTokens),
    promptTokenDetails,
    completionTokenDetails,
    promptCost,
    completionCost,
    totalCost: number("total_cost") ?? plus(promptCost, completionCost),
  };
}

export function sumUsage(all: readonly LangSmithUsage[]): LangSmithUsage {
  return all.reduce((left, right) => ({
    promptTokens: plus(left.promptTokens, right.promptTokens),
    completionTokens: plus(left.completionTokens, right.completionTokens),
    totalTokens: plus(left.totalTokens, right.totalTokens),
    promptTokenDetails: plusEach(left.promptTokenDetails, right.promptTokenDetails),
    completionTokenDetails: plusEach(left.completionTokenDetails, right.completionTokenDetails),
    promptCost: plus(left.promptCost, right.promptCost),
    completionCost: plus(left.completionCost, right.completionCost),
    totalCost: plus(left.totalCost, right.totalCost),
  }));
}

/** Details at their prices, and the rest at the side's: never less than nothing, however the details overlap. */
function cost(tokens: number, details: Json, base: number, prices: Readonly<Record<string, number>>): number {
  const counts = Object.entries(details).map(([key, count]) => [key, Number(count)] as const);
  const rest = Math.max(tokens - counts.reduce((sum, [, count]) => sum + count, 0), 0);
  return counts.reduce((sum, [key, count]) => sum + count * (prices[key] ?? base), rest * base);
}

function plus(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined && right === undefined ? undefined : (left ?? 0) + (right ?? 0);
}

function plusEach(left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>) {
  const keys = Object.keys({ ...left, ...right });
  return Object.fromEntries(keys.map((key) => [key, (left[key] ?? 0) + (right[key] ?? 0)]));
}
