import type { Facts } from "../facts.ts";
import { count, text } from "../json.ts";
import { toRates } from "./rates.ts";

/** What is billed as if nothing had been asked for. */
const STANDARD: ReadonlySet<string | undefined> = new Set([undefined, "default", "standard", "on_demand"]);

/**
 * What these facts cost, in billionths of a dollar: what the provider says itself, else its counts by its prices, each
 * part rounded for itself. `undefined`: nothing was counted. `"unknown"`: there is no price to go by.
 */
export function toCost(facts: Facts, folder: string): number | undefined | "unknown" {
  const { billedNanoUsd, responseModel, serviceTier } = facts;
  if (typeof billedNanoUsd === "number") return billedNanoUsd;
  const tokens = (field: keyof Facts): number => count(facts[field]) ?? 0;
  if (facts.inputTokens === undefined && facts.outputTokens === undefined) return undefined;
  const rates = toRates(folder, text(responseModel) ?? "", tokens("inputTokens"));
  if (rates === undefined || !STANDARD.has(text(serviceTier))) return "unknown";
  const { input, output = 0, cacheRead = input, cacheWrite = input, cacheWrite1h = cacheWrite } = rates;
  const { audioInput = input, audioOutput = output } = rates;
  const read = tokens("cacheReadTokens");
  const write = tokens("cacheWriteTokens");
  const hour = tokens("cacheWrite1hTokens");
  const heard = tokens("audioInputTokens");
  const said = tokens("audioOutputTokens");
  const reasoned = tokens("reasoningTokens");
  const searches = tokens("webSearches");
  if (searches > 0 && rates.webSearch === undefined) return "unknown";
  return (
    nano(tokens("inputTokens") - read - write - heard, input) +
    nano(read, cacheRead) +
    nano(write - hour, cacheWrite) +
    nano(hour, cacheWrite1h) +
    nano(heard, audioInput) +
    nano(tokens("outputTokens") - reasoned - said, output) +
    nano(reasoned, output) +
    nano(said, audioOutput) +
    nano(searches * 1e6, rates.webSearch ?? 0)
  );
}

/** Integers alone: a dollar for a million tokens is a million millionths of a millionth for each. */
function nano(tokens: number, usdPerMillion: number): number {
  const pico = BigInt(tokens) * BigInt(Math.round(usdPerMillion * 1e6));
  return Number((pico + 500n) / 1000n);
}
