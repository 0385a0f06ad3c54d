import { outside } from "../scope.ts";

/** A request of an application waits for no longer than that; to convert a span takes a tenth of it. */
export const LEAST_HELD_MS = 1;
const MOST_HELD_MS = 10;
/** Of a loop that the application itself keeps busy; or its spans would be made faster than they are sent. */
const SHARE = 0.25;

// As they are now: the fake timers of an application's tests would hold a flush up. Not all runtimes have immediates.
const soon = globalThis.setImmediate ?? setTimeout;

type Turn = (mayHoldMs: number) => void;

const waiting: Turn[] = [];
let askedAtMs = 0;

/**
 * Calls `fn` in a turn of the event loop that no other caller has: what several exporters do at once would else add up to
 * one long wait of the application's. In the order in which it was asked for. `fn` is told for how many milliseconds it
 * may hold the loop: 1, or a quarter of what the turn before took, at most 10.
 */
export function nextTurn(fn: Turn): void {
  waiting.push(fn);
  if (waiting.length === 1) ask();
}

function take(): void {
  const fn = waiting.shift();
  const shareMs = (performance.now() - askedAtMs) * SHARE;
  // First, so that an error of this one's is not the end of the others.
  if (waiting.length > 0) ask();
  fn?.(Math.min(MOST_HELD_MS, Math.max(LEAST_HELD_MS, shareMs)));
}

function ask(): void {
  askedAtMs = performance.now();
  outside(() => soon(take));
}
