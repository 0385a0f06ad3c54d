export { type MetricsHandler, type MetricsHandlerOptions, metricsHandler } from "./metrics-handler.ts";
export { type PrometheusSinkOptions, prometheusSink } from "./prometheus-sink.ts";
export { trackRun } from "./track-run.ts";
