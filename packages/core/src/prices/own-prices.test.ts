import { describe, expect, it } from "vitest";
import { setUp } from "../../test/set-up.ts";
import {
  ConfigurationError,
  createTelemetry,
  type OperationEnd,
  type OperationRecord,
  type OperationStart,
  type OwnPrice,
  type PriceOptions,
} from "../index.ts";

const USAGE = { inputTokens: 1_000, outputTokens: 0 };

async function called(
  prices: PriceOptions,
  start: Partial<OperationStart>,
  end: OperationEnd = {},
  at = "2026-11-21T12:00:00Z",
): Promise<OperationRecord> {
  const { telemetry, recorder, record } = setUp({ prices });
  recorder.start({ name: "chat", ...start }, { startedAtMs: Date.parse(at) }).end({ usage: USAGE, ...end });
  await telemetry.flush();
  return record();
}

/** One US dollar per million tokens of input and so on: easily told apart. */
function costing(input: number, more: Partial<OwnPrice> = {}): OwnPrice {
  return { provider: "openai", model: "gpt-4o", usdPerMillionTokens: { input, output: 10 * input }, ...more };
}

const GPT = { provider: "openai.chat", model: "gpt-4o" };

describe("an override", () => {
  it("comes before the book, and says that it did", async () => {
    const { cost } = await called({ overrides: [costing(7)] }, GPT);
    expect(cost).toEqual({
      totalNanoUsd: 7_000_000,
      parts: { inputNanoUsd: 7_000_000 },
      source: "override",
      match: "exact",
      pricedAs: "openai/gpt-4o",
      currency: "USD",
    });
  });

  it.each([
    ["a dated snapshot of its model", { provider: "openai", model: "gpt-4o-2024-08-06" }, 7],
    ["the same model under another spelling of its provider", { provider: "openai.responses", model: "GPT-4o" }, 7],
    ["no other model", { provider: "openai", model: "gpt-4o-mini" }, 0.15],
    ["no other provider's", { provider: "azure", model: "gpt-4o" }, 2.5],
  ])("is for %s", async (_what, start, usd) => {
    expect((await called({ overrides: [costing(7)] }, start)).cost?.totalNanoUsd).toBe(usd * 1e6);
  });

  it("without a provider is for all of them", async () => {
    const overrides = [{ model: "house-model", usdPerMillionTokens: { input: 3 } }];
    expect((await called({ overrides }, { provider: "elsewhere", model: "house-model" })).cost).toMatchObject({
      totalNanoUsd: 3_000_000,
      pricedAs: "elsewhere/house-model",
    });
  });

  it("by a pattern gives way to one by the id, and is a looser match", async () => {
    const overrides = [costing(7), costing(9, { model: "gpt-4o*" })];
    expect((await called({ overrides }, GPT)).cost).toMatchObject({ totalNanoUsd: 7_000_000, match: "exact" });
    const audio = { provider: "openai", model: "gpt-4o-audio-9" };
    expect((await called({ overrides }, audio)).cost).toMatchObject({ totalNanoUsd: 9_000_000, match: "prefix" });
  });

  it("takes nothing but the asterisk of a pattern for more than itself", async () => {
    const overrides = [costing(7, { model: "gpt.4o*" })];
    expect((await called({ overrides }, GPT)).cost?.source).toBe("book");
  });

  it.each([
    ["2026-09-30T23:59:59Z", 2_500_000, undefined],
    ["2026-10-01T00:00:00Z", 7_000_000, "2026-10-01"],
    ["2026-11-01T00:00:00Z", 8_000_000, "2026-11-01"],
  ])("holds from its date on, until a later one does: %s", async (at, totalNanoUsd, priceDate) => {
    const overrides = [costing(8, { from: "2026-11-01" }), costing(7, { from: "2026-10-01" })];
    const { cost } = await called({ overrides }, GPT, {}, at);
    expect({ priceDate: undefined, ...cost }).toMatchObject({ totalNanoUsd, priceDate });
  });

  it("has its own long contexts, fees and tiers", async () => {
    const own = costing(1, {
      longContext: [{ aboveInputTokens: 2_000, usdPerMillionTokens: { input: 4, output: undefined } }],
      usdPerUnit: { web_search: 0.5 },
      serviceTiers: { Flex: { multiplier: 0.25 }, priority: { usdPerMillionTokens: { input: 6 } } },
    });
    const prices = { overrides: [own] };
    const total = async (end: OperationEnd): Promise<number | undefined> =>
      (await called(prices, GPT, end)).cost?.totalNanoUsd;
    expect(await total({ usage: { inputTokens: 2_000, outputTokens: 0 } })).toBe(2_000_000);
    // What the longer list leaves out stays as it is: output is 10.
    expect(await total({ usage: { inputTokens: 2_001, outputTokens: 1 } })).toBe(8_004_000 + 10_000);
    expect(await total({ usage: { ...USAGE, units: { web_search: 2 } } })).toBe(1_000_000 + 1e9);
    expect(await total({ response: { serviceTier: "flex" } })).toBe(250_000);
    expect(await total({ response: { serviceTier: "priority" } })).toBe(6_000_000);
  });

  it("has no discount that it was not given", async () => {
    const { cost } = await called({ overrides: [costing(7)] }, GPT, { response: { serviceTier: "batch" } });
    expect(cost).toMatchObject({ totalNanoUsd: 7_000_000, tier: "batch", tierUnpriced: true });
  });

  it("is of the model that answered, and on Azure of the deployment that was asked", async () => {
    const overrides = [costing(7, { model: "asked" }), costing(8, { provider: "azure", model: "asked" })];
    const answered = { response: { model: "gpt-4o-2024-08-06" } };
    const openai = await called({ overrides }, { provider: "openai", model: "asked" }, answered);
    expect(openai.cost).toMatchObject({ totalNanoUsd: 2_500_000, source: "book" });
    const azure = await called({ overrides }, { provider: "azure-openai.chat", model: "asked" }, answered);
    expect(azure.cost).toMatchObject({ totalNanoUsd: 8_000_000, source: "override" });
  });

  it("is taken as it was given: what is changed afterwards does not count", async () => {
    const usdPerMillionTokens = { input: 7 };
    const overrides = [{ model: "m", usdPerMillionTokens }];
    const { telemetry, recorder, record } = setUp({ prices: { overrides } });
    usdPerMillionTokens.input = 99;
    recorder.start({ name: "chat", model: "m" }).end({ usage: USAGE });
    await telemetry.flush();
    expect(record().cost?.totalNanoUsd).toBe(7_000_000);
  });
});

