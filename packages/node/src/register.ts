// node --import @isospan/node/register app.mjs
import type { Telemetry } from "@isospan/core";
import { startTelemetry } from "./start-telemetry.ts";

/** What was started, from the environment alone. The same is `getTelemetry()` of `@isospan/core`. */
export const telemetry: Telemetry = startTelemetry();
