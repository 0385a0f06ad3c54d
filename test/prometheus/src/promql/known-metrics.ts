import { prometheusSink } from "@isospan/prometheus";
import { Registry } from "prom-client";

/** The labels of a metric or of what is recorded; `undefined` where there is no such metric. */
export type Known = (metric: string) => ReadonlySet<string> | undefined;

/** What Prometheus adds to all that it scrapes. */
const SCRAPED = ["job", "instance"];
/** What Prometheus itself tells of alerts. */
const OF_PROMETHEUS: readonly (readonly [string, readonly string[]])[] = [
  ["ALERTS", ["alertname", "alertstate", "severity"]],
];

/** Every metric of both profiles as a registry really has them, not as the table says. */
export async function exposedMetrics(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const known = new Map<string, ReadonlySet<string>>(
    OF_PROMETHEUS.map(([name, labels]) => [name, new Set([...labels, ...SCRAPED])]),
  );
  for (const semconv of ["1.41", "latest"] as const) {
    const registry = new Registry();
    prometheusSink({ registry, semconv });
    for (const { name } of registry.getMetricsAsArray()) {
      const metric = registry.getSingleMetric(name);
      const labels = new Set([...labelNames(metric), ...SCRAPED]);
      const { type } = (await metric?.get()) ?? {};
      if (String(type) !== "histogram") known.set(name, labels);
      else {
        known.set(`${name}_sum`, labels).set(`${name}_count`, labels);
        known.set(`${name}_bucket`, new Set([...labels, "le"]));
      }
    }
  }
  return known;
}

/** prom-client keeps them where its types do not show them. */
function labelNames(metric: unknown): readonly string[] {
  const { labelNames: names } = metric as { readonly labelNames: readonly string[] };
  return names;
}
