import { type AdapterOptions, telemetrySource } from "@isospan/core";
import { type OtherOptions, OtherStart } from "./other-calls.ts";
import { recordCall } from "./record-call.ts";
import type { Model } from "./shapes.ts";

// biome-ignore lint/suspicious/noExplicitAny: results pass through untouched, and only this fits all versions' types
type Result = any;

interface Wrapped {
  readonly doEmbed: () => PromiseLike<Result>;
  readonly params: unknown;
  readonly model: Model;
}

export interface IsospanEmbeddingMiddleware {
  readonly specificationVersion: "v3";
  readonly wrapEmbed: (wrapped: Wrapped) => Promise<Result>;
}

/** Middleware for `wrapEmbeddingModel` of AI SDK 6 and 7. Version 5 has none: use `instrumentModel` there. */
export function isospanEmbeddingMiddleware(options: AdapterOptions = {}): IsospanEmbeddingMiddleware {
  const telemetry = telemetrySource(options);
  return {
    specificationVersion: "v3",
    wrapEmbed: ({ doEmbed, params, model }) => {
      const start = new OtherStart("embeddings", model, params);
      return recordCall(telemetry().recorder, start, params as OtherOptions, doEmbed);
    },
  };
}
