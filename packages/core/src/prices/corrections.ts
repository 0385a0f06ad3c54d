import type { OwnPrice, PeakHours } from "./own-prices.ts";
import { FREE, type TokenPrices } from "./to-price.ts";

/**
 * Where the bundled book is known to be wrong, or does not know. Newer data, which the application may fetch, is believed
 * before these, save for what no book in this form can say.
 */
export interface Correction extends OwnPrice {
  /** By the book's name, unlike that of the application's own prices. */
  readonly provider: string;
  /** Where the price is published. */
  readonly source: string;
  /** The day of the data it was taken from: the page itself, or a collection that quotes it. */
  readonly asOf: string;
  /** @default none: the same price at all hours */
  readonly peak?: PeakHours;
  /** No book can say it, however new. @default false */
  readonly lasting?: true;
  /** What the book has under this name is no price of this provider's. @default false */
  readonly unknown?: true;
}

/** The edition of the table below. */
export const CORRECTIONS_NAME = "isospan@2026-11-21";

const DEEPSEEK = "https://api-docs.deepseek.com/quick_start/pricing";
const DEEPSEEK_NEWS = "https://api-docs.deepseek.com/news/news250929";
const HAIKU = "https://platform.claude.com/docs/en/models/haiku-5-5/overview";
const SONNET = "https://platform.claude.com/docs/en/models/sonnet-5-5/overview";
const AS_OF = "2026-11-21";
const CLAUDE_FEES = { web_search: 0.01 };

/** Twice the price from 9 to 12 and from 14 to 18 in Beijing, Monday to Friday. Chinese public holidays are not known here. */
function peak(usdPerMillionTokens: TokenPrices): PeakHours {
  return {
    usdPerMillionTokens,
    weekdays: [1, 2, 3, 4, 5],
    hours: [
      [1, 4],
      [6, 10],
    ],
  };
}

const FLASH = {
  provider: "deepseek",
  from: "2026-09-10",
  usdPerMillionTokens: { input: 0.15, cacheRead: 0.003, output: 0.6 },
  peak: peak({ input: 0.3, cacheRead: 0.006, output: 1.2 }),
  source: DEEPSEEK,
  asOf: AS_OF,
  lasting: true,
} as const;

