import type { BilledCost } from "@isospan/core";
import { type Fields, fields, finite, text } from "./fields.ts";

/** xAI counts in ten-billionths of a dollar. */
const TICKS_PER_USD = 1e10;

/** What the provider itself says that the call cost: Vercel's gateway, OpenRouter and xAI do. */
export function toBilledCost(raw: Fields, metadata: Fields, provider: string): BilledCost | undefined {
  const { gateway, openrouter, xai } = metadata;
  const ticks = finite(raw.cost_in_usd_ticks) ?? finite(fields(xai).costInUsdTicks);
  // Elsewhere a cost may be something else.
  const own = text(provider)?.startsWith("openrouter") ? toUsd(raw.cost) : undefined;
  const { cost, marketCost } = fields(gateway);
  const usd = toUsd(cost) ?? toUsd(marketCost) ?? toUsd(fields(fields(openrouter).usage).cost) ?? own;
  if (usd !== undefined) return { usd };
  return ticks === undefined ? undefined : { usd: ticks / TICKS_PER_USD };
}

/** The gateway writes numbers as text. */
function toUsd(value: unknown): number | undefined {
  return finite(typeof value === "string" && value.trim() !== "" ? Number(value) : value);
}
