import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { toCompatSection, toCompatTable } from "./compat.ts";
import type { Driver } from "./driver.ts";
import { drivers } from "./drivers/index.ts";
import { UPDATING } from "./golden.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/index.ts";

/** `pnpm golden` writes what stands between them. */
const SECTION = /(<!-- compat -->\n\n)[\s\S]*?(\n\n<!-- \/compat -->)/;

const play = { kind: "retrieve", retriever: { name: "r", documents: [] }, query: "q" } as const;
const some: readonly Scenario[] = [
  { name: "inference", play },
  { name: "retrieval", play },
];
const driver = (name: string, gaps: Driver["gaps"]): Driver => ({ name, gaps, play: async () => {} });

test("the table has a row for each scenario and a column for each driver", () => {
  const table = toCompatTable([driver("a 1", {}), driver("a 2", { retrieval: "it has no retrievers" })], some);
  expect(table.split("\n")).toEqual([
    "| Scenario  | a 1 | a 2                  |",
    "| --------- | --- | -------------------- |",
    "| inference | ✓   | ✓                    |",
    "| retrieval | ✓   | it has no retrievers |",
  ]);
});

test("the section names what is missing alone", () => {
  expect(toCompatSection([driver("a 1", {})], some)).toMatch(/`a 1` passes 2 of 2\.$/);
  expect(toCompatSection([driver("a 1", { retrieval: "no" })], some)).toMatch(
    /`a 1` passes 1 of 2\. Not:\n\n.*\n.*\n\| retrieval \| no {2}\|$/,
  );
});

test.each(["ai-sdk", "langchain"])("the README of %s says what its drivers do not pass", (adapter) => {
  const file = new URL(`../../../packages/${adapter}/README.md`, import.meta.url);
  const readme = readFileSync(file, "utf8");
  const own = drivers.filter((driver) => driver.name.startsWith(`${adapter} `));
  const expected = readme.replace(SECTION, `$1${toCompatSection(own, scenarios)}$2`);
  if (UPDATING) writeFileSync(file, expected);
  expect(readme).toMatch(SECTION);
  if (!UPDATING) expect(readme).toBe(expected);
});
