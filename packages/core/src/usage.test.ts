import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import type { Usage } from "./index.ts";

function normalised(usage: unknown) {
  const { telemetry, recorder, record } = setUp();
  recorder.start({ name: "chat" }).end({ usage: usage as Usage });
  return { usage: record().usage, troubles: telemetry.diagnostics() };
}

describe("usage", () => {
  it.each<[string, unknown, Usage | undefined]>([
    ["totals", { inputTokens: 10, outputTokens: 2 }, { inputTokens: 10, outputTokens: 2 }],
    ["nothing at all", {}, undefined],
    ["zero, which is not unknown", { inputTokens: 0 }, { inputTokens: 0 }],
    ["fields that are not known", { inputTokens: undefined, outputTokens: null }, undefined],
    ["fractions, rounded", { inputTokens: 1.6 }, { inputTokens: 2 }],
    ["fields of somebody else, left out", { inputTokens: 1, total: 5 }, { inputTokens: 1 }],
    [
      "every part within its total",
      {
        inputTokens: 100,
        cacheReadTokens: 50,
        cacheWriteTokens: 20,
        cacheWrite1hTokens: 5,
        audioInputTokens: 10,
        outputTokens: 30,
        reasoningTokens: 10,
        audioOutputTokens: 5,
      },
      {
        inputTokens: 100,
        cacheReadTokens: 50,
        cacheWriteTokens: 20,
        cacheWrite1hTokens: 5,
        audioInputTokens: 10,
        outputTokens: 30,
        reasoningTokens: 10,
        audioOutputTokens: 5,
      },
    ],
    ["parts without their total", { cacheReadTokens: 5 }, { cacheReadTokens: 5 }],
    ["units", { inputTokens: 1, units: { web_search: 2 } }, { inputTokens: 1, units: { web_search: 2 } }],
    [
      "units that are no numbers, left out",
      { inputTokens: 1, units: { image: Number.NaN, second: -1, request: 1 } },
      { inputTokens: 1, units: { request: 1 } },
    ],
  ])("takes %s", (_what, given, expected) => {
    expect(normalised(given)).toEqual({ usage: expected, troubles: {} });
  });

  it.each<[string, unknown, Usage | undefined]>([
    ["a negative count", { inputTokens: -1, outputTokens: 2 }, { outputTokens: 2 }],
    ["not a number", { inputTokens: Number.NaN }, undefined],
    ["infinity", { inputTokens: Number.POSITIVE_INFINITY }, undefined],
    ["text", { inputTokens: "12" }, undefined],
    ["a bigint", { inputTokens: 12n, outputTokens: 1 }, { outputTokens: 1 }],
    [
      "a part above its total, cut to it",
      { inputTokens: 10, cacheReadTokens: 11 },
      { inputTokens: 10, cacheReadTokens: 10 },
    ],
    [
      "a part of a part above its total",
      { inputTokens: 10, cacheWriteTokens: 4, cacheWrite1hTokens: 9 },
      { inputTokens: 10, cacheWriteTokens: 4, cacheWrite1hTokens: 4 },
    ],
    ["more reasoning than output", { outputTokens: 5, reasoningTokens: 6 }, { outputTokens: 5, reasoningTokens: 5 }],
  ])("counts %s as trouble", (_what, given, expected) => {
    expect(normalised(given)).toEqual({ usage: expected, troubles: { invalid_usage: 1 } });
  });

  it.each([null, 5, "usage", undefined])("is not what is no object: %s", (given) => {
    expect(normalised(given).usage).toBeUndefined();
  });
});
