import type { Numbers } from "./observation.ts";
import { type Attributes, jsonObject } from "./span-attributes.ts";

/** A model that Langfuse knows the prices of. */
export interface LangfuseModel {
  readonly match: RegExp;
  /** USD for one unit of a usage bucket, by the bucket's exact name. What has no price is free. */
  readonly prices: Numbers;
  /** Other prices, by what `service_tier` says in the model parameters. */
  readonly tiers?: Readonly<Record<string, Numbers>>;
}

interface Cost {
  readonly costDetails: Numbers;
  readonly totalCost: number | undefined;
}

/** The cost that was sent, whatever it leaves out; else what the buckets cost. */
export function toCostDetails(
  provided: Numbers,
  usage: Numbers,
  model: LangfuseModel | undefined,
  modelParameters: Readonly<Record<string, unknown>>,
): Cost {
  const sent = Object.keys(provided);
  if (sent.length > 0) {
    // Only input and output are summed up: any other key makes the total the sender's own business.
    const summed = sent.every((key) => key === "input" || key === "output");
    const total = provided.total ?? (summed ? (provided.input ?? 0) + (provided.output ?? 0) : undefined);
    return { costDetails: total === undefined ? provided : { ...provided, total }, totalCost: total };
  }
  const prices = model?.tiers?.[String(modelParameters.service_tier)] ?? model?.prices ?? {};
  const costs = Object.entries(usage).flatMap(([bucket, units]) => {
    const price = prices[bucket];
    return price === undefined ? [] : [[bucket, price * units] as const];
  });
  if (costs.length === 0) return { costDetails: {}, totalCost: undefined };
  const details: Numbers = Object.fromEntries(costs);
  const total = details.total ?? costs.reduce((sum, [, cost]) => sum + cost, 0);
  return { costDetails: { ...details, total }, totalCost: total };
}

export function toProvidedCost(attributes: Attributes): Numbers {
  const told = jsonObject(attributes["langfuse.observation.cost_details"]);
  if (told !== undefined) {
    const numbers = Object.entries(told).filter(([, value]) => value !== null);
    return Object.fromEntries(numbers.map(([key, value]) => [key, Number(value)]));
  }
  const total = attributes["gen_ai.usage.cost"] ?? attributes["llm.cost.total"];
  return total === undefined || total === "" ? {} : { total: Number(total) };
}
