import { createRequire } from "node:module";
import type { Ignore } from "./from-environment.ts";

/** Exporters that few ask for. gRPC alone is 37 packages more, one of them with an install script. */
interface OptionalPackages {
  readonly "@opentelemetry/exporter-logs-otlp-grpc": typeof import("@opentelemetry/exporter-logs-otlp-grpc");
  readonly "@opentelemetry/exporter-metrics-otlp-grpc": typeof import("@opentelemetry/exporter-metrics-otlp-grpc");
  readonly "@opentelemetry/exporter-prometheus": typeof import("@opentelemetry/exporter-prometheus");
  readonly "@opentelemetry/exporter-trace-otlp-grpc": typeof import("@opentelemetry/exporter-trace-otlp-grpc");
}

/**
 * A package that the application installs where its environment asks for it; nothing, and told, where it has not.
 * Required rather than imported, so that telemetry has been set up when the first line of the application runs.
 */
export function optionalPackage<Name extends keyof OptionalPackages>(
  name: Name,
  asked: string,
  ignore: Ignore,
): OptionalPackages[Name] | undefined {
  try {
    return createRequire(import.meta.url)(name);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND";
    const reason = missing ? "is not installed" : `cannot be loaded (${String(error)})`;
    ignore(`${asked} needs ${name}, which ${reason}; nothing is sent that way. Run npm install ${name}@0.301`);
    return undefined;
  }
}
