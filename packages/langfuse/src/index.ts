export type { ExportedSpan, ExportResult } from "./exported-span.ts";
export type { LangfuseExporterOptions } from "./exporter-options.ts";
export { type LangfuseFeedbackOptions, langfuseFeedback } from "./langfuse-feedback.ts";
export { LangfuseTraceExporter } from "./langfuse-trace-exporter.ts";
