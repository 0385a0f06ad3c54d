import type { calcPrice } from "@pydantic/genai-prices";
import type { Diagnostics } from "./diagnostics.ts";
import type { Cost, OperationRecord } from "./record.ts";

type Priced = { readonly cost: Cost } | { readonly unpriced: "unknown_model" | "no_prices" };
type Question = Partial<Pick<OperationRecord, "provider" | "model" | "response" | "usage">> & { startedAtMs: number };

/** Names of the GenAI conventions to the price book's, where the book would not find or would mistake them. */
const BOOK_PROVIDERS: Readonly<Record<string, string>> = {
  "aws.bedrock": "aws",
  "azure.ai.openai": "azure",
  "azure.ai.inference": "azure",
  "gcp.gemini": "google",
  "gcp.gen_ai": "google",
  "gcp.vertex_ai": "google",
  mistral_ai: "mistral",
  x_ai: "x-ai",
};

/** The bundled price book, imported when the first model call starts: it costs some 30 ms. */
export class PriceBook {
  state: "idle" | "loading" | "ready" | "failed" = "idle";
  readonly #diagnostics: Diagnostics;
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

  price({ provider, model, response, usage, startedAtMs }: Question): Priced {
    if (this.#calculate === undefined) return { unpriced: "no_prices" };
    for (const name of [response?.model, model]) {
      if (name === undefined) continue;
      const found = this.#find(name, provider, usage ?? {}, new Date(startedAtMs));
      if (found !== undefined) return { cost: found };
    }
    this.#diagnostics.report("unknown_model", `No price is known for ${provider ?? "unknown"}/${model ?? "unknown"}`);
    return { unpriced: "unknown_model" };
  }

  #find(
    model: string,
    provider: string | undefined,
    usage: NonNullable<Question["usage"]>,
    timestamp: Date,
  ): Cost | undefined {
    const counts = {
      input_tokens: usage.inputTokens ?? 0,
      output_tokens: usage.outputTokens ?? 0,
      ...(usage.cacheReadTokens !== undefined && { cache_read_tokens: usage.cacheReadTokens }),
      ...(usage.cacheWriteTokens !== undefined && { cache_write_tokens: usage.cacheWriteTokens }),
    };
    const providerId = provider === undefined ? undefined : (BOOK_PROVIDERS[provider] ?? provider);
    try {
      const found = this.#calculate?.(counts, model, { timestamp, ...(providerId !== undefined && { providerId }) });
      if (!found) return undefined;
      const inputNanoUsd = Math.round(found.input_price * 1e9);
      const outputNanoUsd = Math.round(found.output_price * 1e9);
      const totalNanoUsd = inputNanoUsd + outputNanoUsd;
      return Object.freeze({ totalNanoUsd, inputNanoUsd, outputNanoUsd, source: "book", book: "genai-prices" });
    } catch (error) {
      this.#diagnostics.report("internal_error", "The price book threw", error);
      return undefined;
    }
  }
}
