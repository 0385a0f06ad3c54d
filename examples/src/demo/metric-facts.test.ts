import type { Meter } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import { toMetricFacts } from "./metric-facts.ts";

const tokens = { name: "tokens", unit: "{token}", boundaries: [10, 100] };
const usual = (meter: Meter): void => record(meter, tokens, [12, 12], { model: "a" });

test("how long it took is no difference, how often is", async () => {
  const duration = { name: "duration", unit: "s", boundaries: [1, 10] };
  const times = (values: readonly number[]) => (meter: Meter) => record(meter, duration, values, {});

  expect(await differences(times([0.1, 0.2]), times([5, 11]))).toEqual([]);
  expect(await differences(times([0.1, 0.2]), times([0.3]))).toEqual([
    "metric point duration {}: count is 2 with A, 1 with B",
  ]);
});

test.each<[what: string, other: (meter: Meter) => void, said: RegExp]>([
  ["a sum", (meter) => record(meter, tokens, [12, 13], { model: "a" }), /: sum is 24 with A, 25 with B$/],
  ["a count at the same sum", (meter) => record(meter, tokens, [24], { model: "a" }), /: count is 2 with A, 1 with B$/],
  [
    "the parts of the same sum",
    (meter) => record(meter, tokens, [3, 21], { model: "a" }),
    /: bucket counts is \[0,2,0\]/,
  ],
  [
    "a label",
    (meter) => record(meter, tokens, [12, 12], { model: "b" }),
    /^metric point tokens \{model="b"\}: only with B$/,
  ],
  ["the unit", (meter) => record(meter, { ...tokens, unit: "1" }, [12, 12], { model: "a" }), /^metric tokens: unit is/],
  [
    "the buckets",
    (meter) => record(meter, { ...tokens, boundaries: [1] }, [12, 12], { model: "a" }),
    /: bucket boundaries is/,
  ],
  [
    "the instrument",
    (meter) => meter.createCounter("tokens").add(24, { model: "a" }),
    /^metric tokens: kind is "HISTOGRAM"/,
  ],
  ["nothing recorded", () => {}, /^metric tokens: only with A$/],
])("%s makes a difference", async (_, other, said) => {
  expect(await differences(usual, usual)).toEqual([]);
  expect(await differences(usual, other)).toContainEqual(expect.stringMatching(said));
});

test("costs are compared to the nano-USD", async () => {
  const costs =
    (...values: readonly number[]) =>
    (meter: Meter) => {
      const counter = meter.createCounter("cost", { unit: "{USD}" });
      for (const value of values) counter.add(value);
    };

  expect(await differences(costs(0.1, 0.2), costs(0.3))).toEqual([]);
  expect(await differences(costs(0.3), costs(0.300000001))).toHaveLength(1);
});

interface Instrument {
  readonly name: string;
  readonly unit: string;
  readonly boundaries: readonly number[];
}

function record(meter: Meter, instrument: Instrument, values: readonly number[], labels: Record<string, string>): void {
  const { name, unit, boundaries } = instrument;
  const histogram = meter.createHistogram(name, {
    unit,
    advice: { explicitBucketBoundaries: [...boundaries] },
  });
  for (const value of values) histogram.record(value, labels);
}

async function differences(left: (meter: Meter) => void, right: (meter: Meter) => void): Promise<readonly string[]> {
  const [a, b] = [await collect(left), await collect(right)];
  return compare({ framework: "A", facts: toMetricFacts(a) }, { framework: "B", facts: toMetricFacts(b) }, "values");
}

async function collect(play: (meter: Meter) => void): Promise<Parameters<typeof toMetricFacts>[0]> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
  play(provider.getMeter("demo"));
  await provider.forceFlush();
  const metrics = exporter.getMetrics().at(-1)?.scopeMetrics ?? [];
  await provider.shutdown();
  return metrics;
}
