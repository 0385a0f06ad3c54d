import { instrumentModel, isospanCallTelemetry } from "@isospan/ai-sdk";
import type { Telemetry } from "@isospan/core";
import type { Version } from "./sdk.ts";

/** What an application says of a call for telemetry's sake. */
export interface About {
  readonly functionId?: string;
  readonly recordInputs?: boolean;
  readonly recordOutputs?: boolean;
}

/** A call whose agent is recorded: by version 7's global telemetry, which is registered elsewhere, else by its own. */
export function toldCall({ name }: Version, model: object, telemetry: Telemetry, about: About = {}): object {
  if (name === "7") return { model, telemetry: about };
  return {
    model: instrumentModel(model, { telemetry }),
    experimental_telemetry: isospanCallTelemetry({ telemetry, ...about }),
  };
}
