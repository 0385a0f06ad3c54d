import { expect, test } from "vitest";
import { checkedReadme, toCompatSection, toCompatTable } from "./compat.ts";
import type { Driver } from "./driver.ts";
import type { Scenario } from "./scenario.ts";

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

test("a README's section names what is missing alone", () => {
  expect(toCompatSection(driver("a 1", {}), some)).toBe("`a 1` passes 2 of 2 scenarios.");
  expect(toCompatSection(driver("a 1", { retrieval: "no" }), some)).toBe(
    "`a 1` passes 1 of 2 scenarios. Not `retrieval` (no).",
  );
});

test("a README without a section for the driver is refused", () => {
  expect(() => checkedReadme(driver("core 99", {}), some)).toThrow("no section <!-- compat: core 99 -->");
});
