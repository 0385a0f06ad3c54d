import { exposedMetrics, type Known } from "../promql/known-metrics.ts";
import { readExpression } from "../promql/read-expression.ts";
import { type Rule, rules } from "./read-rules.ts";

/** What is exposed, and what the rules record of it, with the labels that it can have. */
export async function knownNames(): Promise<Known> {
  const known = new Map(await exposedMetrics());
  const recorded = rules.filter(({ record }) => record !== undefined);
  const read = ({ record = "", expr, labels = {} }: Rule): void => {
    if (known.has(record)) return;
    known.set(record, new Set());
    // Rules stand in any order, in files of their own.
    const find: Known = (metric) => {
      for (const each of recorded) if (each.record === metric) read(each);
      return known.get(metric);
    };
    known.set(record, new Set([...readExpression(expr, find).labels, ...Object.keys(labels)]));
  };
  for (const each of recorded) read(each);
  return (metric) => known.get(metric);
}
