import { ConfigurationError, type TelemetryOptions } from "@isospan/core";
import type { SpanExporter } from "@opentelemetry/sdk-trace";

/** `"otlp"` by `OTEL_EXPORTER_OTLP_*`; `"console"`, the readable tree; or any `SpanExporter`. */
export type ExporterOption = "otlp" | "console" | SpanExporter;

export interface StartOptions extends TelemetryOptions {
  /** `service.name` of all that is sent. @default OTEL_SERVICE_NAME, or what OTEL_RESOURCE_ATTRIBUTES says */
  readonly serviceName?: string;
  /**
   * Where spans go, each with a queue of its own. With `"otlp"`, metrics and logs go there as well.
   * @default what OTEL_TRACES_EXPORTER names; `["otlp"]` where an OTLP endpoint is set; else `["console"]`
   */
  readonly exporters?: readonly ExporterOption[];
  /** Most time that `shutdown` takes to send what waits; the rest is dropped, and counted. Milliseconds. @default 5000 */
  readonly shutdownTimeoutMs?: number;
  /** Whether to shut down by itself before the process ends: `beforeExit`, SIGTERM, SIGINT. @default true */
  readonly shutdownAtExit?: boolean;
}

/** What of the options is ours; the rest is core's, and checked there. */
export interface OwnOptions {
  readonly serviceName: string | undefined;
  readonly exporters: readonly ExporterOption[] | undefined;
  readonly shutdownTimeoutMs: number;
  readonly shutdownAtExit: boolean;
  readonly core: TelemetryOptions;
}

/** Checks our own options. Throws `ConfigurationError` naming the field and the fix. */
export function resolveStartOptions(options: StartOptions): OwnOptions {
  check("options", options, typeof options === "object" && options !== null, "Pass an object, or nothing.");
  const { serviceName, exporters, shutdownTimeoutMs = 5_000, shutdownAtExit = true, ...core } = options;
  check("serviceName", serviceName, serviceName === undefined || isText(serviceName), "Pass a name that is not empty.");
  const list = exporters === undefined || (Array.isArray(exporters) && exporters.every(isExporter));
  check("exporters", exporters, list, 'Pass an array of "otlp", "console" and SpanExporters, such as ["otlp"].');
  const repeated = exporters !== undefined && new Set(exporters).size < exporters.length;
  check("exporters", exporters, !repeated, "Name each once: what stands there twice would be sent twice.");
  const positive = Number.isFinite(shutdownTimeoutMs) && shutdownTimeoutMs > 0;
  check("shutdownTimeoutMs", shutdownTimeoutMs, positive, "Pass a number of milliseconds above 0.");
  check("shutdownAtExit", shutdownAtExit, typeof shutdownAtExit === "boolean", "Pass true or false.");
  return { serviceName, exporters: exporters && [...exporters], shutdownTimeoutMs, shutdownAtExit, core };
}

function check(field: string, value: unknown, right: boolean, fix: string): void {
  if (!right) throw new ConfigurationError(field, `got ${Array.isArray(value) ? "another array" : String(value)}`, fix);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}

function isExporter(value: unknown): boolean {
  if (value === "otlp" || value === "console") return true;
  const { export: exports, shutdown } = Object(value) as Record<string, unknown>;
  return typeof exports === "function" && typeof shutdown === "function";
}
