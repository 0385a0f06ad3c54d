import { ConfigurationError } from "@isospan/core";
import { exportedPoints, type Instrument, instrumentsOf, type Labels, type Point } from "@isospan/core/metrics";
import type { Counter } from "prom-client";
import { promClient } from "./prom-client.ts";
import { toLabelName, toMetricName } from "./prometheus-name.ts";
import type { AnyRegistry, ResolvedOptions } from "./prometheus-options.ts";
import { type PrometheusLabels, Series } from "./series.ts";

/** Where the measured operation is found. */
export type Exemplar = Readonly<Record<"trace_id" | "span_id", string>>;

type Write = (labels: PrometheusLabels, value: number, exemplar: Exemplar | undefined) => void;

interface Metric {
  readonly series: Series;
  readonly write: Write;
}

/** Every metric of the table in one registry. All are made at once, so that a name that is taken shows at once. */
export class MetricSet {
  /** Whether the registry writes OpenMetrics: only there have exemplars a place. */
  readonly exemplars: boolean;
  readonly #options: ResolvedOptions;
  readonly #metrics = new Map<Instrument, Metric>();

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.exemplars = options.registry.contentType.startsWith("application/openmetrics-text");
    const asked = exportedPoints();
    for (const instrument of instrumentsOf(options.semconv)) this.#make(instrument, asked.has(instrument));
  }

  /** `extra`: labels by whom it is for, on what is counted and not on what goes up and down. */
  write(points: readonly Point[], extra: Labels | undefined, exemplar: Exemplar | undefined): void {
    for (const { instrument, value, attributes, times = 1 } of points) {
      const metric = this.#metrics.get(instrument);
      if (metric === undefined) continue;
      const given =
        extra === undefined || instrument.kind === "up-down-counter" ? attributes : { ...attributes, ...extra };
      const labels = metric.series.labels(given);
      for (let i = 0; i < times; i++) metric.write(labels, value, exemplar);
    }
  }

  #make(instrument: Instrument, asked: boolean): void {
    const { registry, prefix, unitSuffixes, maxSeries, labels } = this.#options;
    const name = toMetricName(instrument, prefix, unitSuffixes);
    if (registry.getSingleMetric(name) !== undefined) {
      const problem = `it has a metric called ${name} already`;
      throw new ConfigurationError("registry", problem, "Pass another registry, or a prefix that nobody else has.");
    }
    const { constant, read } = labels;
    const columns = [...instrument.labels, ...read.map(([label]) => label)];
    const series = new Series(columns, maxSeries, constant);
    const labelNames = [...columns.map(toLabelName), ...Object.keys(constant)];
    const config = { name, help: instrument.description, labelNames, registers: [registry] };
    const write = asked ? askedCounter(instrument, config, series) : toWriter(instrument, config, this.exemplars);
    this.#metrics.set(instrument, { series, write });
  }
}

interface Config {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
  readonly registers: AnyRegistry[];
}

function toWriter({ kind, boundaries = [] }: Instrument, config: Config, enableExemplars: boolean): Write {
  const { Counter, Gauge, Histogram } = promClient();
  if (kind === "up-down-counter") {
    const gauge = new Gauge(config);
    return (labels, value) => gauge.inc(labels, value);
  }
  if (kind === "counter") {
    const counter = new Counter({ ...config, enableExemplars });
    if (!enableExemplars) return (labels, value) => counter.inc(labels, value);
    return (labels, value, exemplarLabels) => counter.inc({ labels, value, ...(exemplarLabels && { exemplarLabels }) });
  }
  const histogram = new Histogram({ ...config, buckets: [...boundaries], enableExemplars });
  if (!enableExemplars) return (labels, value) => histogram.observe(labels, value);
  return (labels, value, exemplarLabels) =>
    histogram.observe({ labels, value, ...(exemplarLabels && { exemplarLabels }) });
}

/** What exporters account for themselves is asked for at each scrape. */
function askedCounter(instrument: Instrument, config: Config, series: Series): Write {
  function collect(this: Counter): void {
    this.reset();
    for (const { value, attributes } of exportedPoints().get(instrument) ?? [])
      this.inc(series.labels(attributes), value);
  }
  const { Counter } = promClient();
  new Counter({ ...config, collect });
  return () => {};
}
