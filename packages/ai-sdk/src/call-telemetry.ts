import { type AdapterOptions, type OptionCheck, telemetrySource } from "@isospan/core";
import { toWithheld } from "./agent-start.ts";
import { fields } from "./fields.ts";
import { SpanTracer } from "./span-tracer.ts";
import { type IsospanTelemetry, toTelemetry } from "./telemetry.ts";

export interface IsospanCallTelemetryOptions extends AdapterOptions {
  /** The agent's name. @default it has none */
  readonly functionId?: string | undefined;
  /** `false` keeps prompts and tools' arguments of this call out, whatever the content policy allows. @default true */
  readonly recordInputs?: boolean | undefined;
  /** `false` keeps answers and tools' results of this call out, whatever the content policy allows. @default true */
  readonly recordOutputs?: boolean | undefined;
  /** Whose call it is: `sessionId`, `userId`, `tenantId`, `conversationId`. @default nobody's */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** What AI SDK 5 and 6 take as `experimental_telemetry`, and 7 still does. */
export interface IsospanCallTelemetry {
  readonly isEnabled: true;
  readonly recordInputs: boolean;
  readonly recordOutputs: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: each version has its own copy of OpenTelemetry's Tracer
  readonly tracer: any;
  /** AI SDK 6 reads `onFinish`; 7 all the rest, in place of what is registered. */
  // biome-ignore lint/suspicious/noExplicitAny: its event types change with every minor version
  readonly integrations: (IsospanTelemetry & { readonly onFinish: (event: any) => void })[];
}

const FLAG: OptionCheck = [(value) => typeof value === "boolean", "Pass true or false."];

const CHECKS: Readonly<Record<Exclude<keyof IsospanCallTelemetryOptions, "telemetry">, OptionCheck>> = {
  functionId: [(value) => typeof value === "string", "Pass the agent's name."],
  recordInputs: FLAG,
  recordOutputs: FLAG,
  metadata: [(value) => typeof value === "object" && value !== null, "Pass an object, such as { sessionId, userId }."],
};

/**
 * Agent and tool spans of one call of `generateText` or `streamText` of AI SDK 5 or 6, which have no switch for all calls:
 * pass it as the call's `experimental_telemetry`. Models are recorded by `instrumentModel` or the middleware.
 */
export function isospanCallTelemetry(options: IsospanCallTelemetryOptions = {}): IsospanCallTelemetry {
  const telemetry = telemetrySource(options, CHECKS);
  const { functionId, recordInputs = true, recordOutputs = true, metadata } = options;
  const about = { functionId, runtimeContext: fields(metadata), withhold: toWithheld({ recordInputs, recordOutputs }) };
  const now = () => telemetry().recorder;
  const tracer = new SpanTracer(now, about);
  return {
    isEnabled: true,
    /** Arguments travel as text: not where nobody will see them. */
    get recordInputs() {
      return recordInputs && telemetry().recorder.captured;
    },
    recordOutputs,
    tracer,
    // What 6 calls of the rest it calls with events without an id, which are left alone.
    integrations: [{ ...toTelemetry(now, {}, about), onFinish: (event) => tracer.finished(event) }],
  };
}
