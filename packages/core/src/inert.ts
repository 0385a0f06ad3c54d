import type { Operation } from "./contract.ts";

const nothing = (): void => {};
const run = <T>(fn: () => T): T => fn();
const tap = <T>(stream: ReadableStream<T>): ReadableStream<T> => stream;

/** What a start returns when telemetry is shut down, or has failed: runs the function, records nothing. */
export const INERT: Operation = {
  run,
  attach: nothing,
  detach: nothing,
  update: nothing,
  chunk: nothing,
  tap,
  end: nothing,
};
