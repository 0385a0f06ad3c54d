import { createTelemetry, type Sink, type Telemetry, type TelemetryOptions } from "@isospan/core";
import { type OpenMetricsContentType, Registry } from "prom-client";
import { type PrometheusSinkOptions, prometheusSink } from "../src/index.ts";

export interface SetUp {
  readonly telemetry: Telemetry;
  readonly sink: Sink;
  readonly registry: NonNullable<PrometheusSinkOptions["registry"]>;
  /** What a scrape is answered, without its comments. */
  samples(name?: string): Promise<readonly string[]>;
}

/** A telemetry that counts in a registry of its own, on a clock that is a millisecond later at each look. */
export function setUp(options: PrometheusSinkOptions = {}, telemetryOptions: TelemetryOptions = {}): SetUp {
  const registry = options.registry ?? new Registry();
  const sink = prometheusSink({ ...options, registry });
  let nowMs = Date.UTC(2026, 0, 1);
  const telemetry = createTelemetry({
    prices: false,
    clock: { now: () => nowMs++ },
    sinks: [sink],
    ...telemetryOptions,
  });
  const samples = async (name = ""): Promise<readonly string[]> => {
    const lines = (await registry.metrics()).split("\n");
    return lines.filter((line) => line !== "" && !line.startsWith("#") && line.startsWith(name));
  };
  return { telemetry, sink, registry, samples };
}

/** A registry whose text is OpenMetrics. */
export function openMetricsRegistry(): Registry<OpenMetricsContentType> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return registry;
}
