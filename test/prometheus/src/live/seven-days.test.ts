import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { cases } from "../rules/cases.ts";
import { isPrometheusInstalled, promtool } from "../rules/promtool.ts";
import { ruleFiles, rulePaths } from "../rules/read-rules.ts";
import { END_MINUTES, STEP_MINUTES } from "../rules/traffic.ts";

describe.skipIf(!isPrometheusInstalled)(
  "after seven days as usual and an hour and a half of now, promtool sees",
  () => {
    let output = "";
    beforeAll(async () => {
      const folder = mkdtempSync(join(tmpdir(), "isospan-rules-"));
      const path = join(folder, "test.yml");
      writeFileSync(path, JSON.stringify(toTest()));
      ({ output } = await promtool(["test", "rules", path]));
      rmSync(folder, { recursive: true });
    }, 300_000);

    it("a difference for a case below, or none", () => {
      const named = cases.filter(({ about }) => differenceOf(about).length > 0);
      expect(output.includes("SUCCESS")).toBe(named.length === 0);
    });

    it.each(cases.map(({ about, fires }) => [about, fires.join(", ") || "nothing"] as const))("%s: %s", (about) => {
      expect(differenceOf(about)).toEqual([]);
    });

    const differenceOf = (about: string): readonly string[] =>
      output.split("expr: ").filter((part) => part.includes(`job=\\"${about}\\"`));
  },
);

/** Every case is a job of its own, so that all are judged in one go. */
function toTest(): object {
  const groups = ruleFiles.flatMap((file) => file.groups.map(({ name }) => name));
  return {
    rule_files: rulePaths,
    evaluation_interval: "30m",
    // What is recorded comes before what judges it.
    group_eval_order: groups.toSorted((a, b) => Number(a.endsWith("-alerts")) - Number(b.endsWith("-alerts"))),
    tests: [
      {
        interval: `${STEP_MINUTES}m`,
        input_series: cases.flatMap(({ about, series }) => series(about)),
        promql_expr_test: cases.map(({ about, fires }) => ({
          expr: `max by (alertname) (ALERTS{alertstate="firing", job=${JSON.stringify(about)}})`,
          eval_time: `${END_MINUTES}m`,
          exp_samples: fires.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
        })),
      },
    ],
  };
}
