import { calcPrice } from "@pydantic/genai-prices";

/** In USD: tokens by the million, searches by the piece. A kind that is left out costs what its total costs. */
export interface Rates {
  readonly input: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly cacheWrite1h?: number;
  readonly audioInput?: number;
  readonly output?: number;
  readonly audioOutput?: number;
  readonly webSearch?: number;
}

const OPENAI = { webSearch: 0.01 };
const GPT_5: Rates = { input: 1.25, cacheRead: 0.125, output: 10, ...OPENAI };
const GPT_41: Rates = { input: 2, cacheRead: 0.5, output: 8, ...OPENAI };

/**
 * In November 2026, by the folder of the recordings and the beginning of the model's id. Written by hand from published
 * price data, so that neither our price book nor the way in which it is read is asked.
 */
const PRICES: Readonly<Record<string, Readonly<Record<string, Rates>>>> = {
  // https://platform.claude.com/docs/en/about-claude/pricing
  anthropic: {
    "claude-3-opus": { input: 15, cacheRead: 1.5, cacheWrite: 18.75, cacheWrite1h: 30, output: 75, webSearch: 0.01 },
    "claude-haiku-4-5": { input: 1, cacheRead: 0.1, cacheWrite: 1.25, cacheWrite1h: 2, output: 5, webSearch: 0.01 },
    "claude-opus-4-5": { input: 5, cacheRead: 0.5, cacheWrite: 6.25, cacheWrite1h: 10, output: 25, webSearch: 0.01 },
    "claude-sonnet-4-5": { input: 3, cacheRead: 0.3, cacheWrite: 3.75, cacheWrite1h: 6, output: 15, webSearch: 0.01 },
  },
  // https://platform.openai.com/docs/pricing
  openai: {
    "gpt-4.1-nano": { input: 0.1, cacheRead: 0.025, output: 0.4, ...OPENAI },
    "gpt-5-mini": { input: 0.25, cacheRead: 0.025, output: 2, ...OPENAI },
    "gpt-5.1-codex-max": GPT_5,
    "gpt-5-2025": GPT_5,
    "text-embedding-3-small": { input: 0.02 },
  },
  azure: { "gpt-4.1-2025": GPT_41 },
  // https://ai.google.dev/gemini-api/docs/pricing
  google: {
    "gemini-2.5-flash": { input: 0.3, cacheRead: 0.03, audioInput: 1, output: 2.5 },
    "gemini-3-pro-preview": { input: 2, cacheRead: 0.2, output: 12 },
  },
  // https://api-docs.deepseek.com/quick_start/pricing: the old names were names of deepseek-v4-flash at the end.
  deepseek: { "deepseek-reasoner": { input: 0.14, cacheRead: 0.0028, output: 0.28 } },
  // https://groq.com/pricing
  groq: { "openai/gpt-oss-20b": { input: 0.075, cacheRead: 0.0375, output: 0.3 } },
  // https://mistral.ai/pricing
  mistral: { "mistral-medium-2508": { input: 0.4, cacheRead: 0.04, output: 2 } },
  // https://docs.x.ai/docs/models
  xai: {
    "grok-3-mini": { input: 0.3, cacheRead: 0.075, output: 0.5 },
    "grok-4-fast": { input: 0.2, cacheRead: 0.05, output: 0.5 },
    "grok-4": { input: 3, cacheRead: 0.75, output: 15 },
  },
  openrouter: { "openai/gpt-5-mini": { input: 0.25, cacheRead: 0.025, output: 2 } },
};

/** Folders that the price book calls otherwise. */
const BOOK_NAMES: Readonly<Record<string, string>> = { xai: "x-ai", "amazon-bedrock": "aws" };

/** By the list above; for models of other people's recordings, by the price book's own word. */
export function toRates(folder: string, model: string, inputTokens: number): Rates | undefined {
  const listed = Object.entries(PRICES[folder] ?? {}).find(([id]) => model.startsWith(id));
  if (listed !== undefined) return listed[1];
  const providerId = BOOK_NAMES[folder] ?? folder;
  const found = calcPrice({ input_tokens: 0 }, model, { providerId })?.model_price;
  const rate = (key: string): number | undefined => {
    const price = found?.[key];
    if (typeof price !== "object") return price;
    return price.tiers.findLast(({ start }) => inputTokens > start)?.price ?? price.base;
  };
  const input = rate("input_mtok");
  if (input === undefined) return undefined;
  const searches = rate("web_searches_kcount");
  const others: Readonly<Record<string, number | undefined>> = {
    cacheRead: rate("cache_read_mtok"),
    cacheWrite: rate("cache_write_mtok"),
    cacheWrite1h: rate("cache_write_1h_mtok"),
    audioInput: rate("input_audio_mtok"),
    output: rate("output_mtok"),
    audioOutput: rate("output_audio_mtok"),
    webSearch: searches === undefined ? undefined : searches / 1000,
  };
  return { input, ...Object.fromEntries(Object.entries(others).filter(([, price]) => price !== undefined)) };
}
