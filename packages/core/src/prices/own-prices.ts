import { type Price, type PricePeriod, since } from "./price.ts";
import { type ModelPrice, scaled, toPrice } from "./to-price.ts";

/** A price that does not come from a book: the application's own, or a correction of ours. */
export interface OwnPrice extends ModelPrice {
  /** As the framework or the record calls it. @default any */
  readonly provider?: string | undefined;
  /** The model's id; `*` stands for any characters. */
  readonly model: string;
  /** From when on it holds: `2026-08-21`, or an instant such as `2026-08-16T16:00:00Z`. @default always */
  readonly from?: string | undefined;
  /** What the same model costs in another service tier: a share of these prices, or prices of its own. */
  readonly serviceTiers?: Readonly<Record<string, ModelPrice | { readonly multiplier: number }>> | undefined;
}

/** In which hours a price is another one: the first pair is from 01:00 to before 04:00. UTC. */
export interface PeakHours extends ModelPrice {
  readonly hours: readonly (readonly [from: number, to: number])[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
}

/** An own price, ready to be looked up. */
export interface OwnEntry {
  /** The book's name of the provider. */
  readonly provider: string | undefined;
  readonly model: string;
  readonly pattern: RegExp | undefined;
  readonly periods: readonly PricePeriod[];
}

export function toOwnEntry(own: OwnPrice & { readonly peak?: PeakHours }, provider: string | undefined): OwnEntry {
  const price = toPrice(own);
  const tiers = Object.entries(own.serviceTiers ?? {}).map(
    ([tier, its]) => [tier.toLowerCase(), toTier(its, price)] as const,
  );
  const common = { tiers: new Map(tiers), ...(own.from !== undefined && since(own.from)) };
  const { hours = [], weekdays = [] } = own.peak ?? {};
  const peaks = hours.map(([begin, end]) => ({
    ...common,
    price: toPrice(own.peak ?? {}),
    hours: { fromSecond: begin * 3_600, toSecond: end * 3_600, weekdays },
  }));
  const model = own.model.trim().toLowerCase();
  const pattern = model.includes("*") ? toPattern(model) : undefined;
  return { provider, model, pattern, periods: [{ ...common, price }, ...peaks] };
}

function toTier(its: ModelPrice | { readonly multiplier: number }, price: Price): Price {
  return "multiplier" in its ? scaled(price, its.multiplier) : toPrice(its);
}

function toPattern(glob: string): RegExp {
  return new RegExp(`^${glob.split("*").map(escaped).join(".*")}$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** What entries say of a model. */
export interface FoundOwn<Entry extends OwnEntry> {
  /** By date, so that the last that holds is the one that counts. */
  readonly entries: readonly Entry[];
  /** The id, or the pattern, by which it was found. */
  readonly match: "exact" | "prefix";
  readonly model: string;
}

/** Entries for this model under the closest of its ids; by pattern only where none names it. */
export function findOwn<Entry extends OwnEntry>(
  all: readonly Entry[],
  provider: string,
  ids: readonly string[],
): FoundOwn<Entry> | undefined {
  const ofProvider = all.filter((entry) => entry.provider === undefined || entry.provider === provider);
  for (const id of ids) {
    const entries = ofProvider.filter((entry) => entry.pattern === undefined && entry.model === id);
    if (entries.length > 0) return { entries: byDate(entries), match: "exact", model: id };
  }
  const entries = ofProvider.filter(({ pattern }) => ids.some((id) => pattern?.test(id) === true));
  return entries.length === 0 ? undefined : { entries: byDate(entries), match: "prefix", model: ids[0] ?? "" };
}

function byDate<Entry extends OwnEntry>(entries: readonly Entry[]): readonly Entry[] {
  const from = ({ periods }: Entry): number => periods[0]?.fromMs ?? Number.NEGATIVE_INFINITY;
  // Not the difference: of two that have always held it would be no number.
  return [...entries].sort((a, b) => (from(a) === from(b) ? 0 : from(a) - from(b)));
}
