import { createTelemetry, type SemconvProfile } from "@isospan/core";
import { type Instrument, instrumentsOf } from "@isospan/core/metrics";
import { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { prometheusSink } from "./index.ts";
import { toLabelName, toMetricName } from "./prometheus-name.ts";

/** Name and type of each metric, as a scrape tells them. */
const typesIn = (text: string): readonly string[] =>
  [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`).toSorted();

/** What OpenTelemetry's own exporter answers when each instrument has been used once, with all of its labels. */
async function exported(instruments: readonly Instrument[], prefix: string): Promise<string> {
  const exporter = new PrometheusExporter({
    preventServerStart: true,
    prefix,
    withoutScopeInfo: true,
    withoutTargetInfo: true,
  });
  const meter = new MeterProvider({ readers: [exporter] }).getMeter("test");
  for (const { name, kind, unit, labels } of instruments) {
    const attributes = Object.fromEntries(labels.map((label) => [label, "x"]));
    if (kind === "histogram") meter.createHistogram(name, { unit }).record(1, attributes);
    else if (kind === "counter") meter.createCounter(name, { unit }).add(1, attributes);
    else meter.createUpDownCounter(name, { unit }).add(1, attributes);
  }
  return new Promise((resolve) => {
    const response = { statusCode: 0, setHeader: () => {}, end: resolve };
    exporter.getMetricsRequestHandler({} as never, response as never);
  });
}

describe.each<[SemconvProfile, string]>([
  ["1.41", ""],
  ["latest", ""],
  ["1.41", "shop"],
])("metrics of the profile %s under the prefix '%s'", (semconv, prefix) => {
  it("are called as OpenTelemetry's exporter calls them, and are of the same type", async () => {
    const registry = new Registry();
    prometheusSink({ registry, semconv, prefix });
    const theirs = await exported(instrumentsOf(semconv), prefix);
    expect(typesIn(await registry.metrics())).toEqual(typesIn(theirs));
  });
});

it("labels are called as OpenTelemetry's exporter calls them", async () => {
  const instruments = instrumentsOf("1.41");
  const text = await exported(instruments, "");
  const theirs = new Set([...text.matchAll(/(\w+)="x"/g)].map(([, name]) => name));
  expect(new Set(instruments.flatMap(({ labels }) => labels.map(toLabelName)))).toEqual(theirs);
});

it.each([
  ["gen_ai.client.operation.duration", "histogram", "s", "gen_ai_client_operation_duration_seconds"],
  ["isospan.export.bytes", "counter", "By", "isospan_export_bytes_total"],
  ["isospan.sent", "counter", "By", "isospan_sent_bytes_total"],
  ["isospan.cost", "counter", "{USD}", "isospan_cost_total"],
  ["isospan.agent.active_runs", "up-down-counter", "{run}", "isospan_agent_active_runs"],
  ["isospan.context_window.usage", "histogram", "1", "isospan_context_window_usage"],
] as const)("with unit suffixes %s, a %s in %s, is %s, as the specification has it", (name, kind, unit, expected) => {
  expect(toMetricName({ name, kind, unit, description: "", labels: [] }, "", true)).toBe(expected);
});

it("a name that the registry has already is refused with a way out, and the same prefix twice is, too", () => {
  const registry = new Registry();
  prometheusSink({ registry });
  expect(() => prometheusSink({ registry })).toThrow(/registry: it has a metric called .* already.*prefix/);
  expect(() => createTelemetry({ sinks: [prometheusSink({ registry, prefix: "other" })] })).not.toThrow();
});
