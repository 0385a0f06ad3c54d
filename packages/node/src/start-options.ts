import {
  ConfigurationError,
  checkOptions,
  type OptionCheck,
  TELEMETRY_CHECKS,
  type TelemetryOptions,
} from "@isospan/core";
import type { SpanExporter } from "@opentelemetry/sdk-trace";

/** `"otlp"` by `OTEL_EXPORTER_OTLP_*`; `"console"`, the readable tree; or any `SpanExporter`. */
export type ExporterOption = "otlp" | "console" | SpanExporter;

export interface StartOptions extends TelemetryOptions {
  /** `service.name` of all that is sent. @default OTEL_SERVICE_NAME, or what OTEL_RESOURCE_ATTRIBUTES says */
  readonly serviceName?: string | undefined;
  /**
   * Where spans go, each with a queue of its own. With `"otlp"`, metrics and logs go there as well.
   * @default what OTEL_TRACES_EXPORTER names; `["otlp"]` where an OTLP endpoint is set; else `["console"]`
   */
  readonly exporters?: readonly ExporterOption[] | undefined;
  /** Most time that `shutdown` takes to send what waits; the rest is dropped, and counted. Milliseconds. @default 5000 */
  readonly shutdownTimeoutMs?: number | undefined;
  /** Whether to shut down by itself before the process ends: `beforeExit`, SIGTERM, SIGINT. @default true */
  readonly shutdownAtExit?: boolean | undefined;
}

/** What of the options is ours; the rest is core's, and checked there. */
export interface OwnOptions {
  readonly serviceName: string | undefined;
  readonly exporters: readonly ExporterOption[] | undefined;
  readonly shutdownTimeoutMs: number;
  readonly shutdownAtExit: boolean;
  readonly core: TelemetryOptions;
}

const CHECKS: Readonly<Record<keyof StartOptions, OptionCheck>> = {
  serviceName: [isText, "Pass a name that is not empty."],
  exporters: [isList, 'Pass an array of "otlp", "console" and SpanExporters, such as ["otlp"].'],
  shutdownTimeoutMs: [(value) => Number.isFinite(value) && Number(value) > 0, "Pass a number of milliseconds above 0."],
  shutdownAtExit: [(value) => typeof value === "boolean", "Pass true or false."],
  ...TELEMETRY_CHECKS,
};

/** Checks our own options, and core's as far as they are told by one look. Throws `ConfigurationError`. */
export function resolveStartOptions(options: StartOptions): OwnOptions {
  checkOptions(options, CHECKS);
  const { serviceName, exporters, shutdownTimeoutMs = 5_000, shutdownAtExit = true, ...core } = options;
  if (exporters !== undefined && new Set(exporters).size < exporters.length) {
    const fix = "Name each once: what stands there twice would be sent twice.";
    throw new ConfigurationError("exporters", "got the same twice", fix);
  }
  return { serviceName, exporters: exporters && [...exporters], shutdownTimeoutMs, shutdownAtExit, core };
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isExporter);
}

function isExporter(value: unknown): boolean {
  if (value === "otlp" || value === "console") return true;
  const { export: exports, shutdown } = Object(value) as Record<string, unknown>;
  return typeof exports === "function" && typeof shutdown === "function";
}
