import { type PlainAttributes, toPlainAttributes, toPlainPlace } from "./plain.ts";
import type { Placed, RawData, RawMetric, RawPoint } from "./raw.ts";

/** One point of a metric. */
export interface PlainPoint {
  readonly metric: string;
  readonly description: string;
  readonly unit: string;
  readonly type: "gauge" | "sum" | "histogram" | "exponentialHistogram";
  readonly temporality: "delta" | "cumulative" | undefined;
  /** Of sums alone. */
  readonly monotonic: boolean | undefined;
  readonly attributes: PlainAttributes;
  readonly startTimeUnixNano: bigint;
  readonly timeUnixNano: bigint;
  /** Of gauges and sums. */
  readonly value: number | undefined;
  /** Of histograms, with what follows. */
  readonly count: number | undefined;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly explicitBounds: readonly number[];
  readonly bucketCounts: readonly number[];
  readonly exemplars: readonly { readonly traceId: string; readonly spanId: string; readonly value: number }[];
  readonly resource: PlainAttributes;
  readonly scope: { readonly name: string; readonly version: string; readonly attributes: PlainAttributes };
}

const TYPES = ["gauge", "sum", "histogram", "exponentialHistogram"] as const;

const TEMPORALITIES = [undefined, "delta", "cumulative"] as const;

export function toPlainPoints({ item, resource, scope }: Placed<RawMetric>): PlainPoint[] {
  const place = toPlainPlace(resource, scope);
  return TYPES.flatMap((type) => {
    const data: RawData | undefined = item[type];
    return (data?.dataPoints ?? []).map((point) => ({
      metric: item.name ?? "",
      description: item.description ?? "",
      unit: item.unit ?? "",
      type,
      temporality: TEMPORALITIES[data?.aggregationTemporality ?? 0],
      monotonic: type === "sum" ? (data?.isMonotonic ?? false) : undefined,
      ...toPlainPoint(point),
      ...place,
    }));
  });
}

function toPlainPoint(point: RawPoint) {
  return {
    attributes: toPlainAttributes(point.attributes),
    startTimeUnixNano: BigInt(point.startTimeUnixNano ?? 0),
    timeUnixNano: BigInt(point.timeUnixNano ?? 0),
    value: toNumber(point.asDouble ?? point.asInt),
    count: toNumber(point.count),
    sum: point.sum,
    min: point.min,
    max: point.max,
    explicitBounds: point.explicitBounds ?? [],
    bucketCounts: (point.bucketCounts ?? []).map(Number),
    exemplars: (point.exemplars ?? []).map(({ traceId = "", spanId = "", asDouble, asInt }) => ({
      traceId,
      spanId,
      value: Number(asDouble ?? asInt),
    })),
  };
}

function toNumber(value: string | number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
