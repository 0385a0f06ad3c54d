import { nextTurn } from "./next-turn.ts";

/** A request of an application waits for no longer than that; converting a span takes a tenth of it. */
const MOST_HELD_MS = 1;

/**
 * Converts one after the other, in their order, and lets the event loop turn whenever a millisecond has passed: a batch at
 * once would hold the application up. The first begin at once. Rejects with what `convert` throws.
 */
export async function eachInTurn<T, R>(
  items: readonly T[],
  convert: (item: T) => R | Promise<R>,
): Promise<readonly Awaited<R>[]> {
  const converted: Awaited<R>[] = [];
  let heldSinceMs = performance.now();
  for (const item of items) {
    const made = convert(item);
    // Not to wait where there is nothing to wait for: that would cost as much as the conversion.
    converted.push(made instanceof Promise ? await made : (made as Awaited<R>));
    if (performance.now() - heldSinceMs < MOST_HELD_MS || converted.length === items.length) continue;
    await new Promise<void>(nextTurn);
    heldSinceMs = performance.now();
  }
  return converted;
}
