import { beforeAll, describe, expect, it } from "vitest";
import { filledIn, shippedDashboards } from "./dashboards/shipped.ts";
import type { Known } from "./promql/known-metrics.ts";
import { readExpression } from "./promql/read-expression.ts";
import { knownNames } from "./rules/known-names.ts";
import { rules } from "./rules/read-rules.ts";

let known: Known;
beforeAll(async () => {
  known = await knownNames();
});

describe("rules", () => {
  it.each(rules.map((rule) => [rule.record ?? rule.alert, rule] as const))(
    "%s names metrics and labels that there are",
    (_, { expr, annotations = {}, labels = {} }) => {
      const read = readExpression(expr, known);
      expect(read.problems).toEqual([]);
      const named = [
        ...Object.values(annotations)
          .join()
          .matchAll(/\$labels\.(\w+)/g),
      ].map(([, label]) => label);
      expect([...read.labels, ...Object.keys(labels)]).toEqual(expect.arrayContaining(named));
      const metrics = [
        ...Object.values(annotations)
          .join()
          .matchAll(/(?<!\.)\bisospan[_:][\w:]+/g),
      ].map(([metric]) => metric);
      for (const metric of metrics) expect(known(metric), metric).toBeDefined();
    },
  );

  it("record each name once for the same labels", () => {
    const names = rules.map(({ record, alert, labels = {} }) => `${record ?? alert} ${JSON.stringify(labels)}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe.each(shippedDashboards)("$file", ({ panels }) => {
  it.each(panels.map(({ title, targets }) => [title, targets] as const))(
    "%s: names metrics and labels that there are",
    (_, targets) => {
      for (const { expr, legendFormat } of targets) {
        const { labels, problems } = readExpression(filledIn(expr), known);
        expect(problems, expr).toEqual([]);
        const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
        expect([...labels], legendFormat).toEqual(expect.arrayContaining(named));
      }
    },
  );
});

describe("the reader of names finds", () => {
  it.each([
    ["isospan_agent_runs", "no metric isospan_agent_runs"],
    ["sum(rate(isospan_agent_runs_total[5m])) + isospan:nothing:rate5m", "no metric isospan:nothing:rate5m"],
    ['isospan_agent_runs_total{isospan_status="ok"}', 'no label isospan_status in {isospan_status="ok"}'],
    [
      "sum by (job, gen_ai_tool_name) (isospan_agent_runs_total)",
      "no label gen_ai_tool_name in by (job, gen_ai_tool_name)",
    ],
    ["sum without (user_id) (isospan_agent_runs_total)", "no label user_id in without (user_id)"],
    [
      "isospan:runs:rate5m / on (gen_ai_agent_name) isospan:runs:rate5m",
      "no label gen_ai_agent_name in on (gen_ai_agent_name)",
    ],
    ["histogram_quantile(0.5, isospan:runs:rate5m)", "no label le below histogram_quantile(0.5, isospan:runs:rate5m)"],
    ["sum(isospan_agent_runs_total", 'cannot be read at ""'],
  ])("%s", (expr, problem) => {
    expect(readExpression(expr, known).problems).toContain(problem);
  });
});
