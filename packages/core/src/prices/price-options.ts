import { ConfigurationError } from "../configuration-error.ts";
import type { OwnPrice } from "./own-prices.ts";

/** Where newer prices come from, and how often. */
export interface PriceRefresh {
  /**
   * An address that answers with the feed of genai-prices, version 2, or a function that returns it, as text or parsed:
   * `() => readFile("prices.json", "utf8")`. Asked first when the first model call starts.
   */
  readonly from: string | URL | (() => unknown);
  /** Milliseconds; a minute at least. @default 86400000 */
  readonly intervalMs?: number | undefined;
}

/** How model calls are priced. */
export interface PriceOptions {
  /** Names that only you know, such as an Azure deployment's: `{ "my-gpt4o-prod": "openai/gpt-4o" }`. @default none */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** Prices of your own. They come before every book; of several for one model the latest `from` counts. @default [] */
  readonly overrides?: readonly OwnPrice[] | undefined;
  /** Fetch newer prices than the bundled ones. @default never */
  readonly refresh?: PriceRefresh | undefined;
  /** Whether a model is priced that is only recognised by the beginning of its id: `match: "prefix"`. @default true */
  readonly prefixMatches?: boolean | undefined;
}

export const REFRESH_MS = 86_400_000;
const SHORTEST_MS = 60_000;

const PRICE_FIX = "Give USD per million tokens: { input: 2.5, cacheRead: 1.25, output: 10 }.";
const KINDS = ["input", "cacheRead", "cacheWrite", "cacheWrite1h", "output", "reasoning", "audioInput", "audioOutput"];

/** Throws `ConfigurationError` where a field of the option `prices` is wrong. */
export function checkPriceOptions(options: unknown): asserts options is boolean | PriceOptions {
  if (typeof options === "boolean") return;
  const check = (ok: boolean, field: string, problem: string, fix: string): void => {
    if (!ok) throw new ConfigurationError(field, problem, fix);
  };
  check(
    isObject(options),
    "prices",
    `got ${options === null ? "null" : typeof options}`,
    "Pass true to price model calls, false not to, or { aliases, overrides, refresh, prefixMatches }.",
  );
  const { aliases = {}, overrides = [], refresh, prefixMatches, ...rest } = options as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  check(
    unknown === undefined,
    `prices.${unknown}`,
    "no such option",
    "There are aliases, overrides, refresh and prefixMatches.",
  );
  check(isObject(aliases), "prices.aliases", "got no object", 'Pass { "my-gpt4o-prod": "openai/gpt-4o" }.');
  for (const [name, target] of Object.entries(aliases as object)) {
    const ok = typeof target === "string" && /^[^/]+\/.+$/.test(target);
    check(ok, `prices.aliases.${name}`, `got ${JSON.stringify(target)}`, 'Name provider and model: "openai/gpt-4o".');
  }
  check(Array.isArray(overrides), "prices.overrides", "got no array", "Pass an array of prices.");
  for (const [i, override] of (overrides as unknown[]).entries()) checkOverride(override, `prices.overrides[${i}]`);
  if (refresh !== undefined) checkRefresh(refresh);
  check(
    prefixMatches === undefined || typeof prefixMatches === "boolean",
    "prices.prefixMatches",
    `got ${typeof prefixMatches}`,
    "Pass true or false.",
  );
}

