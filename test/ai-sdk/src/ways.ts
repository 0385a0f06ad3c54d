import { instrumentModel, isospanMiddleware } from "@isospan/ai-sdk";
import type { Telemetry } from "@isospan/core";
import type { Version } from "./sdk.ts";

/** A model of a version, recorded. */
export type Way = (version: Version, model: object, telemetry: Telemetry) => object;

export const byInstrumentModel: Way = (_version, model, telemetry) => instrumentModel(model, { telemetry });

export const byMiddleware: Way = ({ sdk }, model, telemetry) =>
  sdk.wrapLanguageModel({ model, middleware: isospanMiddleware({ telemetry }) } as never);

/** The ways of wrapping one model that a version has. */
export function waysOf({ wraps }: Version): readonly (readonly [string, Way])[] {
  return [["instrumentModel", byInstrumentModel], ...(wraps ? [["isospanMiddleware", byMiddleware] as const] : [])];
}
