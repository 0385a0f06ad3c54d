import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Known } from "./promql/known-metrics.ts";
import { readExpression } from "./promql/read-expression.ts";
import { knownNames } from "./rules/known-names.ts";
import { packageFolder, rules } from "./rules/read-rules.ts";

const read = (page: string): string => readFileSync(join(packageFolder, page), "utf8");
const alerts = read("docs/alerts.md");
/** Columns: what to watch, metric, query, alert, threshold. */
const rows = alerts.split("\n").flatMap((line) => {
  const cells = line.split("|").map((cell) => cell.trim());
  return /^`Isospan\w+`$/.test(cells[4] ?? "") ? [cells.slice(1, -1)] : [];
});
/** The checklist comes first. */
const CHECKLIST_ROWS = 19;
const inCode = (cell = ""): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);

let known: Known;
beforeAll(async () => {
  known = await knownNames();
});

describe("the page of alerts", () => {
  it("has each alert that is shipped, once, and no others", () => {
    const names = rows.flatMap(([, , , alert]) => inCode(alert));
    expect(names.length).toBeGreaterThan(CHECKLIST_ROWS);
    expect(read("README.md")).toContain(`the ${names.length} alerts`);
    expect(names.toSorted()).toEqual(rules.flatMap(({ alert }) => alert ?? []).toSorted());
  });

  it.each(rows)("%s: metric, query, alert and threshold belong together", (_, metric, query, alert, threshold) => {
    const [expr = ""] = inCode(query);
    expect(readExpression(expr, known).problems).toEqual([]);
    const rule = rules.find((each) => each.alert === inCode(alert)[0]);
    expect(rule?.expr).toContain(expr);
    for (const name of inCode(metric)) expect(sourcesOf(expr), name).toContain(name);
    for (const [, number, unit] of threshold?.matchAll(/([\d.]+) (%|s|×)/g) ?? []) {
      expect(rule?.expr).toContain(unit === "%" ? String(Number(number) / 100) : number);
    }
  });
});

it("every name in the code of README and page is a metric, a label or recorded", () => {
  const code = [...(read("README.md") + alerts).matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);
  const names = code.flatMap((text) => text.match(/(?<![\w./-])(?:isospan[_:]|gen_ai_)[\w:]+\*?/g) ?? []);
  expect(names.length).toBeGreaterThan(60);
  const unknown = names.filter((name) => !name.endsWith("*") && !isKnown(name));
  expect(unknown).toEqual([]);
});

/** Of labels, those in queries: what a query selects by has been looked up with it. */
function isKnown(name: string): boolean {
  return known(name) !== undefined || known(`${name}_bucket`) !== undefined || name === "gen_ai_token_type";
}

/** The exposed metrics that an expression is made of, histograms by their own name. */
function sourcesOf(expr: string): ReadonlySet<string> {
  const sources = [...readExpression(expr, known).metrics].flatMap((metric) => {
    const recorded = rules.filter(({ record }) => record === metric);
    if (recorded.length === 0) return [metric.replace(/_(bucket|sum|count)$/, "")];
    return recorded.flatMap((rule) => [...sourcesOf(rule.expr)]);
  });
  return new Set(sources);
}
