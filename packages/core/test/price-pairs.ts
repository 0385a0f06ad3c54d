/** USD per million tokens: input, output, cache reads, cache writes. Left out: not asked. What is billed by the search: USD. */
export type Listed = readonly [input: number, output: number | undefined, cacheRead?: number, cacheWrite?: number];

/** As a framework says it, whose price it has, and which. Without a price: nobody can know. */
export type PricePair =
  | readonly [provider: string, model: string, pricedAs: string, listed: Listed | { readonly search: number }]
  | readonly [provider: string, model: string, pricedAs: undefined];

/** Names of the application's own, for what nobody else can know. */
export const ALIASES: Readonly<Record<string, string>> = {
  "my-gpt4o-prod": "openai/gpt-4o",
  "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcd1234efgh":
    "amazon-bedrock/global.anthropic.claude-sonnet-4-5-20250929-v1:0",
};

/** A Saturday, when DeepSeek has no peak hours. */
export const AT: number = Date.parse("2026-11-21T07:20:00Z");

/**
 * Written by hand in November 2026 from published price data, corrected where that was known to be wrong, and never from
 * what comes out here.
 * Providers are spelled as LangChain and the AI SDK do, in turn.
 */
export const PRICE_PAIRS: readonly PricePair[] = [
  ["openai", "gpt-4o", "openai/gpt-4o", [2.5, 10, 1.25]],
  ["openai.responses", "gpt-4o-2024-08-06", "openai/gpt-4o", [2.5, 10, 1.25]],
  ["openai.chat", "gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini", [0.15, 0.6, 0.075]],
  ["openai", "gpt-4.1-mini-2025-04-14", "openai/gpt-4.1-mini", [0.4, 1.6, 0.1]],
  ["openai.responses", "gpt-5-mini", "openai/gpt-5-mini", [0.25, 2, 0.025]],
  ["openai.chat", "gpt-5-mini-2025-08-07", "openai/gpt-5-mini", [0.25, 2, 0.025]],
  ["openai", "o4-mini", "openai/o4-mini", [1.1, 4.4, 0.275]],
  ["openai.responses", "o4-mini-2025-04-16", "openai/o4-mini", [1.1, 4.4, 0.275]],
  ["openai.chat", "o3-2025-04-16", "openai/o3", [2, 8, 0.5]],
  ["openai", "gpt-5.2-2025-12-11", "openai/gpt-5.2", [1.75, 14, 0.175]],
  ["openai.responses", "gpt-5.4-mini-2026-03-17", "openai/gpt-5.4-mini", [0.75, 4.5, 0.075]],
  ["openai.chat", "gpt-5.5-2026-04-23", "openai/gpt-5.5", [5, 30, 0.5]],
  ["openai", "gpt-5.6", "openai/gpt-5.6-sol", [4, 20, 0.4, 5]],
  ["openai.responses", "gpt-5.6-sol", "openai/gpt-5.6-sol", [4, 20, 0.4, 5]],
  ["openai.chat", "gpt-5.6-luna", "openai/gpt-5.6-luna", [0.2, 1.2, 0.02, 0.25]],
  ["openai", "gpt-4o-audio-preview", "openai/gpt-4o-audio-preview", [2.5, 10]],
  ["openai.responses", "gpt-realtime", "openai/gpt-realtime", [4, 16, 0.4]],
  ["openai.chat", "gpt-image-1.5", "openai/gpt-image-1.5", [5, 10, 1.25]],
  ["openai", "text-embedding-3-small", "openai/text-embedding-3-small", [0.02, undefined]],
  ["openai.responses", "ft:gpt-4o-mini-2024-07-18:acme::AbCd12", "openai/ft:gpt-4o-mini", [0.3, 1.2]],
  // OpenAI does not serve it: whoever says so is another server with OpenAI's interface.
  ["openai.chat", "gpt-oss-120b", undefined],
  ["anthropic", "claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5", [3, 15, 0.3, 3.75]],
  ["anthropic.messages", "claude-sonnet-4-5", "anthropic/claude-sonnet-4-5", [3, 15, 0.3, 3.75]],
  ["anthropic", "claude-haiku-4-5-20251001", "anthropic/claude-haiku-4-5", [1, 5, 0.1, 1.25]],
  ["anthropic.messages", "claude-opus-4-1-20250805", "anthropic/claude-opus-4-1", [15, 75, 1.5, 18.75]],
  ["anthropic", "claude-opus-4-8", "anthropic/claude-opus-4-8", [5, 25, 0.5, 6.25]],
  ["anthropic.messages", "claude-sonnet-5", "anthropic/claude-sonnet-5", [2, 10, 0.2, 2.5]],
  ["anthropic", "claude-opus-5", "anthropic/claude-opus-5", [5, 25, 0.5, 6.25]],
  ["anthropic.messages", "claude-fable-5", "anthropic/claude-fable-5", [10, 50, 1, 12.5]],
  ["anthropic", "claude-3-5-sonnet-latest", "anthropic/claude-3-5-sonnet", [3, 15, 0.3, 3.75]],
  [
    "amazon-bedrock",
    "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
    "aws/regional.anthropic.claude-3-5-sonnet-20241022-v2:0",
    [3, 15, 0.3, 3.75],
  ],
  [
    "amazon_bedrock",
    "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "aws/global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    [3, 15, 0.3, 3.75],
  ],
  [
    "bedrock",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0",
    [3.3, 16.5, 0.33, 4.125],
  ],
  [
    "amazon-bedrock",
    "anthropic.claude-haiku-4-5-20251001-v1:0",
    "aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0",
    [1.1, 5.5, 0.11, 1.375],
  ],
  ["amazon_bedrock", "us.anthropic.claude-opus-5", "aws/regional.anthropic.claude-opus-5", [5.5, 27.5, 0.55, 6.875]],
  ["bedrock", "us.amazon.nova-pro-v1:0", "aws/amazon.nova-pro-v1:0", [0.8, 3.2, 0.2]],
  ["amazon-bedrock", "us.meta.llama3-3-70b-instruct-v1:0", "aws/meta.llama3-3-70b-instruct-v1:0", [0.72, 0.72]],
  [
    "amazon_bedrock",
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0",
    "aws/regional.anthropic.claude-sonnet-4-20250514-v1:0",
    [3, 15, 0.3, 3.75],
  ],
  [
    "bedrock",
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcd1234efgh",
    "aws/global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    [3, 15, 0.3, 3.75],
  ],
  ["google.generative-ai", "gemini-2.5-flash", "google/gemini-2.5-flash", [0.3, 2.5, 0.03]],
  ["google_genai", "gemini-2.5-pro", "google/gemini-2.5-pro", [1.25, 10, 0.125]],
  ["google", "models/gemini-2.5-flash", "google/gemini-2.5-flash", [0.3, 2.5, 0.03]],
  ["google.generative-ai", "gemini-2.5-flash-lite", "google/gemini-2.5-flash-lite", [0.1, 0.4, 0.01]],
  ["google_genai", "gemini-3.1-pro-preview", "google/gemini-3.1-pro-preview", [2, 12, 0.2]],
  ["google", "gemini-3.7-flash", "google/gemini-3.7-flash", [0.75, 3.75, 0.075]],
  ["google.generative-ai", "gemini-flash-latest", undefined],
  ["google_genai", "gemini-embedding-001", "google/gemini-embedding-001", [0.15, undefined]],
  ["google.vertex.chat", "gemini-2.5-flash", "google/gemini-2.5-flash", [0.3, 2.5, 0.03]],
  ["google_vertexai", "claude-sonnet-4-5@20250929", "google/claude-sonnet-4-5", [3, 15, 0.3, 3.75]],
  ["google.vertex.chat", "publishers/google/models/gemini-2.5-pro", "google/gemini-2.5-pro", [1.25, 10, 0.125]],
  ["azure", "gpt-4o", "openai/gpt-4o", [2.5, 10, 1.25]],
  ["azure-openai.responses", "my-gpt4o-prod", "openai/gpt-4o", [2.5, 10, 1.25]],
  ["azure-openai.chat", "gpt-4o-2024-08-06", "openai/gpt-4o", [2.5, 10, 1.25]],
  ["azure", "gpt-5-mini-2025-08-07", "openai/gpt-5-mini", [0.25, 2, 0.025]],
  ["azure-openai.responses", "gpt-35-turbo", "openai/gpt-3.5-turbo", [0.5, 1.5]],
  ["mistral", "mistral-large-latest", "mistral/mistral-large-latest", [0.5, 1.5, 0.05]],
  ["mistral.chat", "mistral-small-2506", "mistral/mistral-small-2506", [0.1, 0.3]],
  ["mistralai", "mistral-medium-latest", "mistral/mistral-medium-latest", [1.5, 7.5, 0.15]],
  ["mistral", "mistral-embed", "mistral/mistral-embed", [0.1, 0.1]],
  ["deepseek.chat", "deepseek-chat", "deepseek/deepseek-chat", [0.14, 0.28, 0.0028]],
  ["deepseek", "deepseek-reasoner", "deepseek/deepseek-reasoner", [0.14, 0.28, 0.0028]],
  ["deepseek.chat", "deepseek-v4-pro", "deepseek/deepseek-v4-pro", [0.66, 1.98, 0.022]],
  ["groq", "llama-3.3-70b-versatile", "groq/llama-3.3-70b-versatile", [0.59, 0.79]],
  ["groq.chat", "openai/gpt-oss-120b", "groq/openai/gpt-oss-120b", [0.15, 0.6, 0.075]],
  ["groq", "meta-llama/llama-4-scout-17b-16e-instruct", "groq/meta-llama/llama-4-scout-17b-16e-instruct", [0.11, 0.34]],
  ["cohere", "command-r-plus", "cohere/command-r-plus", [2.5, 10]],
  ["cohere.chat", "command-a-03-2025", "cohere/command-a", [2.5, 10]],
  ["cohere", "rerank-v3.5", "cohere/rerank-v3.5", { search: 0.002 }],
  ["cohere.chat", "embed-v4.0", "cohere/embed-v4.0", [0.12, undefined]],
  ["xai", "grok-4", "x-ai/grok-4-0709", [3, 15, 0.75]],
  ["xai.chat", "grok-4-0709", "x-ai/grok-4-0709", [3, 15, 0.75]],
  ["xai.responses", "grok-4-fast-reasoning", "x-ai/grok-4-fast-reasoning", [0.2, 0.5, 0.05]],
  ["xai", "grok-4.3", "x-ai/grok-4.3", [1.25, 2.5, 0.2]],
  ["openrouter", "anthropic/claude-sonnet-4.5", "openrouter/anthropic/claude-sonnet-4.5", [3, 15, 0.3, 3.75]],
  ["openrouter.chat", "openai/gpt-5-mini", "openrouter/openai/gpt-5-mini", [0.25, 2, 0.025]],
  ["openrouter", "google/gemini-2.5-flash", "openrouter/google/gemini-2.5-flash", [0.3, 2.5, 0.03, 0.083333]],
  [
    "openrouter.chat",
    "deepseek/deepseek-chat-v3-0324:free",
    "openrouter/deepseek/deepseek-chat-v3-0324:free",
    [0, 0, 0, 0],
  ],
  ["openrouter", "anthropic/claude-opus-5", "openrouter/anthropic/claude-opus-5", [5, 25, 0.5, 6.25]],
  ["openrouter.chat", "openai/gpt-5.5:nitro", "openrouter/openai/gpt-5.5", [5, 30, 0.5]],
  ["perplexity", "sonar-pro", "perplexity/sonar-pro", [3, 15]],
  [
    "fireworks.chat",
    "accounts/fireworks/models/llama-v3p3-70b-instruct",
    "fireworks/accounts/fireworks/models/llama-v3p3-70b-instruct",
    [0.9, 0.9],
  ],
  [
    "togetherai.chat",
    "meta-llama/Llama-3.3-70B-Instruct-Turbo",
    "together/meta-llama/Llama-3.3-70B-Instruct-Turbo",
    [0.88, 0.88],
  ],
  ["moonshotai.chat", "kimi-k2-0905-preview", "moonshotai/kimi-k2-0905-preview", [0.6, 2.5, 0.15]],
  ["voyageai", "voyage-3.5", "voyageai/voyage-3.5", [0.06, undefined]],
  ["ollama", "llama3.2:3b", "ollama/llama3.2:3b", [0, 0, 0, 0]],
  ["gateway", "openai/gpt-5-mini", "openai/gpt-5-mini", [0.25, 2, 0.025]],
  // Newer than the book, or only recognised by the beginning of another's name.
  ["anthropic.messages", "claude-haiku-5-5", "anthropic/claude-haiku-5-5", [0.1, 0.5, 0.01, 0.125]],
  ["anthropic", "claude-sonnet-5-5", "anthropic/claude-sonnet-5-5", [2, 10, 0.1, 2.5]],
  ["anthropic", "claude-opus-5-5", "anthropic/claude-opus-5-5", [4, 20, 0.2, 5]],
  ["anthropic.messages", "claude-fable-5-1", "anthropic/claude-fable-5-1", [10, 50, 0.25, 12.5]],
  ["deepseek.chat", "deepseek-flash", "deepseek/deepseek-flash", [0.15, 0.6, 0.003]],
  ["gateway", "anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4-5", [3, 15, 0.3, 3.75]],
];
