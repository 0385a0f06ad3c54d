import { type AdapterOptions, type Operation, telemetrySource } from "@isospan/core";

/**
 * Runs `fn` as one run of an agent: active while it runs, then counted by its outcome with its duration, in every sink of
 * the telemetry; what happens within belongs to it, and what `fn` throws is recorded and thrown on. For agents that no
 * framework tells of: one that an adapter records is counted already.
 */
export async function trackRun<T>(
  agent: string,
  fn: (operation: Operation) => T | Promise<T>,
  options: AdapterOptions = {},
): Promise<T> {
  return telemetrySource(options)().run({ name: "invoke_agent", agent: { name: agent } }, fn);
}
