import { calcPrice } from "@pydantic/genai-prices";
import { beforeAll, describe, expect, it } from "vitest";
import { setUp } from "../../test/set-up.ts";
import type { OperationRecord, Usage } from "../index.ts";

/** Models of every kind of price: flat, with tiers, writes for an hour, by date, reasoning apart, audio. */
const MODELS: readonly (readonly [provider: string, bookProvider: string, model: string])[] = [
  ["openai", "openai", "gpt-5-mini"],
  ["openai", "openai", "gpt-5.5"],
  ["openai", "openai", "gpt-5.6-sol"],
  ["openai", "openai", "o3"],
  ["openai", "openai", "gpt-realtime"],
  ["anthropic", "anthropic", "claude-sonnet-4-5"],
  ["anthropic", "anthropic", "claude-opus-5-5"],
  ["google", "google", "gemini-2.5-pro"],
  ["google", "google", "gemini-3.7-flash"],
  ["google.vertex", "google", "claude-opus-4-6"],
  ["amazon-bedrock", "aws", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"],
  ["azure", "azure", "gpt-4o"],
  ["xai", "x-ai", "grok-4.3"],
  ["groq", "groq", "openai/gpt-oss-120b"],
  ["perplexity", "perplexity", "sonar-deep-research"],
  ["perplexity", "perplexity", "sonar-pro"],
  ["openrouter", "openrouter", "anthropic/claude-sonnet-4.5"],
  ["mistral", "mistral", "mistral-large-2512"],
  ["cohere", "cohere", "command-a-03-2025"],
  ["moonshotai", "moonshotai", "kimi-k2.6"],
];
const USAGES = 20_000;
/** Rounding of each of eight parts and the request, in nano-USD. */
const ROUNDING = 4.5;

/** The same numbers in every run. https://en.wikipedia.org/wiki/Linear_congruential_generator */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Case {
  readonly provider: string;
  readonly bookProvider: string;
  readonly model: string;
  readonly usage: Usage;
  readonly atMs: number;
}

function toCase(random: (below: number) => number, i: number): Case {
  const [provider, bookProvider, model] = MODELS[i % MODELS.length] as (typeof MODELS)[number];
  // Every size from a word to a library.
  const size = (): number => random(10 ** (1 + random(6)));
  const inputTokens = size();
  const outputTokens = size();
  const cacheReadTokens = random(2) === 0 ? 0 : random(inputTokens + 1);
  const cacheWriteTokens = random(2) === 0 ? 0 : random(inputTokens - cacheReadTokens + 1);
  const cacheWrite1hTokens = random(2) === 0 ? 0 : random(cacheWriteTokens + 1);
  // Cached audio is a count of its own in the book, which nobody reports.
  const audio = cacheReadTokens + cacheWriteTokens === 0 && random(2) === 0;
  const usage = {
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    cacheWrite1hTokens,
    reasoningTokens: audio ? 0 : random(outputTokens + 1),
    ...(audio && { audioInputTokens: random(inputTokens + 1), audioOutputTokens: random(outputTokens + 1) }),
  };
  const atMs = Date.UTC(2025, 0, 1) + random(900) * 86_400_000 + random(86_400_000);
  return { provider, bookProvider, model, usage, atMs };
}

function byTheBook({ usage, bookProvider, model, atMs }: Case): number | undefined {
  const counts = {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    cache_write_1h_tokens: usage.cacheWrite1hTokens,
    output_reasoning_tokens: usage.reasoningTokens,
    input_audio_tokens: usage.audioInputTokens,
    output_audio_tokens: usage.audioOutputTokens,
  };
  const known = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
  return calcPrice(known, model, { providerId: bookProvider, timestamp: new Date(atMs) })?.total_price;
}

describe(`${USAGES} random usages`, () => {
  const random = seeded(20_261_121);
  const cases = Array.from({ length: USAGES }, (_, i) => toCase(random, i));
  const records: OperationRecord[] = [];

  beforeAll(async () => {
    const { telemetry, recorder } = setUp({ prices: true, sinks: [(record) => void records.push(record)] });
    recorder.start({ name: "chat" }).end();
    await telemetry.flush();
    records.length = 0;
    for (const { provider, model, usage, atMs } of cases) {
      recorder.start({ name: "chat", provider, model }, { startedAtMs: atMs }).end({ usage });
    }
  });

  it("cost what the book's own calculation says, to the rounding of the parts", () => {
    const apart = cases.flatMap((each, i) => {
      const expected = byTheBook(each);
      const total = records[i]?.cost?.totalNanoUsd;
      const agree = expected !== undefined && total !== undefined && Math.abs(total - expected * 1e9) <= ROUNDING;
      return agree ? [] : [{ ...each, expected, total }];
    });
    expect(apart).toEqual([]);
  });

  it("cost the exact sum of their parts, in whole nano-USD", () => {
    const wrong = records.filter(({ cost }) => {
      const parts = cost !== undefined && "parts" in cost ? Object.values(cost.parts) : [];
      const sum = parts.reduce((total, part) => total + part, 0);
      return !parts.every(Number.isSafeInteger) || sum !== cost?.totalNanoUsd;
    });
    expect(wrong).toEqual([]);
  });
});
