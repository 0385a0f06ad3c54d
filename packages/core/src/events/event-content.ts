import type { TelemetryEvent } from "./telemetry-event.ts";

/** What people wrote and models said. */
const CONTENT: readonly string[] = ["comment", "correction", "query", "response", "explanation", "message"];

/** The fields of an event that are content. */
export function contentOf(event: TelemetryEvent): readonly string[] {
  return CONTENT.filter((field) => field in event);
}

/** The same event without its content. */
export function withoutEventContent<E extends TelemetryEvent>(event: E): E {
  return Object.freeze(Object.fromEntries(Object.entries(event).filter(([field]) => !CONTENT.includes(field)))) as E;
}
