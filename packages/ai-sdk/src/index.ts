export { isospanMiddleware } from "./middleware.ts";
export { registerIsospan } from "./register.ts";
export { isospanTelemetry } from "./telemetry.ts";
