import type { Price } from "./price.ts";
import { scaled, type TokenPrices, toPrice } from "./to-price.ts";

/** What a provider's service tier costs, compared with the standard one. */
interface ServiceTier {
  /** The book's name. */
  readonly providers: readonly string[];
  readonly tier: string;
  /** Of every token's price. Without one, only the models below have a price. */
  readonly multiplier?: number;
  /** By the book's name of the model. */
  readonly models?: Readonly<Record<string, TokenPrices>>;
  /** Where it is published. */
  readonly source: string;
  /** The day of the data it was taken from: the page itself, or what quotes it. */
  readonly asOf: string;
}

const SERVICE_TIERS: readonly ServiceTier[] = [
  {
    providers: ["openai"],
    tier: "batch",
    multiplier: 0.5,
    source: "https://developers.openai.com/api/docs/pricing",
    asOf: "2026-11-21",
  },
  {
    providers: ["openai"],
    tier: "flex",
    multiplier: 0.5,
    source: "https://developers.openai.com/api/docs/pricing",
    asOf: "2026-11-21",
  },
  {
    providers: ["openai"],
    tier: "priority",
    // Never for long contexts, so there is no price of them.
    models: {
      "gpt-5.5": { input: 12.5, cacheRead: 1.25, output: 75 },
      "gpt-5.4": { input: 5, cacheRead: 0.5, output: 30 },
      "gpt-5.4-mini": { input: 1.5, cacheRead: 0.15, output: 9 },
      "gpt-5.2": { input: 3.5, cacheRead: 0.35, output: 28 },
      "gpt-5.1": { input: 2.5, cacheRead: 0.25, output: 20 },
      "gpt-5": { input: 2.5, cacheRead: 0.25, output: 20 },
      "gpt-5-mini": { input: 0.45, cacheRead: 0.045, output: 3.6 },
      "gpt-4.1": { input: 3.5, cacheRead: 0.875, output: 14 },
      "gpt-4.1-mini": { input: 0.7, cacheRead: 0.175, output: 2.8 },
      "gpt-4.1-nano": { input: 0.2, cacheRead: 0.05, output: 0.8 },
      "gpt-4o": { input: 4.25, cacheRead: 2.125, output: 17 },
      "gpt-4o-2024-05-13": { input: 8.75, output: 26.25 },
    },
    source: "https://openai.com/api-priority-processing/",
    asOf: "2026-11-21",
  },
  {
    providers: ["anthropic"],
    tier: "batch",
    multiplier: 0.5,
    source: "https://platform.claude.com/docs/en/about-claude/pricing#batch-processing",
    asOf: "2026-11-21",
  },
  {
    providers: ["google"],
    tier: "batch",
    multiplier: 0.5,
    source: "https://ai.google.dev/gemini-api/docs/pricing",
    asOf: "2026-11-21",
  },
  {
    providers: ["google"],
    tier: "flex",
    multiplier: 0.5,
    source: "https://ai.google.dev/gemini-api/docs/pricing",
    asOf: "2026-11-21",
  },
  {
    providers: ["google"],
    tier: "priority",
    multiplier: 1.8,
    source: "https://ai.google.dev/gemini-api/docs/priority-inference",
    asOf: "2026-11-21",
  },
];

/** How providers call what costs the listed price. `on_demand` is Groq's and Vertex AI's. */
const STANDARD: ReadonlySet<string> = new Set(["default", "standard", "auto", "on_demand", "standard_only"]);

/** The tier that a response names, where it is not the standard one. */
export function toServiceTier(said: string | undefined): string | undefined {
  const tier = said?.toLowerCase().replace(/^(service_tier|traffic_type)_/, "");
  return tier === undefined || tier === "" || tier === "unspecified" || STANDARD.has(tier) ? undefined : tier;
}

/** By the standard price, who was called, and the tier: who uses one uses it at every call. */
const KNOWN = new WeakMap<Price, Map<string, Price>>();

/** The price of a book's model in a tier, or `undefined` where nobody has published one. */
export function toTierPrice(tier: string, called: string, model: string, price: Price): Price | undefined {
  const key = `${called} ${tier}`;
  const known = KNOWN.get(price)?.get(key);
  if (known !== undefined) return known;
  const found = SERVICE_TIERS.find((each) => each.tier === tier && each.providers.includes(called));
  const listed = found?.models?.[model];
  const inTier = listed ? { ...toPrice({ usdPerMillionTokens: listed }), fees: price.fees } : toShare(price, found);
  if (inTier !== undefined) KNOWN.set(price, (KNOWN.get(price) ?? new Map()).set(key, inTier));
  return inTier;
}

function toShare(price: Price, tier: ServiceTier | undefined): Price | undefined {
  return tier?.multiplier === undefined ? undefined : scaled(price, tier.multiplier);
}
