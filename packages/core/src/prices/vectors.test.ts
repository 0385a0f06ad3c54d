import { describe, expect, it } from "vitest";
import { setUp } from "../../test/set-up.ts";
import type { ComputedCost, OperationEnd, OperationRecord, OperationStart, PriceOptions } from "../index.ts";

async function called(
  start: Partial<OperationStart>,
  end: OperationEnd,
  { at = "2026-11-21T12:00:00Z", prices = true }: { at?: string; prices?: boolean | PriceOptions } = {},
): Promise<OperationRecord> {
  const { telemetry, recorder, record } = setUp({ prices });
  recorder.start({ name: "chat", ...start }, { startedAtMs: Date.parse(at) }).end(end);
  await telemetry.flush();
  return record();
}

const GPT = { provider: "openai", model: "gpt-5-mini" };
const CLAUDE = { provider: "anthropic", model: "claude-sonnet-4-5" };

// By hand. USD per million tokens is milli-nano-USD a token: a thousand tokens at 3 USD are 3,000,000 nano-USD.
describe("priced by hand", () => {
  it("an aborted call with a write for an hour: what is known, and marked", async () => {
    // claude-sonnet-4-5: 3, write 3.75, for an hour 6.
    const usage = { inputTokens: 1_000, cacheWriteTokens: 800, cacheWrite1hTokens: 600 };
    const { cost } = await called(CLAUDE, { usage, outcome: "aborted" });
    expect(cost).toEqual({
      totalNanoUsd: 600_000 + 750_000 + 3_600_000,
      parts: { inputNanoUsd: 600_000, cacheWriteNanoUsd: 4_350_000 },
      source: "book",
      match: "exact",
      pricedAs: "anthropic/claude-sonnet-4-5",
      book: "genai-prices@0.1.8",
      currency: "USD",
      partial: true,
    });
  });

  it("a write for an hour whose price nobody has published: the price for minutes, and marked", async () => {
    const bedrock = { provider: "amazon-bedrock", model: "us.anthropic.claude-opus-5" };
    const usage = { inputTokens: 1_000, cacheWriteTokens: 1_000, cacheWrite1hTokens: 1_000, outputTokens: 0 };
    expect((await called(bedrock, { usage })).cost).toMatchObject({ totalNanoUsd: 6_875_000, partial: true });
  });

  it("reasoning with a price of its own", async () => {
    // sonar-deep-research: 2, 8, reasoning 3.
    const usage = { inputTokens: 1_000, outputTokens: 1_000, reasoningTokens: 600 };
    const { cost } = await called({ provider: "perplexity", model: "sonar-deep-research" }, { usage });
    expect(cost).toMatchObject({
      totalNanoUsd: 2_000_000 + 3_200_000 + 1_800_000,
      parts: { inputNanoUsd: 2_000_000, outputNanoUsd: 3_200_000, reasoningNanoUsd: 1_800_000 },
    });
  });

  it("searches and requests, apart from tokens", async () => {
    // claude-sonnet-4-5: 10 USD per thousand searches. sonar-pro: 14 USD per thousand requests, told of or not.
    const usage = { inputTokens: 1_000, outputTokens: 0, units: { web_search: 3 } };
    expect((await called(CLAUDE, { usage })).cost).toMatchObject({
      totalNanoUsd: 3_000_000 + 30_000_000,
      parts: { inputNanoUsd: 3_000_000, feesNanoUsd: 30_000_000 },
    });
    const sonar = { provider: "perplexity", model: "sonar-pro" };
    const none = { inputTokens: 0, outputTokens: 0 };
    expect((await called(sonar, { usage: none })).cost?.totalNanoUsd).toBe(14_000_000);
    expect((await called(sonar, { usage: { ...none, units: { request: 2 } } })).cost?.totalNanoUsd).toBe(28_000_000);
  });

  it("what is billed apart and has no known price leaves the rest as it is, and is marked", async () => {
    const usage = { inputTokens: 1_000, outputTokens: 0, units: { teleport: 1 } };
    expect((await called(GPT, { usage })).cost).toMatchObject({ totalNanoUsd: 250_000, partial: true });
  });

  it("seconds, where they are what is billed; and no tokens in their place", async () => {
    // whisper-1: 0.36 USD an hour, 0.0001 a second.
    const whisper = { provider: "openai", model: "whisper-1" };
    expect((await called(whisper, { usage: { units: { second: 90 } } })).cost).toMatchObject({
      totalNanoUsd: 9_000_000,
      parts: { feesNanoUsd: 9_000_000 },
    });
    const { cost, unpriced } = await called(whisper, { usage: { inputTokens: 1_000, outputTokens: 10 } });
    expect({ cost, unpriced }).toEqual({ cost: undefined, unpriced: "no_usage" });
  });

  it("audio in and out, and audio within reasoning only once", async () => {
    // gpt-realtime: 4 and 16, audio 32 and 64.
    const audio = { provider: "openai", model: "gpt-realtime" };
    const usage = { inputTokens: 1_000, audioInputTokens: 400, outputTokens: 100, audioOutputTokens: 100 };
    expect((await called(audio, { usage })).cost).toMatchObject({
      totalNanoUsd: 2_400_000 + 12_800_000 + 6_400_000,
      parts: { inputNanoUsd: 2_400_000, audioInputNanoUsd: 12_800_000, audioOutputNanoUsd: 6_400_000 },
    });
    const twice = { ...usage, reasoningTokens: 60 };
    expect((await called(audio, { usage: twice })).cost).toMatchObject({
      parts: { reasoningNanoUsd: 960_000, audioOutputNanoUsd: 2_560_000 },
    });
  });

  it("audio whose price nobody has published: the price of text, and marked", async () => {
    const usage = { inputTokens: 1_000, audioInputTokens: 400, outputTokens: 0 };
    const { cost } = await called({ provider: "openai", model: "gpt-4o-audio-preview" }, { usage });
    expect(cost).toMatchObject({ totalNanoUsd: 2_500_000, partial: true });
  });

  it("half a nano-USD rounds up, part by part", async () => {
    // gpt-5-mini, 0.25 and cached 0.025: 250 and 25 nano-USD a token; text-embedding-3-small, 0.02: 20.
    const usage = { inputTokens: 1, cacheReadTokens: 1, outputTokens: 0 };
    expect((await called(GPT, { usage })).cost?.totalNanoUsd).toBe(25);
    const prices = { overrides: [{ model: "m", usdPerMillionTokens: { input: 0.0005, output: 0.0005 } }] };
    const half = await called({ model: "m" }, { usage: { inputTokens: 1, outputTokens: 1 } }, { prices });
    expect((half.cost as ComputedCost).parts).toEqual({ inputNanoUsd: 1, outputNanoUsd: 1 });
  });

  it("images among the output, which nobody counts: the price of text, and marked", async () => {
    const usage = { inputTokens: 0, outputTokens: 1_000 };
    const { cost } = await called({ provider: "openai", model: "gpt-image-1.5" }, { usage });
    expect(cost).toMatchObject({ totalNanoUsd: 10_000_000, partial: true });
  });
});

