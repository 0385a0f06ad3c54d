import { expect, it } from "vitest";
import type { Difference } from "./compare-records.ts";
import { isGood } from "./replay-folder.ts";
import { toCauses, toUndeclared } from "./to-causes.ts";

const cause = { frameworks: ["a", "b"], client: "a client", form: "streamed", reason: "it is lost" } as const;
const difference: Difference = {
  name: "sample/one.json",
  path: "response.id",
  sides: [
    { framework: "a", client: "a client", form: "streamed", value: undefined },
    { framework: "c", client: "another", form: "streamed", value: "x" },
  ],
  cause,
};
const more = [difference, { ...difference, path: "response.model" }, { ...difference, name: "sample/two.json" }];
const undeclared = { ...difference, cause: undefined };

it("a cause stands on one line, with all that it explains", () => {
  expect(toCauses([...more, undeclared])).toEqual([
    "a/b a client streamed, response.id, response.model (2): it is lost",
  ]);
});

it("a difference without a cause says who says what", () => {
  expect(toUndeclared([...more, undeclared])).toEqual([
    "sample/one.json: response.id is unknown by a a client, x by c another",
  ]);
});

it("a difference without a cause fails the run, one with a cause does not", () => {
  const right = { ...difference.sides[0], framework: "a", client: "a client", form: "streamed" } as const;
  const replayed = [{ ...right, name: "sample/one.json", rows: [], record: undefined, problem: undefined }];
  expect(isGood({ replayed, notReplayed: [], differences: more })).toBe(true);
  expect(isGood({ replayed, notReplayed: [], differences: [undeclared] })).toBe(false);
});
