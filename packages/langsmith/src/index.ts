export type { LangSmithTraceExporterOptions } from "./exporter-options.ts";
export { LangSmithTraceExporter } from "./trace-exporter.ts";