describe("a service tier", () => {
  const usage = { inputTokens: 1_000, cacheReadTokens: 0, outputTokens: 1_000 };
  const inTier = async (start: Partial<OperationStart>, serviceTier: string): Promise<OperationRecord["cost"]> =>
    (await called(start, { usage, response: { serviceTier } })).cost;

  it.each(["flex", "batch", "FLEX"])("of OpenAI's costs half: %s", async (tier) => {
    expect(await inTier(GPT, tier)).toMatchObject({ totalNanoUsd: 125_000 + 1_000_000, tier: tier.toLowerCase() });
  });

  it("that has prices of its own has those: gpt-5-mini, 0.45 and 3.60 in priority", async () => {
    expect(await inTier(GPT, "priority")).toMatchObject({ totalNanoUsd: 450_000 + 3_600_000, tier: "priority" });
  });

  it("of Gemini's called priority costs 1.8 times as much", async () => {
    const gemini = { provider: "google", model: "gemini-3.7-flash" };
    expect(await inTier(gemini, "priority")).toMatchObject({ totalNanoUsd: 1_350_000 + 6_750_000 });
  });

  it("does not change what is billed apart", async () => {
    const searched = { usage: { ...usage, units: { web_search: 1 } }, response: { serviceTier: "flex" } };
    expect((await called(GPT, searched)).cost).toMatchObject({ parts: { feesNanoUsd: 10_000_000 } });
  });

  it.each(["default", "standard", "auto", "on_demand", "service_tier_unspecified"])("is none: %s", async (tier) => {
    const cost = await inTier(GPT, tier);
    expect(cost?.totalNanoUsd).toBe(2_250_000);
    expect(cost).not.toHaveProperty("tier");
  });

  it.each<[Partial<OperationStart>, string, number]>([
    [{ provider: "openai", model: "gpt-5-nano" }, "priority", 450_000],
    [CLAUDE, "priority", 18_000_000],
    [{ provider: "azure", model: "gpt-4o" }, "flex", 12_500_000],
  ])("without a published price is priced as the standard one, and says so: %o %s", async (start, tier, total) => {
    expect(await inTier(start, tier)).toMatchObject({ totalNanoUsd: total, tier, tierUnpriced: true });
  });
});

