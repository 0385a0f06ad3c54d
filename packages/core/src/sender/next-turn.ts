import { outside } from "../scope.ts";

const waiting: (() => void)[] = [];

/**
 * Calls `fn` in a turn of the event loop that no other caller has: what several exporters do at once would else add up to
 * one long wait of the application's. In the order in which it was asked for.
 */
export function nextTurn(fn: () => void): void {
  waiting.push(fn);
  if (waiting.length === 1) schedule();
}

function runOne(): void {
  const fn = waiting.shift();
  // First, so that an error of this one's is not the end of the others.
  if (waiting.length > 0) schedule();
  fn?.();
}

function schedule(): void {
  // Other runtimes than Node have no immediates.
  outside(() => (globalThis.setImmediate ?? setTimeout)(runOne));
}
