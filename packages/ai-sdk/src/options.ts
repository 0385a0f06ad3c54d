import { getTelemetry, type Recorder, type Telemetry } from "@isospan/core";

export interface IsospanOptions {
  /** @default the process's: `getTelemetry()`, asked anew for each operation */
  readonly telemetry?: Telemetry;
}

export function recorderOf(options: IsospanOptions): Recorder {
  return (options.telemetry ?? getTelemetry()).recorder;
}
