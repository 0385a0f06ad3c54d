import { getNumberFromEnv, getStringFromEnv } from "@opentelemetry/core";
import { OTLPMetricExporter as JsonExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtobufExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import {
  ConsoleMetricExporter,
  type IMetricReader,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from "@opentelemetry/sdk-metrics";
import { choices, type Ignore, numbers } from "./from-environment.ts";
import { optionalPackage } from "./optional-package.ts";
import { otlpProtocol } from "./otlp-protocol.ts";

const READERS: Readonly<Record<string, (ignore: Ignore) => IMetricReader | undefined>> = {
  otlp: (ignore) => periodic(otlpExporter(ignore), ignore),
  console: (ignore) => periodic(new ConsoleMetricExporter(), ignore),
  prometheus: prometheusReader,
};

/** Readers of metrics, as OTEL_METRICS_EXPORTER names them; by default one that sends them by OTLP. */
export function metricReaders(ignore: Ignore): IMetricReader[] {
  return choices("OTEL_METRICS_EXPORTER", READERS, ["otlp"], ignore).flatMap((make) => make(ignore) ?? []);
}

function otlpExporter(ignore: Ignore): PushMetricExporter | undefined {
  const protocol = otlpProtocol("METRICS", ignore);
  if (protocol === "http/json") return new JsonExporter();
  if (protocol === "http/protobuf") return new ProtobufExporter();
  const grpc = optionalPackage("@opentelemetry/exporter-metrics-otlp-grpc", "OTLP over gRPC", ignore);
  return grpc && new grpc.OTLPMetricExporter();
}

function periodic(exporter: PushMetricExporter | undefined, ignore: Ignore): IMetricReader | undefined {
  if (exporter === undefined) return undefined;
  const { exportIntervalMillis = 60_000, exportTimeoutMillis = 30_000 } = numbers(
    1,
    {
      exportIntervalMillis: ["OTEL_METRIC_EXPORT_INTERVAL"],
      exportTimeoutMillis: ["OTEL_METRIC_EXPORT_TIMEOUT"],
    },
    ignore,
  );
  // The reader throws where it may take longer than until its next turn.
  const timeoutMs = Math.min(exportTimeoutMillis, exportIntervalMillis);
  return new PeriodicExportingMetricReader({ exporter, exportIntervalMillis, exportTimeoutMillis: timeoutMs });
}

function prometheusReader(ignore: Ignore): IMetricReader | undefined {
  const found = optionalPackage("@opentelemetry/exporter-prometheus", "OTEL_METRICS_EXPORTER", ignore);
  if (found === undefined) return undefined;
  const host = getStringFromEnv("OTEL_EXPORTER_PROMETHEUS_HOST");
  const port = getNumberFromEnv("OTEL_EXPORTER_PROMETHEUS_PORT");
  return new found.PrometheusExporter({ ...(host !== undefined && { host }), ...(port !== undefined && { port }) });
}
