import type { OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { compareRecords, type Recorded } from "./compare-records.ts";
import type { Gap } from "./gaps/gap.ts";
import type { KnownDifference } from "./known-differences.ts";
import { ownExchange } from "./own-recordings.ts";

const exchange = ownExchange("openai/chat-reasoning.json");
const record: OperationRecord = {
  v: 1,
  traceId: "t",
  spanId: "s",
  ancestry: [],
  agentPath: [],
  context: {},
  startedAtMs: 1,
  durationMs: 2,
  name: "chat",
  provider: "openai",
  outcome: "ok",
  request: { temperature: 0 },
  usage: { inputTokens: 12 },
  response: { id: "a", finishReasons: ["stop"] },
};
const play = (framework: string, other: Partial<OperationRecord> = {}): Recorded => ({
  framework,
  client: "a client",
  form: "whole",
  rows: [],
  record: { ...record, ...other },
});
const gap: Gap = { frameworks: ["b"], fields: ["responseId"], reason: "for the test" };
const known: KnownDifference = { frameworks: ["b"], paths: ["request.temperature"], reason: "for the test" };
const differences = (other: Partial<OperationRecord>, all: readonly KnownDifference[] = []) =>
  compareRecords(exchange, [play("a"), play("b", other)], all);

describe("two frameworks' records of one answer", () => {
  it.each<[string, Partial<OperationRecord>, readonly string[]]>([
    ["that are the same", {}, []],
    ["of other calls, at other times", { traceId: "u", spanId: "r", startedAtMs: 9, durationMs: 8, chunks: 3 }, []],
    ["where a list is empty or left out", { documents: [] }, []],
    ["with another count", { usage: { inputTokens: 13 } }, ["usage.inputTokens"]],
    ["with a zero for unknown", { usage: { inputTokens: 12, cacheReadTokens: 0 } }, ["usage.cacheReadTokens"]],
    ["where one knows less", { usage: undefined }, ["usage.inputTokens"]],
    ["with another reason", { response: { id: "a", finishReasons: ["stop", "stop"] } }, ["response.finishReasons"]],
    ["with another request", { request: { temperature: 1 } }, ["request.temperature"]],
    ["with an error", { outcome: "error", error: { type: "500", message: "no" } }, ["outcome", "error.type"]],
  ])("%s", (_what, other, paths) => {
    expect(differences(other).map(({ path }) => path)).toEqual(paths);
  });

  it("differ from the first one's, each on its own", () => {
    const other = { provider: "x_ai" };
    const found = compareRecords(exchange, [play("a"), play("b", other), play("c", other)], []);
    expect(found).toMatchObject([
      {
        path: "provider",
        sides: [
          { framework: "a", value: "openai" },
          { framework: "b", value: "x_ai" },
        ],
      },
      { path: "provider", sides: [{ framework: "a" }, { framework: "c" }] },
    ]);
  });
});

describe("a difference's cause", () => {
  const other = { request: { temperature: 1 } };

  it.each<[string, KnownDifference, boolean]>([
    ["is what was declared of one of the two", known, true],
    ["is not what was declared of another framework", { ...known, frameworks: ["c"] }, false],
    ["is not what was declared of another client", { ...known, client: "another" }, false],
    ["is not what was declared of streams", { ...known, form: "streamed" }, false],
    ["is not what was declared of other fields", { ...known, paths: ["request.topP"] }, false],
    ["is not what was declared of other answers", { ...known, when: () => false }, false],
  ])("%s", (_what, declared, explained) => {
    expect(differences(other, [declared])).toMatchObject([{ cause: explained ? declared : undefined }]);
  });

  it.each(["gap", "closed"] as const)("is a gap that the field shows, and none that is closed: %s", (verdict) => {
    const withRow: Recorded = {
      ...play("b", { response: { id: "b", finishReasons: ["stop"] } }),
      rows: [{ field: "responseId", expected: "a", actual: "b", verdict, gap }],
    };
    const found = compareRecords(exchange, [play("a"), withRow], []);
    expect(found).toMatchObject([{ path: "response.id", cause: verdict === "gap" ? gap : undefined }]);
  });
});
