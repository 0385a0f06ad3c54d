import type { Telemetry } from "@isospan/core";
import type { Scenario } from "./scenario.ts";

/** Plays scenarios through one way of recording them. The template of a new one is `drivers/raw.ts`. */
export interface Driver {
  readonly name: string;
  /** Scenarios that cannot be expressed, with the reason. One that starts passing fails the run. */
  readonly gaps: Readonly<Record<string, string>>;
  play(scenario: Scenario, telemetry: Telemetry): Promise<void>;
}
