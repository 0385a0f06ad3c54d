import { describe, expect, it } from "vitest";
import { type SetUp, setUp } from "../test/set-up.ts";
import type { ComputedCost, CostParts, OperationEnd, OperationStart, Usage } from "./index.ts";

async function call(start: Partial<OperationStart>, end: OperationEnd, patch?: OperationEnd): Promise<SetUp> {
  const all = setUp({ prices: true });
  const operation = all.recorder.start({ name: "chat", ...start });
  if (patch !== undefined) operation.update(patch);
  operation.end(end);
  await all.telemetry.flush();
  return all;
}

const GPT = { provider: "openai", model: "gpt-4o" };
const CLAUDE = { provider: "anthropic", model: "claude-sonnet-4-5" };
const GEMINI = { provider: "google", model: "gemini-2.5-pro" };

describe("the cost of a model call", () => {
  // By hand, from the providers' price lists of January 2026, in USD per million tokens: gpt-4o 2.50, cached 1.25,
  // output 10; claude-sonnet-4-5 3, cached 0.30, write 3.75, write for an hour 6, output 15; gemini-2.5-pro 1.25 and 10,
  // above 200,000 input tokens 2.50 and 15; gpt-realtime 4, cached 0.40, output 16, audio 32 and 64.
  it.each<[string, Partial<OperationStart>, Usage, number, number]>([
    ["input and output", GPT, { inputTokens: 1_000, outputTokens: 100 }, 2_500_000, 1_000_000],
    ["cached input, once", GPT, { inputTokens: 1_000, cacheReadTokens: 600, outputTokens: 0 }, 1_750_000, 0],
    ["reasoning as output, once", GPT, { inputTokens: 0, outputTokens: 100, reasoningTokens: 80 }, 0, 1_000_000],
    [
      "cache reads and writes",
      CLAUDE,
      { inputTokens: 1_000, cacheReadTokens: 500, cacheWriteTokens: 300, outputTokens: 10 },
      600_000 + 150_000 + 1_125_000,
      150_000,
    ],
    [
      "cache writes for an hour",
      CLAUDE,
      { inputTokens: 1_000, cacheWriteTokens: 300, cacheWrite1hTokens: 100, outputTokens: 0 },
      2_100_000 + 750_000 + 600_000,
      0,
    ],
    ["a long input", GEMINI, { inputTokens: 300_000, outputTokens: 1_000 }, 750_000_000, 15_000_000],
    ["an input just short of long", GEMINI, { inputTokens: 200_000, outputTokens: 1_000 }, 250_000_000, 10_000_000],
    [
      "audio",
      { provider: "openai", model: "gpt-realtime" },
      { inputTokens: 1_000, audioInputTokens: 400, outputTokens: 100, audioOutputTokens: 50 },
      2_400_000 + 12_800_000,
      800_000 + 3_200_000,
    ],
  ])("counts %s", async (_what, start, usage, inputNanoUsd, outputNanoUsd) => {
    const { record } = await call(start, { usage });
    const { parts, totalNanoUsd } = record().cost as ComputedCost;
    const sum = (...names: readonly (keyof CostParts)[]): number =>
      names.reduce((total, name) => total + (parts[name] ?? 0), 0);
    expect(totalNanoUsd).toBe(inputNanoUsd + outputNanoUsd);
    expect(sum("inputNanoUsd", "cacheReadNanoUsd", "cacheWriteNanoUsd", "audioInputNanoUsd")).toBe(inputNanoUsd);
    expect(sum("outputNanoUsd", "reasoningNanoUsd", "audioOutputNanoUsd")).toBe(outputNanoUsd);
  });

  it("is the provider's own where it says so", async () => {
    const { record } = await call(GPT, { usage: { inputTokens: 1 }, billedCost: { usd: 0.0125 } });
    expect(record().cost).toMatchObject({ totalNanoUsd: 12_500_000, source: "provider", currency: "USD" });
  });

  it.each([Number.NaN, -1, "free" as never])("is not what cannot be a bill: %s", async (usd) => {
    const { record } = await call(GPT, { usage: { inputTokens: 1_000, outputTokens: 0 }, billedCost: { usd } });
    expect(record().cost).toMatchObject({ totalNanoUsd: 2_500_000, source: "book" });
  });

  it("is that of the model that answered", async () => {
    const usage = { inputTokens: 1_000, outputTokens: 0 };
    const { record } = await call(
      { ...GPT, model: "gpt-4o-mini" },
      { usage, response: { model: "gpt-4o-2024-08-06" } },
    );
    expect(record().cost?.totalNanoUsd).toBe(2_500_000);
  });

  it("is that of the model asked for where the one that answered is not known", async () => {
    const { record } = await call(GPT, { usage: { inputTokens: 1_000 }, response: { model: "deployment-7" } });
    expect(record().cost?.totalNanoUsd).toBe(2_500_000);
  });

  it("is never below nothing, whatever the counts say", async () => {
    const { record } = await call(GPT, { usage: { cacheReadTokens: 1_000 } });
    expect(record().cost?.totalNanoUsd ?? 0).toBeGreaterThanOrEqual(0);
  });

  it("is marked as partial where the call was cut short", async () => {
    const usage = { inputTokens: 1_000, outputTokens: 0 };
    const { record } = await call(GPT, { outcome: "aborted" }, { usage });
    expect(record().cost).toMatchObject({ totalNanoUsd: 2_500_000, partial: true });
  });

  it("is not partial where the usage came with the end", async () => {
    const { record } = await call(
      GPT,
      { usage: { inputTokens: 1_000, outputTokens: 0 } },
      { usage: { inputTokens: 1 } },
    );
    expect(record().cost).not.toHaveProperty("partial");
  });
});

describe("a call without a cost", () => {
  it("is free of charge where it was answered from a cache", async () => {
    const { record } = await call(GPT, { outcome: "cached", usage: { inputTokens: 1_000 } });
    expect(record()).not.toHaveProperty("cost");
    expect(record()).not.toHaveProperty("unpriced");
  });

  it("says that its usage is not known", async () => {
    expect((await call(GPT, {})).record().unpriced).toBe("no_usage");
  });

  it("says that its model is not known, which is counted", async () => {
    const { record, telemetry } = await call({ provider: "openai", model: "nobody-9" }, { usage: { inputTokens: 1 } });
    expect(record().unpriced).toBe("unknown_model");
    expect(telemetry.diagnostics()).toEqual({ unknown_model: 1 });
  });

  it("says that there are no prices where they were switched off", () => {
    const { recorder, record } = setUp({ prices: false });
    recorder.start({ name: "chat", ...GPT }).end({ usage: { inputTokens: 1 } });
    expect(record().unpriced).toBe("no_prices");
  });

  it("has the provider's own cost although prices were switched off", () => {
    const { recorder, record } = setUp({ prices: false });
    recorder.start({ name: "chat" }).end({ billedCost: { usd: 1 } });
    expect(record().cost?.totalNanoUsd).toBe(1e9);
  });

  it.each(["invoke_agent", "execute_tool", "retrieval", "task"] as const)("may be %s, which never has one", (name) => {
    const { recorder, record } = setUp();
    recorder.start({ name }).end();
    expect(record()).not.toHaveProperty("unpriced");
  });
});
