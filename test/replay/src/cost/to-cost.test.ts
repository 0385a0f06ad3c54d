import { describe, expect, it } from "vitest";
import type { Facts } from "../facts.ts";
import { ownExchange } from "../own-recordings.ts";
import { compareCost } from "./compare-cost.ts";
import { toCost } from "./to-cost.ts";

const SONNET = "claude-sonnet-4-5-20250929";

describe("what an answer cost, by hand", () => {
  it.each<[string, string, Facts, number | undefined | "unknown"]>([
    // 10 x 3,000 + 2,000 x 300 + 400 x 3,750 + 600 x 6,000 + 100 x 15,000
    [
      "each part at its own price",
      "anthropic",
      {
        responseModel: SONNET,
        inputTokens: 3010,
        cacheReadTokens: 2000,
        cacheWriteTokens: 1000,
        cacheWrite1hTokens: 600,
        outputTokens: 100,
      },
      7_230_000,
    ],
    ["searches by the piece", "anthropic", { responseModel: SONNET, inputTokens: 1, webSearches: 3 }, 30_003_000],
    // 3 x 37.5 is 112.5 and 1 x 300 is 300
    [
      "halves are rounded up, part by part",
      "groq",
      { responseModel: "openai/gpt-oss-20b", inputTokens: 3, cacheReadTokens: 3, outputTokens: 1 },
      413,
    ],
    [
      "the provider's own word before any price",
      "xai",
      { responseModel: "grok-4", inputTokens: 9, billedNanoUsd: 7 },
      7,
    ],
    ["nothing where nothing was counted", "openai", { responseModel: "gpt-5-mini" }, undefined],
    ["unknown without a price", "openai", { responseModel: "no-such-model", inputTokens: 1 }, "unknown"],
    [
      "unknown at a tier of its own",
      "openai",
      { responseModel: "gpt-5-mini", inputTokens: 1, serviceTier: "flex" },
      "unknown",
    ],
    [
      "by the book where the list ends",
      "openai",
      { responseModel: "gpt-4o", inputTokens: 1000, outputTokens: 10 },
      2_600_000,
    ],
  ])("%s", (_what, folder, facts, nanoUsd) => {
    expect(toCost(facts, folder)).toBe(nanoUsd);
  });
});

describe("a record's cost", () => {
  const exchange = ownExchange("anthropic/tool-use.json");
  const facts: Facts = { responseModel: SONNET, inputTokens: 10, cacheReadTokens: 4 };
  const gap = { frameworks: [], fields: ["cacheReadTokens" as const], reason: "for the test" };

  it.each([
    ["is right", 19_200, [], "ok"],
    ["is wrong", 30_000, [], "different"],
    ["is missing", undefined, [], "different"],
    ["is that of what the client lets through", 30_000, [undefined], "gap"],
    ["is wrong for what the client lets through", 30_001, [undefined], "different"],
  ])("that %s is told as such", (_what, costNanoUsd, told, verdict) => {
    const rows = told.map(
      (actual) => ({ field: "cacheReadTokens", expected: 4, actual, verdict: "gap", gap }) as const,
    );

    const [row] = compareCost(exchange, facts, { ...facts, costNanoUsd }, rows, []);

    expect(row).toMatchObject({ field: "costNanoUsd", expected: 19_200, actual: costNanoUsd, verdict });
  });
});
