import type { calcPrice } from "@pydantic/genai-prices";
import type { Usage } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { Memo } from "./memo.ts";
import type { ComputedCost, CostParts, OperationRecord } from "./record.ts";

type Priced = { readonly cost: PricedCost } | { readonly unpriced: "unknown_model" | "no_prices" };
type PricedCost = ComputedCost & { readonly currency: "USD" };
type Question = Pick<OperationRecord, "provider" | "model" | "response" | "usage" | "startedAtMs">;
type Calculation = NonNullable<ReturnType<typeof calcPrice>>;

/** First words of the conventions' names to the price book's, where the book would not find or would mistake them. */
const BOOK_PROVIDERS = new Map(
  Object.entries({ aws: "aws", azure: "azure", gcp: "google", mistral_ai: "mistral", x_ai: "x-ai" }),
);
/** Some prices depend on the hour. */
const REMEMBER_MS = 60_000;

/** The bundled price book, imported when the first model call starts: it costs some 30 ms. */
export class PriceBook {
  state: "idle" | "loading" | "ready" | "failed" = "idle";
  readonly #diagnostics: Diagnostics;
  // The book searches its list for each question, for some 50 µs.
  readonly #remembered = new Memo<{ readonly found: Calculation | undefined; readonly untilMs: number }>();
  #loading: Promise<void> | undefined;
  #calculate: typeof calcPrice | undefined;

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  /** Never rejects. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<void> {
    this.state = "loading";
    try {
      this.#calculate = (await import("@pydantic/genai-prices")).calcPrice;
      this.state = "ready";
    } catch (error) {
      this.state = "failed";
      this.#diagnostics.report("prices_unavailable", "The price book could not be loaded; calls go unpriced", error);
    }
  }

  price({ provider = "unknown", model, response, usage = {}, startedAtMs }: Question): Priced {
    if (this.#calculate === undefined) return { unpriced: "no_prices" };
    for (const name of new Set([response?.model, model])) {
      const found = name === undefined ? undefined : this.#find(provider, name, usage, startedAtMs);
      const { input_mtok, output_mtok } = found?.model_price ?? {};
      if (found === undefined || name === undefined) continue;
      // What is billed by the second or the image has no rate for tokens.
      if (input_mtok !== undefined || output_mtok !== undefined) return { cost: toCost(usage, found, name) };
    }
    this.#diagnostics.report("unknown_model", `No price is known for ${provider}/${model ?? "unknown"}`);
    return { unpriced: "unknown_model" };
  }

  #find(provider: string, model: string, usage: Usage, atMs: number): Calculation | undefined {
    const key = `${provider}/${model}`;
    const known = this.#remembered.get(key);
    if (known !== undefined && atMs < known.untilMs) return known.found;
    const providerId = BOOK_PROVIDERS.get(provider.split(".")[0] ?? "") ?? provider;
    const counts = { input_tokens: usage.inputTokens ?? 0, output_tokens: usage.outputTokens ?? 0 };
    const found = this.#ask(counts, model, { providerId, timestamp: new Date(atMs) });
    return this.#remembered.set(key, { found, untilMs: atMs + REMEMBER_MS }).found;
  }

  #ask(...question: Parameters<typeof calcPrice>): Calculation | undefined {
    try {
      return this.#calculate?.(...question) ?? undefined;
    } catch (error) {
      this.#diagnostics.report("internal_error", "The price book threw", error);
      return undefined;
    }
  }
}

/** Rates are in USD per million tokens, which is a thousand nano-USD a token. Each part is priced and rounded once. */
function toCost(usage: Usage, { model_price: rates, provider, model }: Calculation, name: string): PricedCost {
  const { inputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0, cacheWrite1hTokens = 0 } = usage;
  const { outputTokens = 0, reasoningTokens = 0, audioOutputTokens = 0 } = usage;
  const fresh = Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens);
  const audioInputTokens = Math.min(usage.audioInputTokens ?? 0, fresh);
  const price = (tokens: number, ...names: readonly string[]): number => {
    const found = rates[names.find((each) => rates[each] !== undefined) ?? ""];
    // The whole call is priced by the tier that its input reaches.
    const tiered = typeof found === "object";
    const rate = tiered ? (found.tiers.findLast((tier) => inputTokens > tier.start)?.price ?? found.base) : found;
    return Math.round(Math.max(0, tokens) * (rate ?? 0) * 1000);
  };
  const parts: { -readonly [K in keyof CostParts]: CostParts[K] } = {};
  let totalNanoUsd = 0;
  const add = (part: keyof CostParts, tokens: number, nanoUsd: number): void => {
    if (tokens > 0) parts[part] = nanoUsd;
    totalNanoUsd += nanoUsd;
  };
  const plain = Math.max(0, outputTokens - reasoningTokens - audioOutputTokens);
  add("inputNanoUsd", fresh - audioInputTokens, price(fresh - audioInputTokens, "input_mtok"));
  add("cacheReadNanoUsd", cacheReadTokens, price(cacheReadTokens, "cache_read_mtok", "input_mtok"));
  add(
    "cacheWriteNanoUsd",
    cacheWriteTokens,
    price(cacheWriteTokens - cacheWrite1hTokens, "cache_write_mtok", "input_mtok") +
      price(cacheWrite1hTokens, "cache_write_1h_mtok", "cache_write_mtok", "input_mtok"),
  );
  add("outputNanoUsd", plain, price(plain, "output_mtok"));
  add("reasoningNanoUsd", reasoningTokens, price(reasoningTokens, "output_reasoning_mtok", "output_mtok"));
  add("audioInputNanoUsd", audioInputTokens, price(audioInputTokens, "input_audio_mtok", "input_mtok"));
  add("audioOutputNanoUsd", audioOutputTokens, price(audioOutputTokens, "output_audio_mtok", "output_mtok"));
  const match = name.startsWith(model.id) && /^$|^[-@]\d/.test(name.slice(model.id.length)) ? "exact" : "prefix";
  const pricedAs = `${provider.id}/${model.id}`;
  return Object.freeze({
    totalNanoUsd,
    parts: Object.freeze(parts),
    source: "book",
    match,
    pricedAs,
    book: "genai-prices@0.1.8",
    currency: "USD",
  });
}
