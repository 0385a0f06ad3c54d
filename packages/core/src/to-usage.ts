import type { Usage } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";

/** More tokens than any call has, and yet few enough for their price in nano-USD to be a whole number. */
const MAX_TOKENS = 1e9;

/** A name such as `web_search`, and nothing that could hold a text. */
const UNIT = /^[a-z_]{1,32}$/;

type Changing = { -readonly [K in keyof Usage]: Usage[K] };

const FIELDS = (
  "inputTokens outputTokens cacheReadTokens cacheWriteTokens cacheWrite1hTokens reasoningTokens audioInputTokens " +
  "audioOutputTokens units"
).split(" ") as (keyof Usage)[];

/**
 * Token counts that hold together: finite, not negative, whole, no part above its total. What is not such a number is
 * unknown, and is never taken for zero.
 */
export function toUsage(source: unknown, diagnostics: Diagnostics): Usage | undefined {
  if (source === null || typeof source !== "object") return undefined;
  const counts = new Counts();
  let usage: Usage;
  try {
    usage = counts.read(source);
  } catch {
    counts.odd = true;
    usage = counts.read(readable(source));
  }
  if (counts.odd) diagnostics.report("invalid_usage", "Token counts contradict each other or are no counts");
  return Object.keys(usage).length === 0 ? undefined : Object.freeze(usage);
}

class Counts {
  /** Something in it is no count, or contradicts another one. */
  odd = false;

  read(source: Usage): Usage {
    const usage: Changing = {};
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, cacheWrite1hTokens, units } = source;
    const { reasoningTokens, audioInputTokens, audioOutputTokens } = source;
    const input = this.#count(inputTokens, MAX_TOKENS);
    const output = this.#count(outputTokens, MAX_TOKENS);
    const cacheRead = this.#count(cacheReadTokens, input);
    let cacheWrite = this.#count(cacheWriteTokens, input);
    const cacheWrite1h = this.#count(cacheWrite1hTokens, cacheWrite);
    const reasoning = this.#count(reasoningTokens, output);
    const audioInput = this.#count(audioInputTokens, input);
    const audioOutput = this.#count(audioOutputTokens, output);
    if (input !== undefined && (cacheRead ?? 0) + (cacheWrite ?? 0) > input) {
      cacheWrite = input - (cacheRead ?? 0);
      this.odd = true;
    }
    if (input !== undefined) usage.inputTokens = input;
    if (output !== undefined) usage.outputTokens = output;
    if (cacheRead !== undefined) usage.cacheReadTokens = cacheRead;
    if (cacheWrite !== undefined) usage.cacheWriteTokens = cacheWrite;
    if (cacheWrite1h !== undefined) usage.cacheWrite1hTokens = cacheWrite1h;
    if (reasoning !== undefined) usage.reasoningTokens = reasoning;
    if (audioInput !== undefined) usage.audioInputTokens = audioInput;
    if (audioOutput !== undefined) usage.audioOutputTokens = audioOutput;
    if (typeof units === "object" && units !== null) this.#addUnits(usage, units);
    return usage;
  }

  #addUnits(usage: Changing, units: object): void {
    try {
      const counted = Object.entries(units).filter(isUnit).slice(0, 16);
      if (counted.length > 0) usage.units = Object.freeze(Object.fromEntries(counted));
    } catch {
      this.odd = true;
    }
  }

  #count(given: unknown, total: number = MAX_TOKENS): number | undefined {
    if (given === undefined || given === null) return undefined;
    if (typeof given !== "number" || !(given >= 0 && given <= MAX_TOKENS)) {
      this.odd = true;
      return undefined;
    }
    if (given > total) this.odd = true;
    return Math.min(Math.round(given), total);
  }
}

/** What of it can be read. */
function readable(source: Usage): Usage {
  const found: Record<string, unknown> = {};
  for (const key of FIELDS) {
    try {
      found[key] = source[key];
    } catch {
      // It is unknown, which has been told.
    }
  }
  return found;
}

function isUnit([unit, count]: readonly [string, unknown]): boolean {
  return UNIT.test(unit) && typeof count === "number" && Number.isFinite(count) && count >= 0;
}
