import { getBooleanFromEnv, getStringFromEnv, getStringListFromEnv } from "@opentelemetry/core";
import type { ExporterOption } from "./start-options.ts";

/** What to set up, by the options first and the environment next. */
export interface Plan {
  readonly disabled: boolean;
  readonly exporters: readonly ExporterOption[];
  readonly metrics: boolean;
  readonly logs: boolean;
  /** What the environment asks for and we do not have. */
  readonly ignored: readonly string[];
}

/** Reads OTEL_SDK_DISABLED, OTEL_{TRACES,METRICS,LOGS}_EXPORTER and whether there is an OTLP endpoint. */
export function toPlan(given: readonly ExporterOption[] | undefined): Plan {
  const named = getStringListFromEnv("OTEL_TRACES_EXPORTER")?.filter((name) => name !== "none");
  const known = named?.filter((name) => name === "otlp" || name === "console");
  const exporters = given ?? (known && [...new Set(known)]) ?? (hasEndpoint("TRACES") ? ["otlp"] : ["console"]);
  const otlp = exporters.includes("otlp");
  const unknown = given === undefined ? (named ?? []).filter((name) => name !== "otlp" && name !== "console") : [];
  return {
    disabled: getBooleanFromEnv("OTEL_SDK_DISABLED") === true,
    exporters,
    metrics: otlp || isConfigured("METRICS"),
    logs: otlp || isConfigured("LOGS"),
    ignored: unknown.map((name) => `OTEL_TRACES_EXPORTER names ${name}; known are otlp, console and none`),
  };
}

/** Without any of these the SDK would send to a collector on this machine that nobody has spoken of. */
function isConfigured(signal: "METRICS" | "LOGS"): boolean {
  return getStringFromEnv(`OTEL_${signal}_EXPORTER`) !== undefined || hasEndpoint(signal);
}

function hasEndpoint(signal: "TRACES" | "METRICS" | "LOGS"): boolean {
  const names = [`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`, "OTEL_EXPORTER_OTLP_ENDPOINT"];
  return names.some((name) => getStringFromEnv(name) !== undefined);
}
