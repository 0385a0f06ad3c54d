import type { Sink, SinkAnswer, TelemetryEvent } from "@isospan/core";
import { createSender, inOrder } from "@isospan/core/sender";
import { CHECKS, type LangfuseExporterOptions, resolveExporterOptions } from "./exporter-options.ts";
import { type LangfuseScore, toScores } from "./to-scores.ts";

/** An option counts more than its variable; variables and limits are those of the exporter. */
export type LangfuseFeedbackOptions = Omit<
  LangfuseExporterOptions,
  "filter" | "release" | "compression" | "maxBatchItems"
>;

const { filter, release, compression, maxBatchItems, ...FEEDBACK_CHECKS } = CHECKS;

/**
 * A sink that sends feedback and evaluations to Langfuse as scores of their trace or observation. Scores of the same
 * feedback replace each other. Name the same environment as the exporter's, or Langfuse filters them apart. Throws
 * `ConfigurationError` where an option is wrong.
 */
export function langfuseFeedback(options: LangfuseFeedbackOptions = {}): Sink {
  const { baseUrl, headers, environment, limits } = resolveExporterOptions(options, FEEDBACK_CHECKS);
  const sender = createSender<LangfuseScore>({
    ...limits,
    // The exporter's account is of spans alone.
    destination: "langfuse-feedback",
    url: `${baseUrl}/api/public/scores`,
    headers,
    maxBatchItems: 1,
    compression: "none",
    sizeOf: (score) => JSON.stringify(score).length,
    encode: ([score]) => ({ body: JSON.stringify(score), contentType: "application/json" }),
  });
  const ordered = inOrder();
  return Object.assign(() => {}, {
    destination: "langfuse",
    event: (event: TelemetryEvent): Promise<SinkAnswer> | undefined => {
      if (event.type !== "feedback" && event.type !== "evaluation") return undefined;
      return ordered(event.id, () => sender.send(toScores(event, environment)));
    },
    flush: () => sender.flush(),
    shutdown: () => sender.shutdown(),
  });
}
