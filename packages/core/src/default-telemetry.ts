import { checkOption, checkOptions, type OptionCheck, type OptionChecks } from "./check-options.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { createTelemetry, type Telemetry } from "./telemetry.ts";

// One for the process, whichever copy of this package asks.
const shared = globalThis as { [key: symbol]: unknown };
const TELEMETRY = Symbol.for("isospan.telemetry@1");
const TELEMETRY_CHECK: OptionCheck = [isTelemetry, "Pass what createTelemetry() or startTelemetry() returned."];

/** The telemetry of the process: what `setTelemetry` set, else one on the global OpenTelemetry API, made when asked for. */
export function getTelemetry(): Telemetry {
  shared[TELEMETRY] ??= createTelemetry();
  return shared[TELEMETRY] as Telemetry;
}

/**
 * Makes this the telemetry of the process. Adapters ask anew for each operation, so they may be there already. Throws
 * `ConfigurationError` where it is none: options, say.
 */
export function setTelemetry(telemetry: Telemetry | undefined): void {
  if (telemetry !== undefined) checkOption("telemetry", telemetry, TELEMETRY_CHECK);
  shared[TELEMETRY] = telemetry;
}

export interface AdapterOptions {
  /** @default the process's: `getTelemetry()`, asked anew for each operation */
  readonly telemetry?: Telemetry | undefined;
}

/**
 * For adapters: checks their options, and returns what gives the telemetry for each operation. `checks` are of the
 * adapter's own options. Throws `ConfigurationError` where one is wrong.
 */
export function telemetrySource(options: AdapterOptions = {}, checks: OptionChecks = {}): () => Telemetry {
  if (isTelemetry(options)) throw new ConfigurationError("options", "got a telemetry", "Pass it as { telemetry }.");
  checkOptions(options, { telemetry: TELEMETRY_CHECK, ...checks });
  const { telemetry } = options;
  return telemetry === undefined ? getTelemetry : () => telemetry;
}

function isTelemetry(value: unknown): boolean {
  return typeof value === "object" && value !== null && "recorder" in value && value.recorder !== undefined;
}
