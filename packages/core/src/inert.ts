import type { Operation } from "./contract.ts";

/** What a start returns when telemetry is shut down, or has failed: runs the function, records nothing. */
export const INERT: Operation = Object.freeze({
  run: <T>(fn: () => T): T => fn(),
  attach: () => {},
  detach: () => {},
  update: () => {},
  chunk: () => {},
  tap: <T>(stream: ReadableStream<T>): ReadableStream<T> => stream,
  end: () => {},
});
