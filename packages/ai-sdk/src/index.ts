export { isospanMiddleware } from "./middleware.ts";
export type { IsospanOptions } from "./options.ts";
export { registerIsospan } from "./register.ts";
export { isospanTelemetry } from "./telemetry.ts";
