import { describe, expect, it } from "vitest";
import { cases } from "./rules/cases.ts";
import { isPrometheusInstalled, NOT_INSTALLED, promtool } from "./rules/promtool.ts";
import { rulePaths, rules } from "./rules/read-rules.ts";

if (!isPrometheusInstalled) process.stderr.write(`\n${NOT_INSTALLED}\n\n`);

const alerts = rules.flatMap(({ alert }) => alert ?? []);

describe("the cases", () => {
  it.each(alerts)("make %s fire, and almost", (alert) => {
    expect(cases.filter(({ fires }) => fires.includes(alert))).not.toEqual([]);
    expect(cases.filter(({ about, fires }) => about.startsWith(`${alert}:`) && fires.length === 0)).not.toEqual([]);
  });
});

describe.skipIf(!isPrometheusInstalled)("promtool", () => {
  it("finds nothing wrong with the rules", async () => {
    const { ok, output } = await promtool(["check", "rules", ...rulePaths]);
    expect(ok, output).toBe(true);
    expect(output.match(/SUCCESS/g)).toHaveLength(rulePaths.length);
  });
});
