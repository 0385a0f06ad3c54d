import type { Histogram, MetricData, ScopeMetrics } from "@opentelemetry/sdk-metrics";
import { stable } from "./facts.ts";
import { alignRows, clip } from "./layout.ts";
import type { Observation } from "./observe.ts";

/** Every metric point of both runs: a line per instrument, and under it one per set of labels, with count and sum. */
export function toMetricLines(left: Observation, right: Observation, columns: number): readonly string[] {
  const [a, b] = [toCells(left.metrics), toCells(right.metrics)];
  const instruments = new Set([...a.keys(), ...b.keys()]);
  const rows = [...instruments].flatMap((instrument) => {
    const [ours, theirs] = [a.get(instrument), b.get(instrument)];
    const labels = new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])]);
    return [
      [instrument, "", "", "", ""],
      ...[...labels].map((each) => [`  ${each}`, ...(ours?.get(each) ?? NONE), ...(theirs?.get(each) ?? NONE)]),
    ];
  });
  const room = Math.max(24, columns - ROOM_FOR_NUMBERS);
  const headings = [
    ["", left.framework, "", right.framework, ""],
    ["metric, unit, labels", "count", "sum", "count", "sum"],
  ];
  return alignRows([...headings, ...rows.map(([name = "", ...cells]) => [clip(name, room), ...cells])]);
}

type Cells = readonly [count: string, sum: string];

const NONE: Cells = ["-", "-"];
const ROOM_FOR_NUMBERS = 36;

function toCells(scopes: readonly ScopeMetrics[]): ReadonlyMap<string, ReadonlyMap<string, Cells>> {
  const metrics = scopes.flatMap((scope) => scope.metrics);
  return new Map(
    metrics.map((metric) => [
      `${metric.descriptor.name} ${metric.descriptor.unit}`,
      new Map(metric.dataPoints.map((point) => [toLabels(point.attributes), toNumbers(metric, point.value)])),
    ]),
  );
}

/** Shortest first, so that a narrow terminal cuts the long names and not the labels that tell points apart. */
function toLabels(attributes: Readonly<Record<string, unknown>>): string {
  const values = Object.values(attributes).map((value) => (typeof value === "string" ? value : stable(value)));
  return values.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)).join(" · ");
}

function toNumbers({ descriptor }: MetricData, value: number | Pick<Histogram, "count" | "sum">): Cells {
  const digits = descriptor.unit === "s" ? 3 : 6;
  const show = (sum: number): string => (Number.isInteger(sum) ? String(sum) : sum.toFixed(digits));
  return typeof value === "number" ? ["", show(value)] : [String(value.count), show(value.sum ?? 0)];
}
