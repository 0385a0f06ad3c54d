import { createTelemetry, memoryCollector, type OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { isospanMiddleware } from "./index.ts";

const model = { provider: "openai.chat", modelId: "m" };

/** The record of one model call that answered this. */
async function answered(result: object): Promise<OperationRecord> {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory });
  const { wrapGenerate } = isospanMiddleware({ telemetry });
  const doGenerate = async () => result;
  await wrapGenerate({ doGenerate, doStream: doGenerate, params: {}, model });
  const [record, ...others] = memory.records();
  if (record === undefined || others.length > 0) throw new Error("not one record");
  return record;
}

describe("a model call's usage", () => {
  it.each<[string, unknown, OperationRecord["usage"]]>([
    [
      "of version 5 is numbers",
      { inputTokens: 10, outputTokens: 4, totalTokens: 14 },
      { inputTokens: 10, outputTokens: 4 },
    ],
    [
      "of version 5 has its details beside",
      { inputTokens: 10, outputTokens: 4, cachedInputTokens: 6, reasoningTokens: 3 },
      { inputTokens: 10, outputTokens: 4, cacheReadTokens: 6, reasoningTokens: 3 },
    ],
    [
      "of versions 6 and 7 has its details inside",
      {
        inputTokens: { total: 10, noCache: 1, cacheRead: 6, cacheWrite: 3 },
        outputTokens: { total: 4, text: 1, reasoning: 3 },
        raw: { prompt_tokens: 10 },
      },
      { inputTokens: 10, outputTokens: 4, cacheReadTokens: 6, cacheWriteTokens: 3, reasoningTokens: 3 },
    ],
    [
      "of versions 6 and 7 may lack every detail",
      {
        inputTokens: { total: 10, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
        outputTokens: { total: 4, text: undefined, reasoning: undefined },
      },
      { inputTokens: 10, outputTokens: 4 },
    ],
    [
      "keeps a zero, which is not unknown",
      { inputTokens: 10, outputTokens: 0, cachedInputTokens: 0 },
      { inputTokens: 10, outputTokens: 0, cacheReadTokens: 0 },
    ],
    [
      "leaves out numbers that are none",
      { inputTokens: Number.NaN, outputTokens: 4, cachedInputTokens: Number.NaN },
      { outputTokens: 4 },
    ],
    [
      "leaves out totals that are no numbers",
      { inputTokens: { total: Number.NaN }, outputTokens: { total: 4 } },
      { outputTokens: 4 },
    ],
    ["leaves out what is undefined", { inputTokens: undefined, outputTokens: 4 }, { outputTokens: 4 }],
    ["leaves out what is null", { inputTokens: null, outputTokens: 4 }, { outputTokens: 4 }],
    ["is unknown where nothing is known", { inputTokens: undefined, outputTokens: undefined }, undefined],
    ["is unknown where there is none", undefined, undefined],
    ["is unknown where it is null", null, undefined],
  ])("%s", async (_fact, usage, expected) => {
    expect((await answered({ usage })).usage).toEqual(expected);
  });
});

describe("a finish reason", () => {
  it.each<[string, unknown, readonly string[]]>([
    ["of version 5 is a text", "tool-calls", ["tool_call"]],
    ["of versions 6 and 7 is unified", { unified: "length", raw: "max_tokens" }, ["length"]],
    ["may have no raw spelling", { unified: "stop", raw: undefined }, ["stop"]],
    ["that is missing is not made up", undefined, []],
    ["that is null is not made up", null, []],
  ])("%s", async (_fact, finishReason, reasons) => {
    const record = await answered({ finishReason, response: { id: "r", modelId: "m-1" } });
    expect(record.outcome).toBe("ok");
    expect(record.response?.finishReasons ?? []).toEqual(reasons);
    expect(record.response).toMatchObject({ id: "r", model: "m-1" });
  });
});
