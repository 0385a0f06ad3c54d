import { expect, it } from "vitest";
import { compare } from "./compare.ts";
import { ANY_ERROR, type Fact } from "./facts.ts";
import type { Gap } from "./gaps/gap.ts";
import { ownExchange } from "./own-recordings.ts";

const exchange = ownExchange("openai/chat-reasoning.json");
const gap: Gap = { frameworks: ["langchain"], client: "ChatOpenAI", fields: ["responseId"], reason: "for the test" };

it.each<[string, Fact, Fact, Gap | undefined, string]>([
  ["the same", "a", "a", undefined, "ok"],
  ["both unknown", undefined, undefined, undefined, "ok"],
  ["another", "a", "b", undefined, "different"],
  ["unknown without a gap", "a", undefined, undefined, "different"],
  ["made up", undefined, "b", undefined, "different"],
  ["zero for unknown", undefined, 0, undefined, "different"],
  ["unknown in a gap", "a", undefined, gap, "gap"],
  ["wrong in a gap", "a", "b", gap, "different"],
  ["right in a gap", "a", "a", gap, "closed"],
  ["nothing to know in a gap", undefined, undefined, gap, "ok"],
  ["made up in a gap", undefined, "b", gap, "different"],
  ["what the gap allows instead", "a", "b", { ...gap, instead: () => "b" }, "gap"],
  ["unknown where the gap tells what stands instead", "a", undefined, { ...gap, instead: () => "b" }, "different"],
  ["made up as the gap says", undefined, "b", { ...gap, instead: () => "b" }, "gap"],
  ["made up otherwise than the gap says", undefined, "c", { ...gap, instead: () => "b" }, "different"],
  ["unknown where the gap says what is made up", undefined, undefined, { ...gap, instead: () => "b" }, "closed"],
  ["unknown in another form's gap", "a", undefined, { ...gap, form: "streamed" }, "different"],
  ["unknown in a gap of other fields", "a", undefined, { ...gap, fields: ["responseModel"] }, "different"],
  ["unknown in a gap of other answers", "a", undefined, { ...gap, when: () => false }, "different"],
])("%s", (_what, expected, actual, declared, verdict) => {
  const [row, ...others] = compare(
    exchange,
    { responseId: expected },
    { responseId: actual },
    declared ? [declared] : [],
  );
  expect(row).toMatchObject({ field: "responseId", expected, actual, verdict });
  expect(others).toEqual([]);
});

it.each<[Fact, Fact, string]>([
  ["a", undefined, "ok"],
  ["a", "a", "ok"],
  ["a", "b", "different"],
  [undefined, "b", "different"],
])("of an answer that broke off, of which %s had come, may be told %s: %s", (come, told, verdict) => {
  const [row] = compare(exchange, { responseId: come, error: ANY_ERROR }, { responseId: told, error: "500" }, []);
  expect(row).toMatchObject({ field: "responseId", verdict });
});

it.each<[Fact, string]>([
  ["500", "ok"],
  ["ModelStreamErrorException", "ok"],
  [undefined, "different"],
])("an error that came late may be called %s: %s", (error, verdict) => {
  expect(compare(exchange, { error: ANY_ERROR }, { error }, [])).toMatchObject([{ verdict }]);
});
