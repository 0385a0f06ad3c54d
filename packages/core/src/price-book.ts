import type { calcPrice } from "@pydantic/genai-prices";
import type { Usage } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { Memo } from "./memo.ts";
import type { Cost, OperationRecord } from "./record.ts";

type Priced = { readonly cost: Cost } | { readonly unpriced: "unknown_model" | "no_prices" };
type Question = Pick<OperationRecord, "provider" | "model" | "response" | "usage" | "startedAtMs">;
type Calculation = NonNullable<ReturnType<typeof calcPrice>>;
type Rates = Calculation["model_price"];

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
  readonly #remembered = new Memo<{ readonly rates: Rates | undefined; readonly untilMs: number }>();
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
      const rates = name === undefined ? undefined : this.#rates(provider, name, usage, startedAtMs);
      // What is billed by the second or the image has no rate for tokens.
      if (rates?.input_mtok !== undefined || rates?.output_mtok !== undefined) return { cost: toCost(usage, rates) };
    }
    this.#diagnostics.report("unknown_model", `No price is known for ${provider}/${model ?? "unknown"}`);
    return { unpriced: "unknown_model" };
  }

  #rates(provider: string, model: string, usage: Usage, atMs: number): Rates | undefined {
    const key = `${provider}/${model}`;
    const known = this.#remembered.get(key);
    if (known !== undefined && atMs < known.untilMs) return known.rates;
    const providerId = BOOK_PROVIDERS.get(provider.split(".")[0] ?? "") ?? provider;
    const counts = { input_tokens: usage.inputTokens ?? 0, output_tokens: usage.outputTokens ?? 0 };
    const rates = this.#ask(counts, model, { providerId, timestamp: new Date(atMs) });
    return this.#remembered.set(key, { rates, untilMs: atMs + REMEMBER_MS }).rates;
  }

  #ask(...question: Parameters<typeof calcPrice>): Rates | undefined {
    try {
      return this.#calculate?.(...question)?.model_price;
    } catch (error) {
      this.#diagnostics.report("internal_error", "The price book threw", error);
      return undefined;
    }
  }
}

/** Rates are in USD per million tokens, which is a thousand nano-USD a token. Each part is priced once. */
function toCost(usage: Usage, rates: Rates): Cost {
  const {
    inputTokens = 0,
    cacheReadTokens = 0,
    cacheWriteTokens = 0,
    cacheWrite1hTokens = 0,
    outputTokens = 0,
  } = usage;
  const fresh = Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens);
  const audioInputTokens = Math.min(usage.audioInputTokens ?? 0, fresh);
  const { audioOutputTokens = 0 } = usage;
  const price = (tokens: number, ...names: readonly string[]): number => {
    const found = rates[names.find((name) => rates[name] !== undefined) ?? ""];
    // The whole call is priced by the tier that its input reaches.
    const tiered = typeof found === "object";
    const rate = tiered ? (found.tiers.findLast((tier) => inputTokens > tier.start)?.price ?? found.base) : found;
    return Math.max(0, tokens) * (rate ?? 0) * 1000;
  };
  const inputNanoUsd = Math.round(
    price(fresh - audioInputTokens, "input_mtok") +
      price(audioInputTokens, "input_audio_mtok", "input_mtok") +
      price(cacheReadTokens, "cache_read_mtok", "input_mtok") +
      price(cacheWriteTokens - cacheWrite1hTokens, "cache_write_mtok", "input_mtok") +
      price(cacheWrite1hTokens, "cache_write_1h_mtok", "cache_write_mtok", "input_mtok"),
  );
  const outputNanoUsd = Math.round(
    price(outputTokens - audioOutputTokens, "output_mtok") +
      price(audioOutputTokens, "output_audio_mtok", "output_mtok"),
  );
  const totalNanoUsd = inputNanoUsd + outputNanoUsd;
  return Object.freeze({ totalNanoUsd, inputNanoUsd, outputNanoUsd, source: "book", book: "genai-prices" });
}
