import { createTelemetry, type Telemetry } from "./telemetry.ts";

// One for the process, whichever copy of this package asks.
const shared = globalThis as { [key: symbol]: unknown };
const TELEMETRY = Symbol.for("isospan.telemetry@1");

/** The telemetry of the process: what `setTelemetry` set, else one on the global OpenTelemetry API, made when asked for. */
export function getTelemetry(): Telemetry {
  shared[TELEMETRY] ??= createTelemetry();
  return shared[TELEMETRY] as Telemetry;
}

/** Makes this the telemetry of the process. Adapters ask anew for each operation, so they may be there already. */
export function setTelemetry(telemetry: Telemetry | undefined): void {
  shared[TELEMETRY] = telemetry;
}
