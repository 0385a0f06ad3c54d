import { checkOption } from "./check-options.ts";
import { type AdapterOptions, telemetrySource } from "./default-telemetry.ts";
import { runToItsEnd } from "./run-operation.ts";

/**
 * Makes every call of `fn` a span with this name, its exceptions recorded. The function keeps its type: one that
 * returns a promise is timed until that settles. Throws `ConfigurationError` where an argument is wrong.
 */
export function traced<F extends (...args: never[]) => unknown>(name: string, fn: F, options: AdapterOptions = {}): F {
  checkOption("name", name, [
    (value) => typeof value === "string" && value !== "",
    'Begin with it: traced("search", fn).',
  ]);
  checkOption("fn", fn, [(value) => typeof value === "function", 'Pass a function: traced("search", fn).']);
  const telemetry = telemetrySource(options);
  return function (this: unknown, ...args: never[]): unknown {
    const operation = telemetry().recorder.start({ name: "task", label: name });
    return runToItsEnd(operation, () => fn.apply(this, args));
  } as F;
}
