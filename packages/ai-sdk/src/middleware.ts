import { type AdapterOptions, telemetrySource } from "@isospan/core";
import { recordModelCall } from "./record-model-call.ts";
import type { CallOptions, Model } from "./shapes.ts";

// biome-ignore lint/suspicious/noExplicitAny: results pass through untouched, and only this fits all versions' types
type Result = any;

/** What the SDK hands to a middleware. */
interface Wrapped {
  readonly doGenerate: () => PromiseLike<Result>;
  readonly doStream: () => PromiseLike<Result>;
  readonly params: unknown;
  readonly model: Model;
}

export interface IsospanMiddleware {
  readonly specificationVersion: "v3";
  readonly middlewareVersion: "v2";
  readonly wrapGenerate: (wrapped: Wrapped) => Promise<Result>;
  readonly wrapStream: (wrapped: Wrapped) => Promise<Result>;
}

/** Middleware for `wrapLanguageModel`: one model call per attempt, on AI SDK 5, 6 and 7. */
export function isospanMiddleware(options: AdapterOptions = {}): IsospanMiddleware {
  const telemetry = telemetrySource(options);
  const record = ({ model, params }: Wrapped, execute: () => PromiseLike<Result>): Promise<Result> =>
    recordModelCall(telemetry().recorder, { model, options: params as CallOptions }, execute);
  return {
    specificationVersion: "v3",
    middlewareVersion: "v2",
    wrapGenerate: (wrapped) => record(wrapped, wrapped.doGenerate),
    wrapStream: (wrapped) => record(wrapped, wrapped.doStream),
  };
}
