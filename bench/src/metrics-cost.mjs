import { runChild } from "./run-child.mjs";
import { median } from "./statistics.mjs";

const METRIC_SINKS = ["otel", "prom-client"];

/** For each sink: microseconds a record by hand and through the sink, in processes of their own, and their ratio. */
export async function metricsCost(repetitions) {
  const samples = Object.fromEntries(METRIC_SINKS.map((sink) => [sink, []]));
  for (let i = 0; i < repetitions; i++) {
    for (const sink of METRIC_SINKS) {
      samples[sink].push(JSON.parse(await runChild(["--expose-gc", "src/metrics-child.mjs", sink])));
    }
  }
  return Object.fromEntries(
    METRIC_SINKS.map((sink) => {
      const of = (key) => median(samples[sink].map((sample) => sample[key]));
      return [sink, { byHandUs: of("byHandUs"), sinkUs: of("sinkUs"), ratio: of("ratio"), samples: samples[sink] }];
    }),
  );
}

/** A million records with ten thousand invented names: how many series there are, and what memory they take. */
export async function hostileLabels() {
  return JSON.parse(await runChild(["--expose-gc", "src/hostile-child.mjs"]));
}
