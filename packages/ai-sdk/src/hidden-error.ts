import type { Wishes } from "./agent-start.ts";
import { fields } from "./fields.ts";

/**
 * What AI SDK 7 puts, from 7.0.163 on, in the place of each error that it tells of, where a call keeps inputs or outputs
 * back. Source: `filterTelemetryEvent` in ai's src/telemetry/filter-telemetry-event.ts.
 */
const HIDDEN = "AI SDK operation failed";

/** Whether the SDK tells that something has failed, and not of what. */
export function isHidden({ recordInputs, recordOutputs }: Wishes, error: unknown): boolean {
  return (recordInputs === false || recordOutputs === false) && fields(error).message === HIDDEN;
}
