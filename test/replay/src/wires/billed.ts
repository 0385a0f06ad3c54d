import { at, count } from "../json.ts";

/**
 * What a call cost by the provider's own word, in billionths of a dollar: xAI counts ten-billionths, OpenRouter dollars.
 * Others may mean something else by the same names.
 * @see https://docs.x.ai/developers/cost-tracking
 * @see https://openrouter.ai/docs/use-cases/usage-accounting
 */
export function toBilled(usage: unknown, provider: string): number | undefined {
  const ticks = count(at(usage, "cost_in_usd_ticks"));
  if (provider === "xai") return ticks === undefined ? undefined : Math.round(ticks / 10);
  const dollars = provider === "openrouter" ? count(at(usage, "cost")) : undefined;
  return dollars === undefined ? undefined : Math.round(dollars * 1e9);
}
