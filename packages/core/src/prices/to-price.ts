import type { Band, Fee, Price, TokenRates } from "./price.ts";

/**
 * A list of prices in USD per million tokens. What is left out costs what its kind costs: see each field. Where that is
 * a guess (audio, and cache writes for an hour beside others), the cost says `partial`.
 */
export interface TokenPrices {
  /** Input that is not from a cache. */
  readonly input?: number | undefined;
  /** @default input */
  readonly cacheRead?: number | undefined;
  /** @default input */
  readonly cacheWrite?: number | undefined;
  /** @default cacheWrite */
  readonly cacheWrite1h?: number | undefined;
  readonly output?: number | undefined;
  /** @default output */
  readonly reasoning?: number | undefined;
  /** @default input */
  readonly audioInput?: number | undefined;
  /** @default output */
  readonly audioOutput?: number | undefined;
}

/** What a model costs, in USD. */
export interface ModelPrice {
  readonly usdPerMillionTokens?: TokenPrices | undefined;
  /** Other prices for the whole call where its input has more tokens than this, cached ones included. */
  readonly longContext?:
    | readonly { readonly aboveInputTokens: number; readonly usdPerMillionTokens: TokenPrices }[]
    | undefined;
  /** What is billed by the piece: `{ web_search: 0.01, request: 0.005 }`, named as in `usage.units`. */
  readonly usdPerUnit?: Readonly<Record<string, number>> | undefined;
}

/** Nothing is billed. */
export const FREE: ModelPrice = {
  usdPerMillionTokens: { input: 0, output: 0 },
};

const PICO = 1e6;
const NANO = 1e9;

export function toPrice({ usdPerMillionTokens = {}, longContext = [], usdPerUnit = {} }: ModelPrice): Price {
  const long = [...longContext].sort((a, b) => a.aboveInputTokens - b.aboveInputTokens);
  return {
    bands: [
      toBand(0, usdPerMillionTokens),
      // What the longer list leaves out stays as it is.
      ...long.map((each) =>
        toBand(each.aboveInputTokens, { ...usdPerMillionTokens, ...said(each.usdPerMillionTokens) }),
      ),
    ],
    fees: new Map(Object.entries(usdPerUnit).map(([unit, usd]) => [unit, toFee(usd, 1)] as const)),
    mixedOutput: false,
  };
}

function said(prices: TokenPrices): TokenPrices {
  return Object.fromEntries(Object.entries(prices).filter(([, usd]) => usd !== undefined));
}

export function toBand(above: number, prices: TokenPrices): Band {
  const { input, output, cacheRead = input, cacheWrite = input, cacheWrite1h = cacheWrite } = prices;
  const { reasoning = output, audioInput = input, audioOutput = output } = prices;
  const all = { input, cacheRead, cacheWrite, cacheWrite1h, output, reasoning, audioInput, audioOutput };
  const rates: TokenRates = Object.fromEntries(
    Object.entries(all).flatMap(([kind, usd]) => (usd === undefined ? [] : [[kind, Math.round(usd * PICO)]])),
  );
  return {
    above,
    rates,
    hourUnknown: prices.cacheWrite1h === undefined && prices.cacheWrite !== undefined,
    audioUnknown: prices.audioInput === undefined && prices.audioOutput === undefined && input !== 0,
  };
}

export function toFee(usd: number, per: number): Fee {
  return { nanoUsd: Math.round(usd * NANO), per };
}

/** The same price with every token at a share of it, as batches are billed. Fees stay. */
export function scaled(price: Price, multiplier: number): Price {
  const [first, ...others] = price.bands;
  return { ...price, bands: [scaledBand(first, multiplier), ...others.map((band) => scaledBand(band, multiplier))] };
}

function scaledBand(band: Band, multiplier: number): Band {
  const rates = Object.entries(band.rates).map(([kind, pico]) => [kind, Math.round(pico * multiplier)]);
  return { ...band, rates: Object.fromEntries(rates) };
}
