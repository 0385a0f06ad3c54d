import { describe, expect, it } from "vitest";
import { ALIASES, AT, PRICE_PAIRS } from "../../test/price-pairs.ts";
import { setUp } from "../../test/set-up.ts";
import type { ComputedCost, OperationRecord, Usage } from "../index.ts";

/** A thousand tokens of each kind, so that a part in micro-USD is the price per million tokens. */
const EACH = { inputTokens: 3_000, cacheReadTokens: 1_000, cacheWriteTokens: 1_000, outputTokens: 1_000 };

async function priced(provider: string, model: string, usage: Usage): Promise<OperationRecord> {
  const { telemetry, recorder, record } = setUp({ prices: { aliases: ALIASES } });
  recorder.start({ name: "chat", provider, model }, { startedAtMs: AT }).end({ usage });
  await telemetry.flush();
  return record();
}

describe("what a model costs", () => {
  it.each(PRICE_PAIRS)("%s %s is priced as %s", async (provider, model, pricedAs, listed = [0, 0]) => {
    if ("search" in listed) {
      const { cost } = await priced(provider, model, { units: { search: 3 } });
      expect(cost).toMatchObject({ pricedAs, totalNanoUsd: 3e9 * listed.search });
      return;
    }
    const [input, output, cacheRead, cacheWrite] = listed;
    const { cost, unpriced } = await priced(
      provider,
      model,
      output === undefined ? { ...EACH, outputTokens: 0 } : EACH,
    );
    if (pricedAs === undefined) {
      expect({ cost, unpriced }).toEqual({ cost: undefined, unpriced: "unknown_model" });
      return;
    }
    const { parts, ...rest } = cost as ComputedCost;
    const perMillion = (nanoUsd: number | undefined): number | undefined => nanoUsd && nanoUsd / 1e6;
    expect(rest.pricedAs).toBe(pricedAs);
    expect(perMillion(parts.inputNanoUsd)).toBe(input);
    expect(perMillion(parts.outputNanoUsd)).toBe(output);
    if (cacheRead !== undefined) expect(perMillion(parts.cacheReadNanoUsd)).toBe(cacheRead);
    if (cacheWrite !== undefined) expect(perMillion(parts.cacheWriteNanoUsd)).toBe(cacheWrite);
  });

  it("is known for 78 of 80 that frameworks name", () => {
    const known = PRICE_PAIRS.filter(([, , pricedAs]) => pricedAs !== undefined);
    expect(PRICE_PAIRS.length).toBeGreaterThanOrEqual(86);
    expect(known.length / PRICE_PAIRS.length).toBeGreaterThanOrEqual(78 / 80);
  });
});

describe("a model is not mistaken for another", () => {
  it.each([
    ["google", "gemini-3.7-flash-lite"],
    ["anthropic", "claude-sonnet-5-7"],
    ["anthropic", "claude-sonnet-5.7"],
    ["openai", "gpt-5-nano-pro"],
    ["openai", "o4-mini-max"],
    ["my-openai-proxy", "gpt-4o"],
    ["unknown", "gpt-4o"],
    ["toString", "constructor"],
    ["gateway", "gpt-4o"],
    ["gateway", "nobody/gpt-4o"],
  ])("whose name it begins with: %s %s", async (provider, model) => {
    expect((await priced(provider, model, EACH)).unpriced).toBe("unknown_model");
  });

  it.each([
    ["openai", "gpt-4o-2024-11-20", "exact"],
    ["google", "models/gemini-2.5-pro", "exact"],
    ["anthropic", "claude-opus-4-5-20251101", "exact"],
    ["mistral", "mistral-medium-latest", "alias"],
    ["openai", "gpt-5-codex", "alias"],
    ["anthropic", "claude-3-5-sonnet-latest", "alias"],
    ["google", "gemini-2.5-pro-preview-05-06", "prefix"],
    ["azure", "my-gpt4o-prod", "alias"],
  ])("and how it was recognised is said: %s %s, %s", async (provider, model, match) => {
    expect((await priced(provider, model, EACH)).cost).toMatchObject({ match });
  });

  it("and need not be priced where only the beginning is known", async () => {
    const { telemetry, recorder, record } = setUp({ prices: { prefixMatches: false } });
    recorder.start({ name: "chat", provider: "google", model: "gemini-2.5-pro-preview-05-06" }).end({ usage: EACH });
    await telemetry.flush();
    expect(record().unpriced).toBe("unknown_model");
  });
});
