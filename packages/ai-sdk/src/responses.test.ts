import type { OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { isospanMiddleware } from "./index.ts";

/** The record of one whole answer of this provider's model. */
async function answered(provider: string, result: object): Promise<OperationRecord> {
  const { telemetry, record } = setUp();
  const doGenerate = async () => result;
  const model = { provider, modelId: "asked" };
  await isospanMiddleware({ telemetry }).wrapGenerate({ doGenerate, doStream: doGenerate, params: {}, model });
  return record();
}

describe("a call whose finish reason is", () => {
  it.each<[string, unknown, object]>([
    [
      "error has failed, and nobody says of what",
      "error",
      { outcome: "error", error: { type: "_OTHER", message: "" } },
    ],
    ["error by the provider's own word, too", { unified: "error", raw: "MALFORMED" }, { outcome: "error" }],
    ["another is ok", { unified: "other", raw: "error" }, { outcome: "ok" }],
    ["unreadable is ok", null, { outcome: "ok" }],
  ])("%s", async (_fact, finishReason, expected) => {
    expect(await answered("openai", { finishReason })).toMatchObject(expected);
  });
});

describe("who answered", () => {
  it.each<[fact: string, provider: string, response: unknown, expected: object | undefined]>([
    [
      "is what the package says",
      "openai",
      { id: "r", modelId: "m-1", body: { id: "x", model: "y" } },
      { id: "r", model: "m-1" },
    ],
    [
      "is in the body where the package says nothing",
      "cohere",
      { body: { id: "x", model: "y" } },
      { id: "x", model: "y" },
    ],
    [
      "is in Google's words in the body",
      "google",
      { body: { responseId: "x", modelVersion: "y" } },
      { id: "x", model: "y" },
    ],
    ["is unknown where Bedrock's package says what was asked for", "amazon-bedrock", { modelId: "asked" }, undefined],
    ["is unknown where nobody says", "openai", { body: "text" }, undefined],
    ["is unknown where the body says other things", "openai", { body: { id: 7, model: "" } }, undefined],
    ["is unknown without a response", "openai", undefined, undefined],
  ])("%s", async (_fact, provider, response, expected) => {
    const { id, model } = (await answered(provider, { response })).response ?? {};
    expect(id === undefined && model === undefined ? undefined : { id, model }).toEqual(expected);
  });
});

describe("why it ended", () => {
  it.each<[fact: string, finishReason: unknown, expected: readonly string[] | undefined]>([
    ["is the unified reason", { unified: "tool-calls", raw: "tool_use" }, ["tool_call"]],
    ["is unknown where it is other for no reason", { unified: "other", raw: undefined }, undefined],
    ["is other where the provider has a word of its own", { unified: "other", raw: "pause_turn" }, ["other"]],
    ["is other where a package of version 5 says so", "other", ["other"]],
    ["is unknown where it is said to be", "unknown", undefined],
  ])("%s", async (_fact, finishReason, expected) => {
    expect((await answered("openai", { finishReason })).response?.finishReasons).toEqual(expected);
  });
});

describe("the service tier", () => {
  it.each<[fact: string, result: object, expected: string | undefined]>([
    ["of OpenAI", { providerMetadata: { openai: { serviceTier: "flex" } } }, "flex"],
    ["of Azure", { providerMetadata: { azure: { serviceTier: "priority" } } }, "priority"],
    ["of Anthropic, new", { providerMetadata: { anthropic: { serviceTier: "batch" } } }, "batch"],
    ["of Anthropic, old", { providerMetadata: { anthropic: { usage: { service_tier: "standard" } } } }, "standard"],
    ["of xAI", { providerMetadata: { xai: { serviceTier: "fast" } } }, "fast"],
    ["of Google", { providerMetadata: { google: { serviceTier: "flex" } } }, "flex"],
    ["in the provider's own usage", { usage: { raw: { service_tier: "priority" } } }, "priority"],
    ["in the body", { response: { body: { service_tier: "default" } } }, "default"],
    ["of nobody", { providerMetadata: { google: { serviceTier: null }, openai: null } }, undefined],
    ["of Bedrock", { providerMetadata: { amazonBedrock: { serviceTier: { type: "priority" } } } }, "priority"],
    ["of Bedrock, by its older name", { providerMetadata: { bedrock: { serviceTier: { type: "flex" } } } }, "flex"],
  ])("%s is told", async (_fact, result, expected) => {
    expect((await answered("openai", result)).response?.serviceTier).toBe(expected);
  });
});

describe("the billed cost", () => {
  const usage = (raw: object) => ({ usage: { inputTokens: 1, outputTokens: 1, raw } });
  const nanoUsd = 20_000_000;

  it.each<[fact: string, provider: string, result: object, expected: number | undefined]>([
    ["of Vercel's gateway is text", "gateway", { providerMetadata: { gateway: { cost: "0.02" } } }, nanoUsd],
    [
      "of the gateway may be the market's",
      "gateway",
      { providerMetadata: { gateway: { marketCost: "0.02" } } },
      nanoUsd,
    ],
    [
      "of the gateway is what was paid, not the market's",
      "gateway",
      { providerMetadata: { gateway: { cost: "0.02", marketCost: "0.05" } } },
      nanoUsd,
    ],
    [
      "of OpenRouter's own package is in its metadata",
      "openrouter",
      { providerMetadata: { openrouter: { usage: { cost: 0.02 } } } },
      nanoUsd,
    ],
    ["of OpenRouter is in its usage", "openrouter.chat", usage({ cost: 0.02 }), nanoUsd],
    [
      "of OpenRouter may be in the body alone",
      "openrouter.chat",
      { usage: { inputTokens: 1 }, response: { body: { usage: { cost: 0.02 } } } },
      nanoUsd,
    ],
    ["of others is none: theirs may be something else", "perplexity", usage({ cost: 0.02 }), undefined],
    ["of xAI counts ticks", "xai.chat", usage({ cost_in_usd_ticks: 2e8 }), nanoUsd],
    [
      "of xAI's responses may be in the metadata",
      "xai.responses",
      { providerMetadata: { xai: { costInUsdTicks: 2e8 } } },
      nanoUsd,
    ],
    ["that is nothing is nothing", "gateway", { providerMetadata: { gateway: { cost: "0" } } }, 0],
    ["that is empty is none", "gateway", { providerMetadata: { gateway: { cost: " " } } }, undefined],
    ["that is no number is none", "gateway", { providerMetadata: { gateway: { cost: "free" } } }, undefined],
    [
      "of an answer whose usage is null is told",
      "gateway",
      { usage: null, providerMetadata: { gateway: { cost: "0.02" } } },
      nanoUsd,
    ],
  ])("%s", async (_fact, provider, result, expected) => {
    const { cost } = await answered(provider, result);
    expect(cost).toEqual(
      expected === undefined ? undefined : { totalNanoUsd: expected, source: "provider", currency: "USD" },
    );
  });
});
