import type { Usage } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";

/** Each count, and the total that it is a part of. Totals come first. */
const COUNTS = [
  ["inputTokens"],
  ["outputTokens"],
  ["cacheReadTokens", "inputTokens"],
  ["cacheWriteTokens", "inputTokens"],
  ["cacheWrite1hTokens", "cacheWriteTokens"],
  ["reasoningTokens", "outputTokens"],
  ["audioInputTokens", "inputTokens"],
  ["audioOutputTokens", "outputTokens"],
] as const;

/** More tokens than any call has, and yet few enough for their price in nano-USD to be a whole number. */
const MAX_TOKENS = 1e9;

/** A name such as `web_search`, and nothing that could hold a text. */
const UNIT = /^[a-z_]{1,32}$/;

/**
 * Token counts that hold together: finite, not negative, whole, no part above its total. What is not such a number is
 * unknown, and is never taken for zero.
 */
export function toUsage(source: unknown, diagnostics: Diagnostics): Usage | undefined {
  if (source === null || typeof source !== "object") return undefined;
  const usage: { -readonly [K in keyof Usage]: Usage[K] } = {};
  let odd = false;
  try {
    for (const [key, total] of COUNTS) {
      const given = (source as Usage)[key];
      if (given === undefined || given === null) continue;
      const valid = typeof given === "number" && given >= 0 && given <= MAX_TOKENS;
      const most = (total && usage[total]) ?? MAX_TOKENS;
      if (!valid || given > most) odd = true;
      if (valid) usage[key] = Math.min(Math.round(given), most);
    }
    const { inputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
    if (inputTokens !== undefined && cacheReadTokens + cacheWriteTokens > inputTokens) {
      usage.cacheWriteTokens = inputTokens - cacheReadTokens;
      odd = true;
    }
    const { units } = source as Usage;
    const counted = Object.entries(typeof units === "object" ? (units ?? {}) : {})
      .filter(isUnit)
      .slice(0, 16);
    if (counted.length > 0) usage.units = Object.freeze(Object.fromEntries(counted));
  } catch {
    odd = true;
  }
  if (odd) diagnostics.report("invalid_usage", "Token counts contradict each other or are no counts");
  return Object.keys(usage).length === 0 ? undefined : Object.freeze(usage);
}

function isUnit([unit, count]: readonly [string, unknown]): boolean {
  return UNIT.test(unit) && typeof count === "number" && Number.isFinite(count) && count >= 0;
}