describe("the price is that of", () => {
  it.each([
    [199_999, 1.25],
    [200_000, 1.25],
    [200_001, 2.5],
  ])("the tier that the input of this one call reaches: %i tokens", async (inputTokens, usd) => {
    // gemini-2.5-pro: 1.25, above 200,000 tokens 2.50.
    const usage = { inputTokens, cacheReadTokens: 100_000, outputTokens: 0 };
    const { cost } = await called({ provider: "google", model: "gemini-2.5-pro" }, { usage });
    expect((cost as ComputedCost).parts.inputNanoUsd).toBe((inputTokens - 100_000) * usd * 1_000);
  });

  it.each([
    [100_000, 0.1, 0.5],
    [100_001, 0.5, 2.5],
  ])("the whole call's tier, output included: %i tokens", async (inputTokens, input, output) => {
    const haiku = { provider: "anthropic", model: "claude-haiku-5-5" };
    const { cost } = await called(haiku, { usage: { inputTokens, outputTokens: 1_000 } });
    expect((cost as ComputedCost).parts).toEqual({
      inputNanoUsd: inputTokens * input * 1_000,
      outputNanoUsd: output * 1_000_000,
    });
  });

  it.each([
    ["2026-08-20T23:59:59.999Z", 5_000_000, undefined],
    ["2026-08-21T00:00:00.000Z", 4_000_000, "2026-08-21"],
  ])("the day on which the call began: %s", async (at, totalNanoUsd, priceDate) => {
    const { cost } = await called(
      { provider: "openai", model: "gpt-5.6-sol" },
      { usage: { inputTokens: 1_000, outputTokens: 0 } },
      { at },
    );
    expect({ priceDate: undefined, ...cost }).toMatchObject({ totalNanoUsd, priceDate });
  });

  it.each([
    ["Friday, in the peak", "2026-11-20T07:20:00Z", 1_320_000],
    ["Friday, at noon in Beijing", "2026-11-20T04:00:00Z", 660_000],
    ["Friday, just before noon", "2026-11-20T03:59:59.999Z", 1_320_000],
    ["Saturday at the same hour", "2026-11-21T07:20:00Z", 660_000],
    ["before there were hours", "2026-08-10T07:20:00Z", 435_000],
  ])("the hour and the weekday: %s", async (_when, at, totalNanoUsd) => {
    const deepseek = { provider: "deepseek", model: "deepseek-v4-pro" };
    const { cost } = await called(deepseek, { usage: { inputTokens: 1_000, outputTokens: 0 } }, { at });
    expect(cost?.totalNanoUsd).toBe(totalNanoUsd);
  });
});

