/**
 * Prices as they are calculated with: whole pico-USD a token, which every published price is (USD per million tokens
 * times a million). Nothing is left to look up when a call is priced: what a list leaves out has its fallback here.
 */
export interface TokenRates {
  readonly input?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly cacheWrite1h?: number;
  readonly output?: number;
  readonly reasoning?: number;
  readonly audioInput?: number;
  readonly audioOutput?: number;
}

/** The rates of a whole call whose input has more than so many tokens, cached ones included. */
export interface Band {
  readonly above: number;
  readonly rates: TokenRates;
  /** A write for an hour would be priced as one for minutes, which is too little. */
  readonly hourUnknown: boolean;
  /** Audio would be priced as text, which is mostly too little. */
  readonly audioUnknown: boolean;
}

/** What is billed by the piece. */
export interface Fee {
  readonly nanoUsd: number;
  /** For so many pieces. */
  readonly per: number;
}

export interface Price {
  /** By their `above`, ascending; the first holds from nothing on. */
  readonly bands: readonly [Band, ...Band[]];
  /** By unit, such as `web_search`. */
  readonly fees: ReadonlyMap<string, Fee>;
  /** Images or video in the output cost more than text, and no usage says how much of it they are. */
  readonly mixedOutput: boolean;
}

/** Hours of a day in which a price holds, UTC. Past midnight where it ends before it begins. */
export interface Hours {
  readonly fromSecond: number;
  readonly toSecond: number;
  /** 0 is Sunday. @default every day */
  readonly weekdays?: readonly number[];
}

/** A price, and when it holds: from then on, and in these hours. */
export interface PricePeriod {
  readonly price: Price;
  /** Epoch milliseconds. @default always */
  readonly fromMs?: number;
  /** The day of it, for people. */
  readonly priceDate?: string;
  readonly hours?: Hours;
  /** Prices in other service tiers, where whoever gave this one gave them too. */
  readonly tiers?: ReadonlyMap<string, Price>;
}

const DAY_MS = 86_400_000;

/** The price at an instant: of several that hold, the last in the list. */
export function periodAt(periods: readonly PricePeriod[], atMs: number): PricePeriod | undefined {
  for (let i = periods.length - 1; i >= 0; i--) {
    const period = periods[i];
    if (period !== undefined && holds(period, atMs)) return period;
  }
  return undefined;
}

/** From this day or instant on. */
export function since(date: string): Pick<PricePeriod, "fromMs" | "priceDate"> {
  const fromMs = Date.parse(date);
  return { fromMs, priceDate: new Date(fromMs).toISOString().slice(0, 10) };
}

function holds({ fromMs, hours }: PricePeriod, atMs: number): boolean {
  if (fromMs !== undefined && atMs < fromMs) return false;
  if (hours === undefined) return true;
  const second = (((atMs % DAY_MS) + DAY_MS) % DAY_MS) / 1000;
  const { fromSecond, toSecond, weekdays } = hours;
  const within =
    toSecond < fromSecond ? second >= fromSecond || second < toSecond : second >= fromSecond && second < toSecond;
  return within && (weekdays === undefined || weekdays.includes(weekdayOf(atMs)));
}

/** 0 is Sunday. Without a date object, which this is asked too often for. */
function weekdayOf(atMs: number): number {
  // The epoch began on a Thursday.
  return (((Math.floor(atMs / DAY_MS) + 4) % 7) + 7) % 7;
}
