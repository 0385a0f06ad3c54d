import type { Usage } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";

/**
 * Token counts that hold together: finite, not negative, whole, no part above its total. What is not such a number is
 * unknown, and is never taken for zero.
 */
export function toUsage(source: unknown, diagnostics: Diagnostics): Usage | undefined {
  if (source === null || typeof source !== "object") return undefined;
  const given = source as Usage;
  let odd = false;
  const count = (value: unknown, most = Number.MAX_SAFE_INTEGER): number | undefined => {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "number" || !(value >= 0) || value > Number.MAX_SAFE_INTEGER) {
      odd = true;
      return undefined;
    }
    if (value > most) odd = true;
    return Math.min(Math.round(value), most);
  };
  const usage: { -readonly [K in keyof Usage]: Usage[K] | undefined } = {};
  try {
    usage.inputTokens = count(given.inputTokens);
    usage.outputTokens = count(given.outputTokens);
    usage.cacheReadTokens = count(given.cacheReadTokens, usage.inputTokens);
    const rest = usage.inputTokens === undefined ? undefined : usage.inputTokens - (usage.cacheReadTokens ?? 0);
    usage.cacheWriteTokens = count(given.cacheWriteTokens, rest);
    usage.cacheWrite1hTokens = count(given.cacheWrite1hTokens, usage.cacheWriteTokens);
    usage.reasoningTokens = count(given.reasoningTokens, usage.outputTokens);
    usage.audioInputTokens = count(given.audioInputTokens, usage.inputTokens);
    usage.audioOutputTokens = count(given.audioOutputTokens, usage.outputTokens);
    if (given.units) usage.units = toUnits(given.units);
  } catch {
    odd = true;
  }
  if (odd) diagnostics.report("invalid_usage", "Token counts contradict each other or are no counts");
  return known(usage);
}

function toUnits(given: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const entries = Object.entries(given).filter(([, value]) => Number.isFinite(value) && value >= 0);
  return Object.freeze(Object.fromEntries(entries.slice(0, 16)));
}

function known(usage: Record<string, unknown>): Usage | undefined {
  const kept: Record<string, unknown> = {};
  let some = false;
  for (const key in usage) {
    if (usage[key] === undefined) continue;
    kept[key] = usage[key];
    some = true;
  }
  return some ? Object.freeze(kept) : undefined;
}
