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

it.each<[Fact, string]>([
  ["500", "ok"],
  ["ModelStreamErrorException", "ok"],
  [undefined, "different"],
])("an error that came late may be called %s: %s", (error, verdict) => {
  expect(compare(exchange, { error: ANY_ERROR }, { error }, [])).toMatchObject([{ verdict }]);
});
