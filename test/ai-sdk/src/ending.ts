import { setImmediate, setTimeout } from "node:timers/promises";
import type { OperationRecord } from "@isospan/core";

/** Longer than anything may stay open. */
const EVER_MS = 3_600_000;

/** `chat error TypeError`. */
export function toEnding({ name, outcome, error }: OperationRecord): string {
  return [name, outcome, error?.type].filter(Boolean).join(" ");
}

/** What is under way in the background comes to its end, as far as it does. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 100; i++) await setImmediate();
  // All these turns may fit into the millisecond after which the shortest timer fires, such as that of a tentative end.
  await setTimeout();
  await setImmediate();
}

/** And what is left is swept. */
export async function settleAll({ pass }: { pass(ms: number): void }): Promise<void> {
  await settle();
  // What is above ends a sweep later than what is below.
  for (let i = 0; i < 3; i++) pass(EVER_MS);
}
