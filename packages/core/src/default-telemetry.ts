import { ConfigurationError } from "./configuration-error.ts";
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

export interface AdapterOptions {
  /** @default the process's: `getTelemetry()`, asked anew for each operation */
  readonly telemetry?: Telemetry | undefined;
}

/**
 * For adapters: checks their options, and returns what gives the telemetry for each operation. Throws
 * `ConfigurationError` where an option is wrong.
 */
export function telemetrySource(options: AdapterOptions = {}): () => Telemetry {
  const unknown = Object.keys(options ?? { options: null }).find((field) => field !== "telemetry");
  if (unknown !== undefined) throw new ConfigurationError(unknown, "no such option", "The only option is telemetry.");
  const { telemetry } = options;
  if (telemetry === undefined) return getTelemetry;
  if (telemetry?.recorder !== undefined) return () => telemetry;
  throw new ConfigurationError("telemetry", `got ${String(telemetry)}`, "Pass what createTelemetry() returned.");
}
