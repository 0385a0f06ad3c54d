import { type AdapterOptions, ConfigurationError, telemetrySource } from "@isospan/core";
import { toWithheld } from "./agent-start.ts";
import { type Fields, fields } from "./fields.ts";
import { SpanTracer } from "./span-tracer.ts";

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

/** What AI SDK 5 and 6 take as `experimental_telemetry`. */
export interface IsospanCallTelemetry {
  readonly isEnabled: true;
  readonly recordInputs: boolean;
  readonly recordOutputs: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: each version has its own copy of OpenTelemetry's Tracer
  readonly tracer: any;
  /** Read by AI SDK 6 alone. */
  // biome-ignore lint/suspicious/noExplicitAny: its event types change with every minor version
  readonly integrations: { readonly onFinish: (event: any) => void }[];
}

const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  functionId: (value) => typeof value === "string",
  recordInputs: (value) => typeof value === "boolean",
  recordOutputs: (value) => typeof value === "boolean",
  metadata: (value) => typeof value === "object" && value !== null,
};

/**
 * Agent and tool spans of one call of `generateText` or `streamText` of AI SDK 5 or 6, which have no switch for all calls:
 * pass it as the call's `experimental_telemetry`. Models are recorded by `instrumentModel` or the middleware.
 */
export function isospanCallTelemetry(options: IsospanCallTelemetryOptions = {}): IsospanCallTelemetry {
  const telemetry = telemetrySource(options, Object.keys(CHECKS));
  for (const [field, check] of Object.entries(CHECKS)) {
    const value = (options as Fields)[field];
    const problem = value !== undefined && !check(value);
    if (problem) throw new ConfigurationError(field, `got ${String(value)}`, "See IsospanCallTelemetryOptions.");
  }
  const { functionId, recordInputs = true, recordOutputs = true, metadata } = options;
  const about = { functionId, runtimeContext: fields(metadata), withhold: toWithheld({ recordInputs, recordOutputs }) };
  const tracer = new SpanTracer(() => telemetry().recorder, about);
  return {
    isEnabled: true,
    /** Arguments travel as text: not where nobody will see them. */
    get recordInputs() {
      return recordInputs && telemetry().recorder.captured;
    },
    recordOutputs,
    tracer,
    integrations: [{ onFinish: (event) => tracer.finished(event) }],
  };
}
