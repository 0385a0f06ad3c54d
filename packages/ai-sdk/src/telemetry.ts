import { type AdapterOptions, ConfigurationError, telemetrySource } from "@isospan/core";
import { abortAgent, endAgent, endStep, startAgent, startStep } from "./agent-events.ts";
import { endLate, endLateCall, failLateCall, startLate, startLateCall } from "./late-calls.ts";
import { type ModelCallEvent, recordStepCall } from "./step-calls.ts";
import { endTool, recordTool } from "./tool-events.ts";

// biome-ignore lint/suspicious/noExplicitAny: the SDK's event types change with every minor version
type Handler = (event: any) => any;

/** The parts of AI SDK 7's `Telemetry` that are used, in a type that every 7.x accepts. */
export interface IsospanTelemetry {
  readonly onStart: Handler;
  readonly onStepStart: Handler;
  readonly onStepEnd: Handler;
  readonly onEnd: Handler;
  readonly onError: Handler;
  readonly onAbort: Handler;
  readonly executeLanguageModelCall: Handler;
  readonly executeTool: Handler;
  readonly onToolExecutionEnd: Handler;
  readonly onObjectStepStart: Handler;
  readonly onObjectStepEnd: Handler;
  readonly onEmbedStart: Handler;
  readonly onEmbedEnd: Handler;
  readonly onRerankStart: Handler;
  readonly onRerankEnd: Handler;
}

export interface IsospanTelemetryOptions extends AdapterOptions {
  /** Whether the steps of an agent get spans too, to debug one. @default false */
  readonly showPlumbing?: boolean | undefined;
}

/** Telemetry for AI SDK 7: agents, their model calls and tools, and calls of other models. See `registerIsospan`. */
export function isospanTelemetry(options: IsospanTelemetryOptions = {}): IsospanTelemetry {
  const telemetry = telemetrySource(options, ["showPlumbing"]);
  const { showPlumbing = false } = options;
  if (typeof showPlumbing !== "boolean")
    throw new ConfigurationError("showPlumbing", `got ${String(showPlumbing)}`, "Pass true or false.");
  const now = () => telemetry().recorder;
  return {
    onStart: (event) => startAgent(now(), event) ?? startLate(now(), event),
    onStepStart: (event) => startStep(now(), event, showPlumbing),
    onStepEnd: (event) => endStep(now(), event),
    onEnd: (event) => (endLate(now(), event) ? undefined : endAgent(now(), event)),
    onError: (event) =>
      failLateCall(now(), event) ? undefined : endAgent(now(), event, { error: event?.error ?? null }),
    onAbort: (event) => abortAgent(now(), event),
    executeLanguageModelCall: (event: ModelCallEvent) => recordStepCall(now(), event),
    executeTool: (event) => recordTool(now(), event),
    onToolExecutionEnd: (event) => endTool(now(), event),
    onObjectStepStart: (event) => startLateCall(now(), event, "object"),
    onObjectStepEnd: (event) => endLateCall(now(), event, "object"),
    onEmbedStart: (event) => startLateCall(now(), event, "embed"),
    onEmbedEnd: (event) => endLateCall(now(), event, "embed"),
    onRerankStart: (event) => startLateCall(now(), event, "rerank"),
    onRerankEnd: (event) => endLateCall(now(), event, "rerank"),
  };
}
