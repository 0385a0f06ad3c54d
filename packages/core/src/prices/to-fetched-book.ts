import type { MatchLogic, Provider } from "@pydantic/genai-prices";
import type { Book } from "./book.ts";

const WORDS = ["equals", "starts_with", "ends_with", "contains", "regex"] as const;

/**
 * A book from the feed of genai-prices, version 2. Throws where any of it is not of that form: half a book would price some
 * calls by new prices and others by none.
 */
export function toFetchedBook(feed: unknown, name: string): Book {
  const parsed: unknown = typeof feed === "string" ? JSON.parse(feed) : feed;
  if (!Array.isArray(parsed) || parsed.length === 0) throw new Error("not a list of providers");
  const providers = new Map<string, Provider>();
  for (const provider of parsed) {
    assert(isObject(provider) && typeof provider.id === "string" && Array.isArray(provider.models), "a provider");
    for (const model of provider.models) checkModel(model, provider.id);
    const { fallback_model_providers: others = [] } = provider;
    assert(Array.isArray(others) && others.every((id) => typeof id === "string"), `${provider.id}'s fallbacks`);
    providers.set(provider.id, provider as unknown as Provider);
  }
  return { name, provider: (id) => providers.get(id) };
}

function checkModel(model: unknown, provider: string): void {
  assert(isObject(model) && typeof model.id === "string", `a model of ${provider}`);
  const where = `${provider}/${model.id}`;
  assert(isMatch(model.match), `the match of ${where}`);
  const prices: unknown[] = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  assert(prices.length > 0, `the prices of ${where}`);
  for (const each of prices) {
    assert(isObject(each) && isObject(each.prices), `the prices of ${where}`);
    assert(Object.values(each.prices).every(isRate), `a price of ${where}`);
    assert(each.constraint === undefined || isConstraint(each.constraint), `a constraint of ${where}`);
  }
}

function isMatch(match: unknown): match is MatchLogic {
  if (!isObject(match)) return false;
  const parts = match.or ?? match.and;
  if (parts !== undefined) return Array.isArray(parts) && parts.every(isMatch);
  if (typeof match.regex === "string") new RegExp(match.regex);
  return WORDS.some((word) => typeof match[word] === "string");
}

function isRate(rate: unknown): boolean {
  if (!isObject(rate)) return isNumber(rate);
  return isNumber(rate.base) && Array.isArray(rate.tiers) && rate.tiers.every(isTier);
}

function isTier(tier: unknown): boolean {
  return isObject(tier) && isNumber(tier.start) && isNumber(tier.price);
}

function isConstraint(constraint: unknown): boolean {
  if (!isObject(constraint)) return false;
  const { start_date: date, start_time: start, end_time: end } = constraint;
  return date === undefined ? isTime(start) && isTime(end) : Number.isFinite(Date.parse(String(date)));
}

function isTime(time: unknown): boolean {
  return Number.isFinite(Date.parse(`2000-01-02T${String(time)}`));
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function assert(ok: boolean, what: string): asserts ok {
  if (!ok) throw new Error(`${what} is not in the form of the feed`);
}