describe("an alias", () => {
  const prices = { aliases: { "prod-4o": "openai/gpt-4o", "groq/house": "openrouter/anthropic/claude-opus-5" } };

  it("gives a name of the application's own the price of a model", async () => {
    expect((await called(prices, { provider: "azure", model: "prod-4o" })).cost).toMatchObject({
      totalNanoUsd: 2_500_000,
      match: "alias",
      pricedAs: "openai/gpt-4o",
    });
  });

  it("may be for one provider alone, and lead to a model with a slash in its id", async () => {
    const { cost } = await called(prices, { provider: "groq", model: "house" });
    expect(cost).toMatchObject({ totalNanoUsd: 5_000_000, pricedAs: "openrouter/anthropic/claude-opus-5" });
    expect((await called(prices, { provider: "openai", model: "house" })).unpriced).toBe("unknown_model");
  });

  it("is no exact match, whatever it leads to", async () => {
    const aliases = { m: "google/gemini-2.5-pro-preview-05-06" };
    expect((await called({ aliases }, { model: "m" })).cost).toMatchObject({ match: "prefix" });
  });
});

describe("an unknown model", () => {
  it("is counted at each call and told of once", async () => {
    const told: string[] = [];
    const { telemetry, recorder } = setUp({ prices: true, onDiagnostic: ({ message }) => void told.push(message) });
    for (const model of ["x-1", "x-2", "x-1", "x-1"]) {
      recorder.start({ name: "chat", provider: "openai", model }).end({ usage: USAGE });
    }
    await telemetry.flush();
    expect(told).toEqual(["No price is known for openai/x-1", "No price is known for openai/x-2"]);
    expect(telemetry.diagnostics()).toEqual({ unknown_model: 4 });
  });

  it("is told of no more where there are thousands", async () => {
    let told = 0;
    const { telemetry, recorder } = setUp({ prices: true, onDiagnostic: () => void told++ });
    recorder.start({ name: "chat" }).end();
    await telemetry.flush();
    for (let i = 0; i < 3_000; i++) recorder.start({ name: "chat", model: `x-${i}` }).end({ usage: USAGE });
    expect(told).toBe(1_000);
    expect(telemetry.diagnostics()).toEqual({ unknown_model: 3_000 });
  });
});

