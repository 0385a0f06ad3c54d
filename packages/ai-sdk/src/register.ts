import { type IsospanTelemetry, type IsospanTelemetryOptions, isospanTelemetry } from "./telemetry.ts";

const REGISTRY = "AI_SDK_TELEMETRY_INTEGRATIONS";
const REGISTERED = Symbol.for("isospan.ai-sdk@1");

/**
 * Telemetry for every AI SDK 7 call in the process, without an import of `ai`. Registering twice, in another copy of
 * this package too, is registering once: the newest stays.
 * @returns takes it out again
 */
export function registerIsospan(options: IsospanTelemetryOptions = {}): () => void {
  const shared = globalThis as { [REGISTRY]?: unknown[]; [REGISTERED]?: IsospanTelemetry | undefined };
  const telemetry = isospanTelemetry(options);
  shared[REGISTRY] ??= [];
  remove(shared[REGISTRY], shared[REGISTERED]);
  shared[REGISTERED] = telemetry;
  shared[REGISTRY].push(telemetry);
  return () => remove(shared[REGISTRY] ?? [], telemetry);
}

function remove(registry: unknown[], telemetry: IsospanTelemetry | undefined): void {
  const at = telemetry === undefined ? -1 : registry.indexOf(telemetry);
  if (at >= 0) registry.splice(at, 1);
}
