import { ConfigurationError } from "../configuration-error.ts";
import type { CostDimension, CostKey } from "./cost-key.ts";

/** Which model calls to sum up: those that match all that is given. */
export interface CostFilter {
  /** The innermost agent around the call. */
  readonly agent?: string | undefined;
  readonly session?: string | undefined;
  readonly tenant?: string | undefined;
  /** As requested. */
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  /**
   * Calls that began then or later: a date or epoch milliseconds. Taken back to the beginning of the minute, or of the
   * hour or day where calls are so old that only that is known of them.
   */
  readonly since?: Date | number | undefined;
  /** Calls that began before. Taken on to the end of the minute, hour or day. */
  readonly until?: Date | number | undefined;
}

/** A filter that was checked. */
export interface Matcher {
  readonly names: readonly (readonly [CostDimension, string])[];
  readonly sinceMs: number;
  readonly untilMs: number;
}

export const DIMENSIONS: readonly CostDimension[] = ["provider", "model", "agent", "session", "tenant"];
const FIELDS: readonly string[] = [...DIMENSIONS, "since", "until"];

/** A misspelt filter would count everything, so it throws `ConfigurationError`. */
export function toMatcher(filter: CostFilter): Matcher {
  for (const field of Object.keys(filter)) {
    if (!FIELDS.includes(field)) {
      throw new ConfigurationError(field, "no such filter", `Filters are ${FIELDS.join(", ")}.`);
    }
  }
  const names = DIMENSIONS.flatMap((dimension) => {
    const name: unknown = filter[dimension];
    if (name === undefined) return [];
    if (typeof name === "string") return [[dimension, name] as const];
    throw new ConfigurationError(dimension, `got ${String(name)}`, "Pass a name.");
  });
  return { names, sinceMs: toMs("since", filter, -Infinity), untilMs: toMs("until", filter, Infinity) };
}

export function matches(key: CostKey, { names }: Matcher): boolean {
  return names.every(([dimension, name]) => key[dimension] === name);
}

function toMs(field: "since" | "until", filter: CostFilter, otherwise: number): number {
  const given: unknown = filter[field];
  if (given === undefined) return otherwise;
  const ms = given instanceof Date ? given.getTime() : given;
  if (typeof ms === "number" && !Number.isNaN(ms)) return ms;
  throw new ConfigurationError(field, `got ${String(given)}`, "Pass a valid Date or epoch milliseconds.");
}
