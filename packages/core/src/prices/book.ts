import type { ConditionalPrice, ModelInfo, Provider } from "@pydantic/genai-prices";
import { type Fee, type Price, type PricePeriod, since } from "./price.ts";
import { type TokenPrices, toBand, toFee } from "./to-price.ts";

/** A book of prices in the form of genai-prices, bundled or fetched. */
export interface Book {
  /** `genai-prices@0.1.8`. */
  readonly name: string;
  readonly provider: (id: string) => Provider | undefined;
}

type BookPrice = ConditionalPrice["prices"];
type Rate = BookPrice[string];

/** Names of the book's prices, in USD per million tokens. The first that there is counts. */
const TOKENS: Readonly<Record<keyof TokenPrices, readonly string[]>> = {
  input: ["input_mtok"],
  cacheRead: ["cache_read_mtok"],
  cacheWrite: ["cache_write_5m_mtok", "cache_write_mtok"],
  cacheWrite1h: ["cache_write_1h_mtok"],
  output: ["output_mtok"],
  reasoning: ["output_reasoning_mtok"],
  audioInput: ["input_audio_mtok"],
  audioOutput: ["output_audio_mtok"],
};
/** What the book bills by the piece: its name, ours, and for how many pieces. */
const UNITS: readonly (readonly [bookName: string, unit: string, per: number])[] = [
  ["requests_kcount", "request", 1_000],
  ["web_searches_kcount", "web_search", 1_000],
  ["storage_searches_kcount", "file_search", 1_000],
  ["code_executions_kcount", "code_execution", 1_000],
  ["input_document_kpages", "page", 1_000],
  ["input_mchars", "character", 1_000_000],
  ["input_audio_hours", "second", 3_600],
  ["audio_hours", "second", 3_600],
];

/** When each of a model's prices holds. Of several that do, the last one counts, as in the book itself. */
export function toPeriods({ prices }: ModelInfo): readonly PricePeriod[] {
  if (!Array.isArray(prices)) return [{ price: toBookPrice(prices) }];
  // The first holds where no other does, whatever it says of itself.
  return prices.map((each, i) => ({ price: toBookPrice(each.prices), ...(i > 0 && toCondition(each)) }));
}

function toCondition({ constraint }: ConditionalPrice): Omit<PricePeriod, "price"> {
  if (constraint === undefined) return {};
  if ("start_date" in constraint) return since(constraint.start_date);
  return { hours: { fromSecond: toSecond(constraint.start_time), toSecond: toSecond(constraint.end_time) } };
}

/** `16:30:00Z`. Another zone is brought to UTC by the calendar. */
function toSecond(time: string): number {
  return (Date.parse(`2000-01-02T${time}`) % 86_400_000) / 1000;
}

function toBookPrice(prices: BookPrice): Price {
  const thresholds = Object.values(prices).flatMap((rate) =>
    typeof rate === "object" ? rate.tiers.map((tier) => tier.start) : [],
  );
  const bandAt = (above: number): Price["bands"][0] => {
    const found = (names: readonly string[]): number | undefined =>
      names.map((name) => rateAt(prices[name], above)).find((usd) => usd !== undefined);
    const entries = Object.entries(TOKENS).map(([kind, names]) => [kind, found(names)] as const);
    const list = Object.fromEntries(entries.filter(([, usd]) => usd !== undefined));
    // A price list without any price is the book's way to say that nothing is billed.
    return toBand(above, Object.keys(prices).length === 0 ? { input: 0, output: 0 } : list);
  };
  const long = [...new Set(thresholds)].sort((a, b) => a - b).map(bandAt);
  return {
    bands: [bandAt(0), ...long],
    fees: new Map(UNITS.flatMap(([name, unit, per]) => toUnit(unit, prices[name], per))),
    mixedOutput: ["output_image_mtok", "output_video_mtok"].some((name) => prices[name] !== undefined),
  };
}

function toUnit(unit: string, rate: Rate, per: number): readonly (readonly [string, Fee])[] {
  const usd = rateAt(rate, 0);
  return usd === undefined ? [] : [[unit, toFee(usd, per)]];
}

/** The rate of a call with more input than this. */
function rateAt(rate: Rate, above: number): number | undefined {
  if (typeof rate !== "object") return rate;
  return rate.tiers.filter(({ start }) => start <= above && above > 0).at(-1)?.price ?? rate.base;
}
