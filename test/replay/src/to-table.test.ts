import { expect, it } from "vitest";
import type { Row } from "./compare.ts";
import { isGood, type Replayed } from "./replay-folder.ts";
import { toTable } from "./to-table.ts";

const gap = { frameworks: ["langchain"], client: "ChatSample", fields: ["responseId"], reason: "it is lost" } as const;
const rows: readonly Row[] = [
  { field: "inputTokens", expected: 12, actual: 12, verdict: "ok" },
  { field: "cacheReadTokens", expected: undefined, actual: undefined, verdict: "ok" },
  { field: "responseId", expected: "a", actual: undefined, verdict: "gap", gap },
];
const right: Replayed = {
  name: "sample/right.json",
  form: "whole",
  framework: "langchain",
  client: "ChatSample",
  rows,
  record: undefined,
  problem: undefined,
};
const withRow = (row: Row): Replayed => ({ ...right, name: "sample/wrong.json", rows: [...rows, row] });
const wrong = withRow({ field: "outputTokens", expected: 34, actual: 17, verdict: "different" });
const closed = withRow({ field: "responseModel", expected: "m", actual: "m", verdict: "closed", gap });

it("says of each field whether it is right, unknown, a gap, or what it should have been", () => {
  const lines = toTable({ replayed: [right, wrong], notReplayed: [], differences: [] }).split("\n");
  expect(lines[0]?.split(/ {2,}/).slice(0, 3)).toEqual(["recording", "client", "form"]);
  expect(lines[1]).toMatch(/^sample\/right\.json {2,}langchain ChatSample {2,}whole {2,}ok {2,}- {2,}gap$/);
  expect(lines[2]).toMatch(/ok {2,}- {2,}34\/17 {2,}gap$/);
});

it("tells differences, gaps and what was left out below", () => {
  const notReplayed = [{ name: "sample/other.json", reason: "nobody speaks it" }];
  const table = toTable({
    replayed: [right, wrong, closed, { ...right, problem: "2 records" }],
    notReplayed,
    differences: [],
  });
  expect(table).toContain("sample/wrong.json by langchain ChatSample: outputTokens 34 / 17");
  expect(table).toContain(
    "sample/wrong.json by langchain ChatSample: responseModel is right, so its gap is none any more",
  );
  expect(table).toContain("sample/right.json by langchain ChatSample: 2 records");
  expect(table).toContain("ChatSample, responseId: it is lost");
  expect(table).toContain("sample/other.json: nobody speaks it");
  expect(table).toContain("4 replayed, 1 right, 3 wrong; 1 not replayed.");
});

it.each<[string, readonly Replayed[], boolean]>([
  ["all right", [right], true],
  ["a difference", [right, wrong], false],
  ["a gap that closed", [right, closed], false],
  ["a call that went wrong", [{ ...right, problem: "2 records" }], false],
  ["nothing replayed", [], false],
])("a run with %s", (_what, replayed, good) => {
  expect(isGood({ replayed, notReplayed: [], differences: [] })).toBe(good);
});