describe("the provider's own figure", () => {
  it("comes first, and ours stays beside it", async () => {
    const usage = { inputTokens: 1_000, outputTokens: 0 };
    const { cost } = await called(GPT, { usage, billedCost: { usd: 0.0002 } });
    expect(cost).toMatchObject({
      totalNanoUsd: 200_000,
      source: "provider",
      currency: "USD",
      local: { totalNanoUsd: 250_000, pricedAs: "openai/gpt-5-mini" },
    });
  });

  it("of a model that nobody else knows needs no diagnostic", async () => {
    const { telemetry, recorder, record } = setUp({ prices: true });
    const end = { usage: { inputTokens: 1 }, billedCost: { usd: 1 } };
    recorder.start({ name: "chat", provider: "openrouter", model: "nobody/knows" }).end(end);
    await telemetry.flush();
    expect(record().cost).toEqual({ totalNanoUsd: 1e9, source: "provider", currency: "USD" });
    expect(telemetry.diagnostics()).toEqual({});
  });

  it.each([1e308, Number.POSITIVE_INFINITY, 1e12])("is none where no amount of money is so large: %s", async (usd) => {
    const { telemetry, recorder, record } = setUp({ prices: true });
    recorder.start({ name: "chat", ...GPT }).end({ usage: { inputTokens: 1_000 }, billedCost: { usd } });
    await telemetry.flush();
    expect(record().cost).toMatchObject({ totalNanoUsd: 250_000, source: "book" });
    expect(telemetry.diagnostics()).toEqual({ invalid_usage: 1 });
  });
});

describe("absurd counts", () => {
  it.each([
    { inputTokens: Number.NaN, outputTokens: Number.NaN },
    { inputTokens: -5, outputTokens: -5 },
    { inputTokens: 1e308, outputTokens: 1e308 },
    { inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: Number.MAX_SAFE_INTEGER },
    { inputTokens: 2 ** 60, outputTokens: 2 ** 60 },
  ])("cost nothing that could be mistaken for money, and are counted: %o", async (usage) => {
    const { telemetry, recorder, record } = setUp({ prices: true });
    recorder.start({ name: "chat", ...GPT }).end({ usage });
    await telemetry.flush();
    expect(record()).not.toHaveProperty("cost");
    expect(record().unpriced).toBe("no_usage");
    expect(telemetry.diagnostics()).toEqual({ invalid_usage: 1 });
  });

  it("more cached than read is cut to what was read, and counted", async () => {
    const { telemetry, recorder, record } = setUp({ prices: true });
    const usage = { inputTokens: 1_000, cacheReadTokens: 5_000, outputTokens: 0 };
    recorder.start({ name: "chat", ...GPT }).end({ usage });
    await telemetry.flush();
    expect((record().cost as ComputedCost).parts).toEqual({ cacheReadNanoUsd: 25_000 });
    expect(telemetry.diagnostics()).toEqual({ invalid_usage: 1 });
  });
});

it("a sum over a run is never priced: ten calls are not one long call", async () => {
  const { telemetry, recorder, records } = setUp({ prices: true });
  const step = { inputTokens: 30_000, outputTokens: 0 };
  const sum = { inputTokens: 300_000, outputTokens: 0 };
  const agent = recorder.start({ name: "invoke_agent", provider: "google", model: "gemini-2.5-pro" });
  for (let i = 0; i < 10; i++) {
    const start = { name: "chat", provider: "google", model: "gemini-2.5-pro" } as const;
    agent.run(() => recorder.start(start)).end({ usage: step });
  }
  agent.end({ usage: sum });
  recorder.start({ name: "invoke_workflow", model: "gemini-2.5-pro" }).end({ usage: sum });
  recorder.start({ name: "execute_tool" }).end({ usage: sum, billedCost: { usd: 1 } });
  await telemetry.flush();
  const priced = records().filter(({ cost, unpriced }) => cost !== undefined || unpriced !== undefined);
  expect(priced.map((record) => record.name)).toEqual(Array(10).fill("chat"));
  // As one call it would be above 200,000 tokens and cost 0.75 USD.
  expect(priced.reduce((total, { cost }) => total + (cost?.totalNanoUsd ?? 0), 0)).toBe(375_000_000);
});
