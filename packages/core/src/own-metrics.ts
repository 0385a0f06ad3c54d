import { counter, histogram, type Instrument } from "./instrument.ts";
import type { RunTotals } from "./record.ts";
import { CALL_LABELS, LABEL } from "./semconv-labels.ts";

/*
 * What the conventions have no metric for, in any profile.
 */

const USD = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
const TIMES = [0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 100, 200];
/** Finer than those of one call: a run is compared with other runs. From 64 to 8 million. */
const RUN_TOKENS = Array.from({ length: 18 }, (_, i) => 64 * 2 ** i);
const DOCUMENTS = [0, 1, 2, 3, 5, 8, 12, 20, 50, 100];

export const COST: Instrument = counter("isospan.cost", "{USD}", "US dollars spent.", [...CALL_LABELS, LABEL.agent]);

export const CONTEXT_WINDOW: Instrument = histogram(
  "isospan.context_window.usage",
  "1",
  "Share of the model's context window that the input of one call took, where the price book knows its size.",
  [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  [LABEL.provider, LABEL.model, LABEL.agent],
);

export const ACTIVE_RUNS: Instrument = {
  name: "isospan.agent.active_runs",
  kind: "up-down-counter",
  unit: "{run}",
  description: "Agent runs that have begun and not ended.",
  labels: [LABEL.agent],
};

export const AGENT_RUNS: Instrument = counter(
  "isospan.agent.runs",
  "{run}",
  "Agent runs that have ended, by outcome.",
  [LABEL.agent, LABEL.outcome],
);

export const ERRORS: Instrument = counter(
  "isospan.errors",
  "{error}",
  "Operations that ended in an error, by its type.",
  [LABEL.operation, LABEL.error, LABEL.agent],
);

export const SILENT_FAILURES: Instrument = counter(
  "isospan.tool.silent_failures",
  "{failure}",
  "Tool calls that ended without an error and yet have failed.",
  [LABEL.tool, LABEL.agent],
);

export const RETRIEVALS: Instrument = counter(
  "isospan.retrievals",
  "{retrieval}",
  "Retrievals: hit, miss (no document) or error.",
  [LABEL.dataSource, LABEL.found, LABEL.agent],
);

export const RETRIEVED: Instrument = histogram(
  "isospan.retrieval.documents",
  "{document}",
  "Documents that one retrieval found.",
  DOCUMENTS,
  [LABEL.dataSource, LABEL.agent],
);

const runs = (name: string, unit: string, description: string, boundaries: readonly number[]): Instrument =>
  histogram(`isospan.run.${name}`, unit, description, boundaries, [LABEL.agent, LABEL.workflow]);

/** What a run came to. */
export const RUN: readonly (readonly [keyof RunTotals & string, Instrument, unitsPerOne: number])[] = [
  ["totalNanoUsd", runs("cost", "{USD}", "US dollars that one run cost.", USD), 1e9],
  ["inputTokens", runs("input_tokens", "{token}", "Input tokens of one run.", RUN_TOKENS), 1],
  ["outputTokens", runs("output_tokens", "{token}", "Output tokens of one run.", RUN_TOKENS), 1],
  ["modelCalls", runs("model_calls", "{call}", "Model calls of one run.", TIMES), 1],
  ["toolCalls", runs("tool_calls", "{call}", "Tool calls of one run.", TIMES), 1],
  ["steps", runs("steps", "{step}", "Turns of agents' loops in one run.", TIMES), 1],
];

const happened = (name: string, unit: string, description: string, labels: readonly string[]): Instrument =>
  counter(`isospan.${name}`, unit, description, [LABEL.agent, ...labels]);

/** What happens around operations: seen in records, or told by `telemetry.event`. */
export const HAPPENED: Readonly<Record<HappenedKey, Instrument>> = {
  limitHits: happened("limit_hits", "{hit}", "Runs that a limit on steps, calls, tokens or time stopped.", [
    LABEL.limit,
  ]),
  fallbacks: happened("fallbacks", "{fallback}", "What was tried because something else had failed.", [
    LABEL.from,
    LABEL.to,
  ]),
  confirmations: happened("confirmations", "{confirmation}", "Pauses for a person, and how they ended.", [
    LABEL.confirmation,
  ]),
  parseFailures: happened("parse_failures", "{failure}", "Answers that were not of the form that was asked for.", [
    LABEL.schema,
  ]),
  guardDecisions: happened("guard.decisions", "{decision}", "What guards decided.", [LABEL.guard, LABEL.decision]),
  drops: happened("drops", "{item}", "Telemetry that did not arrive, as the application told.", [
    LABEL.destination,
    LABEL.dropReason,
  ]),
};

type HappenedKey = "limitHits" | "fallbacks" | "confirmations" | "parseFailures" | "guardDecisions" | "drops";

const exported = (name: string, unit: string, description: string, more: readonly string[] = []): Instrument =>
  counter(`isospan.export.${name}`, unit, description, [LABEL.destination, ...more]);

/** What became of what exporters were handed. */
export const EXPORT_METRICS: Readonly<Record<"spans" | "bytes" | "dropped" | "retries", Instrument>> = {
  spans: exported("spans", "{span}", "Spans that a destination accepted."),
  bytes: exported("bytes", "By", "Bytes of the bodies that a destination accepted, as sent."),
  dropped: exported("dropped", "{span}", "Spans that did not reach a destination.", [LABEL.reason]),
  retries: exported("retries", "{request}", "Requests that failed and could be made again.", [LABEL.reason]),
};

export const DIAGNOSTICS: Instrument = counter(
  "isospan.diagnostics",
  "{event}",
  "What went wrong with telemetry itself, by its kind.",
  [LABEL.diagnostic],
);

/** All of them, save those of a profile. */
export const OWN_METRICS: readonly Instrument[] = [
  COST,
  CONTEXT_WINDOW,
  ACTIVE_RUNS,
  AGENT_RUNS,
  ERRORS,
  SILENT_FAILURES,
  RETRIEVALS,
  RETRIEVED,
  ...RUN.map(([, instrument]) => instrument),
  ...Object.values(HAPPENED),
  ...Object.values(EXPORT_METRICS),
  DIAGNOSTICS,
];
