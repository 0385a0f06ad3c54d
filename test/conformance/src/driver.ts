import type { Telemetry } from "@isospan/core";
import type { Play, Scenario } from "./scenario.ts";

/** Plays scenarios through one way of recording them. The template of a new one is `drivers/raw.ts`. */
export interface Driver {
  /** Of an adapter's: the adapter's package, then the framework's line. */
  readonly name: string;
  /** Scenarios that cannot be expressed, or are not supported yet, and why. One that passes fails the run. */
  readonly gaps: Readonly<Record<string, string>>;
  play(scenario: Scenario, telemetry: Telemetry): Promise<void>;
}

/** What a driver throws at a play that its framework has nothing for; the scenario is a gap then. */
export function cannotPlay({ kind }: Play): Error {
  return new Error(`nothing to play ${kind} with`);
}
