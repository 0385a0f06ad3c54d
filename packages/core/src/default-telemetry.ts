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
 * For adapters: checks their options, and returns what gives the telemetry for each operation. `others` are the
 * adapter's own options. Throws `ConfigurationError` where one is wrong.
 */
export function telemetrySource(options: AdapterOptions = {}, others: readonly string[] = []): () => Telemetry {
  const known = ["telemetry", ...others];
  const unknown = Object.keys(options ?? { options: null }).find((field) => !known.includes(field));
  const fix = others.length === 0 ? "The only option is telemetry." : `Options are ${known.join(", ")}.`;
  if (unknown !== undefined) throw new ConfigurationError(unknown, "no such option", fix);
  const { telemetry } = options;
  if (telemetry === undefined) return getTelemetry;
  if (telemetry?.recorder !== undefined) return () => telemetry;
  throw new ConfigurationError("telemetry", `got ${String(telemetry)}`, "Pass what createTelemetry() returned.");
}
