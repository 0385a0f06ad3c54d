export {
  type IsospanCallTelemetry,
  type IsospanCallTelemetryOptions,
  isospanCallTelemetry,
} from "./call-telemetry.ts";
export { type IsospanEmbeddingMiddleware, isospanEmbeddingMiddleware } from "./embedding-middleware.ts";
export { instrumentModel } from "./instrument-model.ts";
export { instrumentProvider } from "./instrument-provider.ts";
export { type IsospanMiddleware, isospanMiddleware } from "./middleware.ts";
export { registerIsospan } from "./register.ts";
export { type IsospanTelemetry, type IsospanTelemetryOptions, isospanTelemetry } from "./telemetry.ts";
