import { instrumentsOf } from "@isospan/core/metrics";

export interface Series {
  readonly series: string;
  readonly values: string;
}

type Labels = Readonly<Record<string, string>>;
/** How many at each step; or how many of each value. */
type Counts = number;
type Values = readonly (readonly [value: number, times: number])[];

/** Minutes between two samples. */
export const STEP_MINUTES = 2;
const USUAL_STEPS = (7 * 24 * 60) / STEP_MINUTES;
const NOW_STEPS = 90 / STEP_MINUTES;
/** When it is judged: seven days as usual, and then an hour and a half of now. */
export const END_MINUTES = (USUAL_STEPS + NOW_STEPS) * STEP_MINUTES;

/** What grows as usual for seven days, and then as now. `usual: undefined`: it is there since now alone. */
export function counter(metric: string, labels: Labels, usual: Counts | undefined, now: Counts): Series {
  const sum = (usual ?? 0) * USUAL_STEPS;
  const before = usual === undefined ? `_x${USUAL_STEPS}` : `0+${usual}x${USUAL_STEPS - 1}`;
  return { series: toSelector(metric, labels), values: `${before} ${sum}+${now}x${NOW_STEPS}` };
}

/** The same for values that fall into buckets, which are those of the table. */
export function histogram(metric: string, labels: Labels, usual: Values | undefined, now: Values): readonly Series[] {
  const boundaries = BOUNDARIES.get(metric);
  if (boundaries === undefined) throw new Error(`${metric} is no histogram`);
  const times = (values: Values, most: number): number =>
    values.reduce((sum, [value, count]) => sum + (value <= most ? count : 0), 0);
  const total = (values: Values): number => values.reduce((sum, [value, count]) => sum + value * count, 0);
  const series = (name: string, of: (values: Values) => number, more: Labels = {}): Series =>
    counter(`${metric}_${name}`, { ...labels, ...more }, usual && of(usual), of(now));
  return [
    ...[...boundaries, Number.POSITIVE_INFINITY].map((most) =>
      series("bucket", (values) => times(values, most), { le: most === Number.POSITIVE_INFINITY ? "+Inf" : `${most}` }),
    ),
    series("count", (values) => times(values, Number.POSITIVE_INFINITY)),
    series("sum", total),
  ];
}

const BOUNDARIES = new Map(
  [...instrumentsOf("1.41"), ...instrumentsOf("latest")].flatMap(({ name, boundaries }) =>
    boundaries === undefined ? [] : [[name.replaceAll(".", "_"), boundaries] as const],
  ),
);

function toSelector(metric: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${metric}{${pairs.join(",")}}`;
}
