import { toProviderName } from "../to-provider-name.ts";
import { type Book, toPeriods } from "./book.ts";
import { behindGateway, toBookProvider } from "./book-provider.ts";
import { CORRECTIONS, CORRECTIONS_NAME, type Correction } from "./corrections.ts";
import { findInBook, type Match } from "./find-in-book.ts";
import { toCandidates } from "./model-ids.ts";
import { findOwn, type OwnEntry, type OwnPrice, toOwnEntry } from "./own-prices.ts";
import type { PricePeriod } from "./price.ts";
import type { PriceOptions } from "./price-options.ts";

/** One answer to what a model costs. */
export interface Resolved {
  readonly periods: readonly PricePeriod[];
  readonly source: "override" | "book";
  readonly match: Match;
  readonly pricedAs: string;
  readonly book?: string;
  /** Whom the call went to, and the book's name of the model: what service tiers are listed by. */
  readonly called: string;
  readonly model: string;
  /** How much fits into the model's context, where the book says so. */
  readonly contextWindowTokens?: number;
}

type CorrectionEntry = OwnEntry & Pick<Correction, "lasting" | "unknown">;

const CORRECTION_ENTRIES: readonly CorrectionEntry[] = CORRECTIONS.map((correction) => ({
  ...toOwnEntry(correction, correction.provider),
  ...(correction.lasting === true && { lasting: true }),
  ...(correction.unknown === true && { unknown: true }),
}));

/** Where prices are looked for, from the strongest: the application's own, a fetched book, the bundled one. */
export interface PriceSources {
  readonly options: PriceOptions;
  readonly overrides: readonly OwnEntry[];
  readonly fetched: Book | undefined;
  readonly bundled: Book | undefined;
}

export function toOverrides(overrides: readonly OwnPrice[]): readonly OwnEntry[] {
  return overrides.map((each) => toOwnEntry(each, each.provider && toBookName(each.provider)));
}

/**
 * What a call may be priced by: the first answer that holds at its instant counts. Empty where nobody knows the model.
 * The model that answered comes before the one that was asked for, save on Azure, where the one asked for is a name that
 * the application has given and may have given a price.
 */
export function resolvePrice(
  sources: PriceSources,
  provider: string,
  answered: string | undefined,
  asked: string | undefined,
): readonly Resolved[] {
  const models = [...new Set([answered, asked])].filter((model) => model !== undefined);
  const called = toBookProvider(provider);
  const given = called === "azure" && asked !== undefined ? ofOverrides(sources, called, toCandidates(asked)) : [];
  for (const model of models) {
    const found = ofModel(sources, called, model);
    if (found.length > 0) return [...given, ...found];
  }
  return given;
}

function ofModel(sources: PriceSources, called: string, model: string): readonly Resolved[] {
  const { aliases = {} } = sources.options;
  const target = [model, `${called}/${model}`]
    .map((name) => Object.hasOwn(aliases, name) && aliases[name])
    .find(Boolean);
  if (typeof target === "string") {
    const own = ofOverrides(sources, called, toCandidates(model));
    const slash = target.indexOf("/");
    const found = lookUp(sources, toBookName(target.slice(0, slash)), target.slice(slash + 1));
    return [...own, ...found.map((each) => ({ ...each, called, match: worse(each.match, "alias") }))];
  }
  const behind = behindGateway(called, model);
  if (behind === undefined) return lookUp(sources, called, model);
  const own = ofOverrides(sources, called, toCandidates(model));
  return [...own, ...lookUp(sources, toBookName(behind.provider), behind.model).map((each) => ({ ...each, called }))];
}

function lookUp(sources: PriceSources, provider: string, model: string): readonly Resolved[] {
  const { fetched, bundled, options } = sources;
  const ids = toCandidates(model);
  const resolved = [...ofOverrides(sources, provider, ids)];
  const corrected = (lasting: boolean): boolean => {
    const found = findOwn(
      CORRECTION_ENTRIES.filter((entry) => (entry.lasting === true) === lasting),
      provider,
      ids,
    );
    if (found === undefined) return false;
    if (found.entries.at(-1)?.unknown === true) return true;
    const periods = found.entries.flatMap((entry) => entry.periods);
    const its = { periods, model: found.model, pricedAs: `${provider}/${found.model}`, called: provider };
    resolved.push({ ...its, source: "book", match: found.match, book: CORRECTIONS_NAME });
    return false;
  };
  const ofBook = (book: Book | undefined, loose: boolean): void => {
    const found = book && findInBook(book, provider, model);
    if (book === undefined || found === undefined || (found.match === "prefix") !== loose) return;
    if (loose && options.prefixMatches === false) return;
    const { provider: owner, match } = found;
    if (owner.id !== provider) {
      // Another provider's price, and what is known to be wrong with it.
      for (const each of lookUp({ ...sources, overrides: [] }, owner.id, model)) {
        resolved.push({ ...each, called: provider });
      }
      return;
    }
    const pricedAs = `${owner.id}/${found.model.id}`;
    const periods = toPeriods(found.model);
    resolved.push({
      periods,
      source: "book",
      match,
      pricedAs,
      book: book.name,
      called: provider,
      model: found.model.id,
      ...(found.model.context_window !== undefined && { contextWindowTokens: found.model.context_window }),
    });
  };
  if (corrected(true)) return resolved;
  ofBook(fetched, false);
  if (corrected(false)) return resolved;
  ofBook(bundled, false);
  ofBook(fetched, true);
  ofBook(bundled, true);
  return resolved;
}

function ofOverrides({ overrides }: PriceSources, called: string, ids: readonly string[]): readonly Resolved[] {
  const found = findOwn(overrides, called, ids);
  if (found === undefined) return [];
  const { match, model, entries } = found;
  const periods = entries.flatMap((entry) => entry.periods);
  return [{ periods, source: "override", match, pricedAs: `${called}/${model}`, called, model }];
}

function worse(one: Match, other: Match): Match {
  return one === "prefix" || other === "prefix" ? "prefix" : one === "alias" ? one : other;
}

function toBookName(provider: string): string {
  return toBookProvider(toProviderName(provider) ?? provider);
}
