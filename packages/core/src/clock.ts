import type { HrTime } from "@opentelemetry/api";

/** Tells the time. Replaceable, so that tests decide what time it is. */
export interface Clock {
  /** Epoch milliseconds, with fractions. */
  now(): number;
}

// A getter, and asked twice for every operation.
const { timeOrigin } = performance;

export const systemClock: Clock = { now: () => timeOrigin + performance.now() };

/** OpenTelemetry reads a bare number below the process's start as an offset, so times go out as pairs. */
export function toHrTime(epochMs: number): HrTime {
  const seconds = Math.floor(epochMs / 1000);
  return [seconds, Math.round((epochMs - seconds * 1000) * 1e6)];
}
