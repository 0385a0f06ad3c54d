import type { Provider } from "@pydantic/genai-prices";
import type { Clock } from "../clock.ts";
import type { Usage } from "../contract.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { Memo } from "../memo.ts";
import type { ComputedCost, OperationRecord } from "../record.ts";
import type { Book } from "./book.ts";
import { type Price, type PricePeriod, periodAt } from "./price.ts";
import { PriceFeed } from "./price-feed.ts";
import type { PriceOptions } from "./price-options.ts";
import { type PriceSources, type Resolved, resolvePrice, toOverrides } from "./resolve-price.ts";
import { toServiceTier, toTierPrice } from "./service-tiers.ts";
import { toCost } from "./to-cost.ts";

/** What is asked: one model call. */
export type Question = Pick<OperationRecord, "provider" | "model" | "response" | "usage" | "startedAtMs">;

/** `partial` where some of what was used has no known price. */
export type Answer =
  | { readonly cost: ComputedCost; readonly partial: boolean; readonly contextWindowTokens?: number | undefined }
  | { readonly unpriced: "unknown_model" | "no_usage" | "no_prices" };

/** The release that the package depends on, to the last digit: a record says by which book it was priced. */
export const BUNDLED_NAME = "genai-prices@0.1.8";

const UNPRICED = {
  noPrices: { unpriced: "no_prices" },
  noUsage: { unpriced: "no_usage" },
  unknownModel: { unpriced: "unknown_model" },
} as const;

/** Prices model calls. The bundled book is imported when the first model call starts: it costs some 30 ms. */
export class PriceBook {
  state: "idle" | "loading" | "ready" | "failed" = "idle";
  readonly #diagnostics: Diagnostics;
  readonly #sources: { -readonly [K in keyof PriceSources]: PriceSources[K] };
  readonly #feed: PriceFeed | undefined;
  /** To look a model up takes some 50 µs, and models repeat. */
  #resolved = new Memo<readonly Resolved[]>();
  #loading: Promise<void> | undefined;

  constructor(options: PriceOptions, clock: Clock, diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
    const overrides = toOverrides(options.overrides ?? []);
    this.#sources = { options, overrides, fetched: undefined, bundled: undefined };
    this.#feed = options.refresh && new PriceFeed(options.refresh, clock, diagnostics, () => this.#takeFeed());
  }

  /** Never rejects. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Stops to ask for newer prices. */
  close(): void {
    this.#feed?.close();
  }

  async #load(): Promise<void> {
    this.state = "loading";
    this.#feed?.open();
    try {
      this.#sources.bundled = await importBook();
      this.state = "ready";
    } catch (error) {
      this.state = "failed";
      this.#diagnostics.report("prices_unavailable", "The price book could not be loaded", error);
    }
  }

  #takeFeed(): void {
    this.#sources.fetched = this.#feed?.book;
    this.#resolved = new Memo();
  }

  /** `quietly`: nobody needs to hear that the model is not known, since the provider has said what the call cost. */
  price({ provider = "unknown", model, response, usage = {}, startedAtMs }: Question, quietly = false): Answer {
    if (this.state !== "ready" && this.state !== "failed") return UNPRICED.noPrices;
    const all = this.#resolve(provider, response?.model, model);
    for (const resolved of all) {
      const period = periodAt(resolved.periods, startedAtMs);
      if (period === undefined) continue;
      const answer = toAnswer(usage, resolved, period, toServiceTier(response?.serviceTier));
      // A price of one's own says nothing of the size; the book may.
      const sized = all.find(({ contextWindowTokens }) => contextWindowTokens !== undefined);
      return sized === undefined ? answer : { ...answer, contextWindowTokens: sized.contextWindowTokens };
    }
    if (this.state === "failed") return UNPRICED.noPrices;
    if (!quietly) {
      const name = `${provider}/${response?.model ?? model ?? "unknown"}`;
      this.#diagnostics.once("unknown_model", name, `No price is known for ${name}`);
    }
    return UNPRICED.unknownModel;
  }

  #resolve(provider: string, answered: string | undefined, asked: string | undefined): readonly Resolved[] {
    const key = `${provider}\n${answered ?? ""}\n${asked ?? ""}`;
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    try {
      return this.#resolved.set(key, resolvePrice(this.#sources, provider, answered, asked));
    } catch (error) {
      this.#diagnostics.report("internal_error", "A price could not be looked up", error);
      return [];
    }
  }
}

/** Read alone: what another part of the process may make of the book's own updates is never changed from here. */
export async function importBook(): Promise<Book> {
  const { findProvider } = await import("@pydantic/genai-prices");
  const providers = new Map<string, Provider | undefined>();
  return {
    name: BUNDLED_NAME,
    provider: (id) => {
      if (!providers.has(id)) {
        // The book takes a provider for another one by a part of its name.
        const found = findProvider({ providerId: id });
        providers.set(id, found?.id === id ? found : undefined);
      }
      return providers.get(id);
    },
  };
}

function toAnswer(usage: Usage, resolved: Resolved, period: PricePeriod, tier: string | undefined): Answer {
  const inTier = tier === undefined ? undefined : priceInTier(tier, resolved, period);
  const calculated = toCost(usage, inTier ?? period.price);
  if (calculated === undefined) return UNPRICED.noUsage;
  const { source, match, pricedAs, book } = resolved;
  const cost: { -readonly [K in keyof ComputedCost]: ComputedCost[K] } = {
    totalNanoUsd: calculated.totalNanoUsd,
    parts: Object.freeze(calculated.parts),
    source,
    match,
    pricedAs,
  };
  if (period.priceDate !== undefined) cost.priceDate = period.priceDate;
  if (book !== undefined) cost.book = book;
  if (tier !== undefined) cost.tier = tier;
  if (tier !== undefined && inTier === undefined) cost.tierUnpriced = true;
  return { cost, partial: calculated.partial };
}

/** What the application says of its own prices in other tiers is all there is: it has bargained for them. */
function priceInTier(tier: string, { source, called, model }: Resolved, period: PricePeriod): Price | undefined {
  return source === "override" ? period.tiers?.get(tier) : toTierPrice(tier, called, model, period.price);
}
