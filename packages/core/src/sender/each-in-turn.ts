import { LEAST_HELD_MS, nextTurn } from "./next-turn.ts";

/**
 * Converts one after the other, in their order, and lets the event loop turn whenever a millisecond has passed, or a
 * quarter of a long turn: a batch at once would hold the application up. The first begin at once. Rejects with what
 * `convert` throws.
 */
export async function eachInTurn<T, R>(
  items: readonly T[],
  convert: (item: T) => R | Promise<R>,
): Promise<readonly Awaited<R>[]> {
  const converted: Awaited<R>[] = [];
  let mayHoldMs = LEAST_HELD_MS;
  let heldSinceMs = performance.now();
  for (const item of items) {
    const made = convert(item);
    // Not to wait where there is nothing to wait for: that would cost as much as the conversion.
    converted.push(made instanceof Promise ? await made : (made as Awaited<R>));
    if (performance.now() - heldSinceMs < mayHoldMs || converted.length === items.length) continue;
    mayHoldMs = await new Promise<number>(nextTurn);
    heldSinceMs = performance.now();
  }
  return converted;
}
