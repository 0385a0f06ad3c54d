import { type AdapterOptions, telemetrySource } from "./default-telemetry.ts";
import { runToItsEnd } from "./run-operation.ts";

/**
 * Makes every call of `fn` a span with this name, its exceptions recorded. The function keeps its type: one that
 * returns a promise is timed until that settles.
 */
export function traced<F extends (...args: never[]) => unknown>(name: string, fn: F, options: AdapterOptions = {}): F {
  const telemetry = telemetrySource(options);
  return function (this: unknown, ...args: never[]): unknown {
    const operation = telemetry().recorder.start({ name: "task", label: name });
    return runToItsEnd(operation, () => fn.apply(this, args));
  } as F;
}
