import { type AdapterOptions, type Recorder, telemetrySource } from "@isospan/core";
import { abortAgent, endAgent, endStep, failAgent, startAgent, startStep } from "./agent-events.ts";
import type { AgentAbout } from "./agent-start.ts";
import { endLate, endLateCall, failLateCall, startLate, startLateCall } from "./late-calls.ts";
import { type ModelCallEvent, recordStepCall } from "./step-calls.ts";
import { endTool, recordTool } from "./tool-events.ts";

// biome-ignore lint/suspicious/noExplicitAny: the SDK's event types change with every minor version
type Handler = (event: any) => any;

/** The parts of AI SDK 7's `Telemetry` that are used, in a type that every 7.x accepts. */
export interface IsospanTelemetry {
  readonly onStart: Handler;
  readonly onStepStart?: Handler;
  readonly onStepEnd?: Handler;
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
  const telemetry = telemetrySource(options, {
    showPlumbing: [(value) => typeof value === "boolean", "Pass true or false."],
  });
  return toTelemetry(() => telemetry().recorder, options);
}

/** `about`: what is said of an agent elsewhere than in the events. */
export function toTelemetry(
  now: () => Recorder,
  { showPlumbing = false }: IsospanTelemetryOptions,
  about?: AgentAbout,
): IsospanTelemetry {
  // The SDK swallows what is thrown here, and some of its versions hand a bare error to all who listen.
  const on = <R>(handle: (recorder: Recorder, event: never) => R): ((event: unknown) => R | undefined) => {
    return (event) => {
      const recorder = now();
      try {
        return handle(recorder, (event ?? {}) as never);
      } catch (error) {
        recorder.failed("reading an event", error);
        return undefined;
      }
    };
  };
  const started = on((recorder, event) => startAgent(recorder, event, about) ?? startLate(recorder, event));
  return {
    onStart: (event) => {
      const agent = started(event);
      // The SDK swallows a refusal here; core repeats it at the first model call.
      return agent === undefined ? undefined : now().admit(agent);
    },
    // The SDK copies each event that somebody listens to, and looks through it: those of steps are the largest.
    ...(showPlumbing && { onStepStart: on(startStep), onStepEnd: on(endStep) }),
    onEnd: on((recorder, event) => (endLate(recorder, event) ? undefined : endAgent(recorder, event))),
    onError: on((recorder, event) => (failLateCall(recorder, event) ? undefined : failAgent(recorder, event))),
    onAbort: on(abortAgent),
    executeLanguageModelCall: (event: ModelCallEvent) => recordStepCall(now(), event),
    executeTool: (event) => recordTool(now(), event),
    onToolExecutionEnd: on(endTool),
    onObjectStepStart: on((recorder, event) => startLateCall(recorder, event, "object")),
    onObjectStepEnd: on((recorder, event) => endLateCall(recorder, event, "object")),
    onEmbedStart: on((recorder, event) => startLateCall(recorder, event, "embed")),
    onEmbedEnd: on((recorder, event) => endLateCall(recorder, event, "embed")),
    onRerankStart: on((recorder, event) => startLateCall(recorder, event, "rerank")),
    onRerankEnd: on((recorder, event) => endLateCall(recorder, event, "rerank")),
  };
}
