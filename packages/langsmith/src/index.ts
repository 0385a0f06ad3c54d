export type { LangSmithTraceExporterOptions } from "./exporter-options.ts";
export { type LangSmithFeedbackOptions, langsmithFeedback } from "./langsmith-feedback.ts";
export { LangSmithTraceExporter } from "./trace-exporter.ts";
