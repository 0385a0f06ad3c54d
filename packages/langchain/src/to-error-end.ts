import type { OperationEnd } from "@isospan/core";

/** Interrupts, handovers and drains of LangGraph travel as errors and are none. */
export function toErrorEnd(error: unknown): OperationEnd {
  try {
    const { is_bubble_up, command } = (error ?? {}) as { is_bubble_up?: unknown; command?: unknown };
    if (is_bubble_up === true)
      return command === undefined ? { outcome: "interrupted" } : { outcome: "ok", endsTurn: true };
  } catch {
    // What cannot be read is an error.
  }
  return { error: error ?? null };
}
