import { getStringFromEnv, getStringListFromEnv } from "@opentelemetry/core";
import { otlpProtocol } from "./otlp-protocol.ts";
import type { ExporterOption } from "./start-options.ts";

const ENDPOINTS = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] as const;

/** What to set up, by the options first and the environment next. */
export interface Plan {
  readonly disabled: boolean;
  readonly exporters: readonly ExporterOption[];
  readonly metrics: boolean;
  readonly logs: boolean;
  /** What the environment asks for and we do not have. */
  readonly ignored: readonly string[];
}

/** What stands in a variable that is to be a URL and is none: a typing error there must not stop the application. */
function wrongEndpoints(): readonly string[] {
  return ENDPOINTS.filter((name) => {
    const value = getStringFromEnv(name);
    return value !== undefined && !/^https?:$/.test(URL.parse(value)?.protocol ?? "");
  });
}

/** Reads OTEL_SDK_DISABLED, OTEL_{TRACES,METRICS,LOGS}_EXPORTER and whether there is an OTLP endpoint. */
export function toPlan(given: readonly ExporterOption[] | undefined): Plan {
  const disabled = getStringFromEnv("OTEL_SDK_DISABLED")?.trim().toLowerCase();
  const named = getStringListFromEnv("OTEL_TRACES_EXPORTER")?.filter((name) => name !== "none");
  const known = named?.filter((name) => name === "otlp" || name === "console");
  const wanted = given ?? (known && [...new Set(known)]) ?? (hasEndpoint("TRACES") ? ["otlp"] : ["console"]);
  const unknown = given === undefined ? (named ?? []).filter((name) => name !== "otlp" && name !== "console") : [];
  const otlp = wanted.includes("otlp");
  const wrong = otlp && otlpProtocol("TRACES") !== "grpc" ? wrongEndpoints() : [];
  return {
    disabled: disabled === "true",
    exporters: wrong.length === 0 ? wanted : wanted.filter((each) => each !== "otlp"),
    metrics: otlp || isConfigured("METRICS"),
    logs: otlp || isConfigured("LOGS"),
    ignored: [
      ...[disabled ?? "false"]
        .filter((value) => value !== "true" && value !== "false")
        .map((value) => `OTEL_SDK_DISABLED is ${value}; known are true and false. Nothing is disabled`),
      ...unknown.map((name) => `OTEL_TRACES_EXPORTER names ${name}; known are otlp, console and none`),
      ...wrong.map((name) => `${name} is no whole URL that begins with http:// or https://; no spans are sent by OTLP`),
    ],
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
