import { context, createContextKey, ROOT_CONTEXT } from "@opentelemetry/api";
import { outside } from "../scope.ts";
import { nextTurn } from "./next-turn.ts";

/** Time, chance and network. Replaceable, so that tests decide. */
export interface Runtime {
  readonly fetch: typeof fetch;
  /** Milliseconds that only go forward. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  /** Calls `fn` when the event loop has turned, so that others were heard meanwhile. */
  turn(fn: () => void): void;
  /** Calls `fn` after so long, unless what it returns is called before. Never holds the process. */
  timeout(ms: number, fn: () => void): () => void;
  /** Resolves after so long, or when the signal fires. Never holds the process. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemRuntime: Runtime = {
  // Looked up at each call: whoever replaces the global one means to be asked.
  fetch: (...all) => fetch(...all),
  now: () => performance.now(),
  random: () => Math.random(),
  turn: nextTurn,
  timeout,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const cancel = timeout(ms, done);
      signal.addEventListener("abort", done, { once: true });
      if (signal.aborted) done();
      function done(): void {
        cancel();
        signal.removeEventListener("abort", done);
        resolve();
      }
    }),
};

function timeout(ms: number, fn: () => void): () => void {
  const timer = setTimeout(fn, ms);
  (timer as { unref?: () => void }).unref?.();
  return () => clearTimeout(timer);
}

/**
 * The key of `suppressTracing` in @opentelemetry/core. The API makes equal keys of equal names, so the package itself
 * is not needed. Source: createContextKey in @opentelemetry/api, "Symbol.for is used for the key".
 */
const SUPPRESS_TRACING = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");
const SUPPRESSED = ROOT_CONTEXT.setValue(SUPPRESS_TRACING, true);

/** Runs `fn` untraced and outside of every request: telemetry's own traffic must not make telemetry. */
export function unobserved<T>(fn: () => T): T {
  return outside(() => context.with(SUPPRESSED, fn));
}