describe("free of charge is", () => {
  it.each([
    ["ollama", "llama3.2:3b"],
    ["lmstudio.chat", "qwen"],
    ["vllm", "anything"],
    ["openrouter", "vendor/new-model:free"],
  ])("0, which is said by somebody: %s %s", async (provider, model) => {
    expect((await called({}, { provider, model })).cost).toMatchObject({ totalNanoUsd: 0, book: /^isospan@/ });
  });

  it("not what only looks like it", async () => {
    expect((await called({}, { provider: "ollama", model: "gpt-oss:120b-cloud" })).unpriced).toBe("unknown_model");
    expect((await called({}, { provider: "openai", model: "new-model:free" })).unpriced).toBe("unknown_model");
  });
});

describe("the option prices", () => {
  const price = { usdPerMillionTokens: { input: 1 } };
  it.each<[string, unknown]>([
    ["prices", []],
    ["prices.override", { override: [] }],
    ["prices.aliases", { aliases: [] }],
    ["prices.aliases.a", { aliases: { a: "gpt-4o" } }],
    ["prices.aliases.a", { aliases: { a: 1 } }],
    ["prices.overrides", { overrides: {} }],
    ["prices.overrides[0]", { overrides: [null] }],
    ["prices.overrides[0].model", { overrides: [price] }],
    ["prices.overrides[0].provider", { overrides: [{ ...price, model: "m", provider: 1 }] }],
    ["prices.overrides[0].from", { overrides: [{ ...price, model: "m", from: "soon" }] }],
    ["prices.overrides[0].usdPerMillionTokens", { overrides: [{ model: "m" }] }],
    ["prices.overrides[0].usdPerMillionTokens", { overrides: [{ model: "m", usdPerMillionTokens: 3 }] }],
    ["prices.overrides[0].usdPerMillionTokens.in", { overrides: [{ model: "m", usdPerMillionTokens: { in: 3 } }] }],
    [
      "prices.overrides[0].usdPerMillionTokens.input",
      { overrides: [{ model: "m", usdPerMillionTokens: { input: -1 } }] },
    ],
    ["prices.overrides[0].usd", { overrides: [{ ...price, model: "m", usd: 1 }] }],
    ["prices.overrides[0].usdPerUnit", { overrides: [{ ...price, model: "m", usdPerUnit: { image: "1" } }] }],
    ["prices.overrides[0].longContext", { overrides: [{ ...price, model: "m", longContext: {} }] }],
    [
      "prices.overrides[0].longContext[0].aboveInputTokens",
      { overrides: [{ ...price, model: "m", longContext: [price] }] },
    ],
    ["prices.overrides[0].serviceTiers", { overrides: [{ ...price, model: "m", serviceTiers: 0.5 }] }],
    ["prices.overrides[0].serviceTiers.flex", { overrides: [{ ...price, model: "m", serviceTiers: { flex: 0.5 } }] }],
    [
      "prices.overrides[0].serviceTiers.flex.multiplier",
      { overrides: [{ ...price, model: "m", serviceTiers: { flex: { multiplier: "half" } } }] },
    ],
    ["prices.refresh.from", { refresh: {} }],
    ["prices.refresh.from", { refresh: { from: "prices.json" } }],
    ["prices.refresh.from", { refresh: { from: new URL("file:///prices.json") } }],
    ["prices.refresh.intervalMs", { refresh: { from: "https://example.com", intervalMs: 10 } }],
    ["prices.prefixMatches", { prefixMatches: "no" }],
  ])("names what is wrong with it: %s", (field, prices) => {
    let thrown: unknown;
    try {
      createTelemetry({ prices: prices as PriceOptions });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConfigurationError);
    expect((thrown as ConfigurationError).field).toBe(field);
  });
});