function checkOverride(override: unknown, field: string): void {
  if (!isObject(override)) throw new ConfigurationError(field, "got no object", "Pass { provider, model, … }.");
  const { provider, model, from, serviceTiers = {}, ...price } = override;
  if (provider !== undefined && !isText(provider)) {
    throw new ConfigurationError(`${field}.provider`, "got no text", 'Pass a name such as "openai", or leave it out.');
  }
  if (!isText(model)) throw new ConfigurationError(`${field}.model`, "got no text", 'Pass an id, or "gpt-4o*".');
  if (from !== undefined && !(isText(from) && Number.isFinite(Date.parse(from)))) {
    throw new ConfigurationError(`${field}.from`, `got ${JSON.stringify(from)}`, 'Pass a date such as "2026-08-21".');
  }
  checkPrice(price, field);
  if (!isObject(serviceTiers)) {
    throw new ConfigurationError(`${field}.serviceTiers`, "got no object", "Pass { flex: { multiplier: 0.5 } }.");
  }
  for (const [tier, its] of Object.entries(serviceTiers)) {
    const { multiplier } = isObject(its) ? its : {};
    if (multiplier === undefined) checkPrice(its, `${field}.serviceTiers.${tier}`);
    else if (!isPrice(multiplier)) {
      throw new ConfigurationError(`${field}.serviceTiers.${tier}.multiplier`, "got no number", "Pass 0.5 for half.");
    }
  }
}

function checkPrice(price: unknown, field: string): void {
  if (!isObject(price)) throw new ConfigurationError(field, "got no object", PRICE_FIX);
  const { usdPerMillionTokens, longContext = [], usdPerUnit = {}, ...rest } = price;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new ConfigurationError(`${field}.${unknown}`, "no such field", PRICE_FIX);
  if (usdPerMillionTokens === undefined && Object.keys(usdPerUnit ?? {}).length === 0) {
    throw new ConfigurationError(`${field}.usdPerMillionTokens`, "has no price", PRICE_FIX);
  }
  if (usdPerMillionTokens !== undefined) checkTokens(usdPerMillionTokens, `${field}.usdPerMillionTokens`);
  if (!Array.isArray(longContext)) {
    throw new ConfigurationError(`${field}.longContext`, "got no array", "Pass [{ aboveInputTokens, … }].");
  }
  for (const [i, band] of longContext.entries()) {
    const { aboveInputTokens, usdPerMillionTokens: tokens } = isObject(band) ? band : {};
    if (!isPrice(aboveInputTokens) || aboveInputTokens === 0) {
      const where = `${field}.longContext[${i}].aboveInputTokens`;
      throw new ConfigurationError(where, "got no number above 0", "Pass a number of tokens such as 200000.");
    }
    checkTokens(tokens, `${field}.longContext[${i}].usdPerMillionTokens`);
  }
  if (!isObject(usdPerUnit) || !Object.values(usdPerUnit).every(isPrice)) {
    throw new ConfigurationError(`${field}.usdPerUnit`, "got no prices", "Pass USD by unit: { web_search: 0.01 }.");
  }
}

function checkTokens(tokens: unknown, field: string): void {
  if (!isObject(tokens)) throw new ConfigurationError(field, "got no object", PRICE_FIX);
  for (const [kind, usd] of Object.entries(tokens)) {
    if (!KINDS.includes(kind)) {
      throw new ConfigurationError(`${field}.${kind}`, "no such kind", `Kinds are ${KINDS.join(", ")}.`);
    }
    if (usd !== undefined && !isPrice(usd)) {
      throw new ConfigurationError(`${field}.${kind}`, `got ${String(usd)}`, PRICE_FIX);
    }
  }
}

function checkRefresh(refresh: unknown): void {
  const { from, intervalMs } = isObject(refresh) ? refresh : {};
  const address = from instanceof URL ? from.href : from;
  const isAddress = typeof address === "string" && /^https?:\/\//.test(address) && URL.canParse(address);
  if (!isAddress && typeof from !== "function") {
    const fix = "Pass an http or https address, or a function that returns the feed; a file is read by a function.";
    throw new ConfigurationError("prices.refresh.from", `got ${String(address)}`, fix);
  }
  if (intervalMs !== undefined && !(isPrice(intervalMs) && intervalMs >= SHORTEST_MS)) {
    const fix = `Pass ${SHORTEST_MS} milliseconds or more.`;
    throw new ConfigurationError("prices.refresh.intervalMs", `got ${String(intervalMs)}`, fix);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isPrice(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
