import type { Attributes } from "@opentelemetry/api";
import {
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type ScopeMetrics,
} from "@opentelemetry/sdk-metrics";
import { type Facts, type Fields, stable, timeSymbol, toFacts, toFields } from "./facts.ts";

export const POINT = "metric point ";

/** Every instrument and every point. Of a duration only its count is compared, and that it has a sum. */
export function toMetricFacts(scopes: readonly ScopeMetrics[]): Facts {
  return toFacts(
    scopes.flatMap(({ scope, metrics }) =>
      metrics.flatMap((metric) => {
        const points: readonly DataPoint<unknown>[] = metric.dataPoints;
        return [
          [`metric ${metric.descriptor.name}`, toInstrumentFields(metric, scope.name)] as const,
          ...points.map((point) => [toPointName(metric, point.attributes), toPointFields(metric, point)] as const),
        ];
      }),
    ),
  );
}

function toInstrumentFields(metric: MetricData, scope: string): Fields {
  const { unit, description, valueType } = metric.descriptor;
  return toFields([
    ["scope", scope],
    ["kind", DataPointType[metric.dataPointType]],
    ["unit", unit],
    ["description", description],
    ["value type", valueType],
    ["temporality", metric.aggregationTemporality],
    ["monotonic", "isMonotonic" in metric ? metric.isMonotonic : undefined],
  ]);
}

function toPointName({ descriptor }: MetricData, labels: Attributes): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${stable(value)}`);
  return `${POINT}${descriptor.name} {${pairs.toSorted().join(", ")}}`;
}

function toPointFields({ descriptor }: MetricData, { value }: DataPoint<unknown>): Fields {
  if (!isHistogram(value)) return toFields([["value", toExact(value)]]);
  const { count, sum, min, max, buckets } = value;
  const isTime = descriptor.unit === "s";
  return toFields([
    ["count", count],
    ["bucket boundaries", buckets.boundaries],
    ["sum", isTime ? timeSymbol(sum) : toExact(sum)],
    ["least and most", isTime ? undefined : [min, max]],
    ["bucket counts", isTime ? undefined : buckets.counts],
  ]);
}

function isHistogram(value: unknown): value is Histogram {
  return typeof value === "object" && value !== null && "buckets" in value;
}

/** Sums of USD are sums of fractions; nano-USD is exact, and what prices are counted in. */
function toExact(value: unknown): unknown {
  return typeof value === "number" ? Math.round(value * 1e9) / 1e9 : value;
}