export const CORRECTIONS: readonly Correction[] = [
  {
    provider: "anthropic",
    model: "claude-haiku-5-5",
    usdPerMillionTokens: { input: 0.1, cacheRead: 0.01, cacheWrite: 0.125, cacheWrite1h: 0.2, output: 0.5 },
    longContext: [
      {
        aboveInputTokens: 100_000,
        usdPerMillionTokens: { input: 0.5, cacheRead: 0.05, cacheWrite: 0.625, cacheWrite1h: 1, output: 2.5 },
      },
    ],
    usdPerUnit: CLAUDE_FEES,
    source: HAIKU,
    asOf: AS_OF,
  },
  {
    provider: "anthropic",
    model: "claude-sonnet-5-5",
    usdPerMillionTokens: { input: 2, cacheRead: 0.2, cacheWrite: 2.5, cacheWrite1h: 4, output: 10 },
    usdPerUnit: CLAUDE_FEES,
    source: SONNET,
    asOf: AS_OF,
  },
  {
    provider: "anthropic",
    model: "claude-sonnet-5-5",
    from: "2026-10-07",
    usdPerMillionTokens: { input: 2, cacheRead: 0.1, cacheWrite: 2.5, cacheWrite1h: 4, output: 10 },
    usdPerUnit: CLAUDE_FEES,
    source: SONNET,
    asOf: AS_OF,
  },
  // DeepSeek has had no price by the hour of the old names since September 2025, and one by hour and weekday of the new
  // ones since August 2026; a book says the hour or the date, never both, and no weekday.
  ...["deepseek-chat", "deepseek-reasoner"].flatMap((model): Correction[] => [
    {
      provider: "deepseek",
      model,
      from: "2025-09-05T16:00:00Z",
      usdPerMillionTokens: { input: 0.56, cacheRead: 0.07, output: 1.68 },
      source: DEEPSEEK,
      asOf: AS_OF,
    },
    {
      provider: "deepseek",
      model,
      from: "2025-09-29",
      usdPerMillionTokens: { input: 0.28, cacheRead: 0.028, output: 0.42 },
      source: DEEPSEEK_NEWS,
      asOf: AS_OF,
    },
    // Another name of deepseek-v4-flash, until both old names were retired in July.
    {
      provider: "deepseek",
      model,
      from: "2026-04-24",
      usdPerMillionTokens: { input: 0.14, cacheRead: 0.0028, output: 0.28 },
      source: DEEPSEEK,
      asOf: AS_OF,
    },
  ]),
  {
    provider: "deepseek",
    model: "deepseek-v4-pro",
    usdPerMillionTokens: { input: 0.435, cacheRead: 0.003625, output: 0.87 },
    source: DEEPSEEK,
    asOf: AS_OF,
    lasting: true,
  },
  {
    provider: "deepseek",
    model: "deepseek-v4-pro",
    from: "2026-08-16T16:00:00Z",
    usdPerMillionTokens: { input: 0.66, cacheRead: 0.022, output: 1.98 },
    peak: peak({ input: 1.32, cacheRead: 0.044, output: 3.96 }),
    source: DEEPSEEK,
    asOf: AS_OF,
    lasting: true,
  },
  {
    provider: "deepseek",
    model: "deepseek-v4-flash",
    usdPerMillionTokens: { input: 0.14, cacheRead: 0.0028, output: 0.28 },
    source: DEEPSEEK,
    asOf: AS_OF,
    lasting: true,
  },
  {
    provider: "deepseek",
    model: "deepseek-v4-flash",
    from: "2026-08-16T16:00:00Z",
    usdPerMillionTokens: { input: 0.22, cacheRead: 0.007, output: 0.66 },
    peak: peak({ input: 0.44, cacheRead: 0.014, output: 1.32 }),
    source: DEEPSEEK,
    asOf: AS_OF,
    lasting: true,
  },
  // The old name is served and billed as the new one.
  { model: "deepseek-v4-flash", ...FLASH },
  { model: "deepseek-flash", ...FLASH },
  {
    provider: "mistral",
    model: "mistral-large-latest",
    from: "2025-12-02",
    usdPerMillionTokens: { input: 0.5, cacheRead: 0.05, output: 1.5 },
    source: "https://github.com/Portkey-AI/models/blob/main/pricing/mistral-ai.json",
    asOf: "2026-08-21",
  },
  {
    provider: "mistral",
    model: "mistral-small-2506",
    usdPerMillionTokens: { input: 0.1, output: 0.3 },
    source: "https://github.com/Portkey-AI/models/blob/main/pricing/mistral-ai.json",
    asOf: "2026-08-21",
  },
  {
    provider: "fireworks",
    model: "accounts/fireworks/models/llama-v3p3-70b-instruct",
    usdPerMillionTokens: { input: 0.9, output: 0.9 },
    source: "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json",
    asOf: "2026-08-01",
  },
  {
    provider: "openrouter",
    model: "google/gemini-2.5-flash",
    usdPerMillionTokens: { input: 0.3, cacheRead: 0.03, cacheWrite: 0.083333, output: 2.5 },
    source: "https://github.com/anomalyco/models.dev",
    asOf: "2026-07-02",
  },
  {
    provider: "openrouter",
    model: "*:free",
    ...FREE,
    source: "https://openrouter.ai/docs/faq",
    asOf: AS_OF,
  },
  {
    provider: "cohere",
    model: "rerank-v3.5",
    usdPerUnit: { search: 0.002 },
    source: "https://cohere.com/pricing",
    asOf: "2026-04-30",
  },
  // Open weights that OpenAI does not serve: what the book has is what somebody else asks for them.
  {
    provider: "openai",
    model: "gpt-oss-*",
    unknown: true,
    source: "https://platform.openai.com/docs/pricing",
    asOf: AS_OF,
  },
  // Runs on a machine of one's own, where nobody bills tokens. A hosted one is another matter.
  ...["ollama", "lmstudio", "lm-studio", "vllm", "llamacpp", "llama.cpp", "llama-cpp"].map(
    (provider): Correction => ({ provider, model: "*", ...FREE, source: "https://ollama.com", asOf: AS_OF }),
  ),
  { provider: "ollama", model: "*-cloud", unknown: true, source: "https://ollama.com/cloud", asOf: AS_OF },
];
