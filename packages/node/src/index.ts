export type { ExporterOption, StartOptions } from "./start-options.ts";
export { startTelemetry } from "./start-telemetry.ts";
