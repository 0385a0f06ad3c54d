import { consoleTree, createTelemetry, type Sink, setTelemetry, type Telemetry } from "@isospan/core";
import { context, logs, metrics, propagation, trace } from "@opentelemetry/api";
import { beforeExit } from "./exit.ts";
import { hasTracerProvider, type Pipelines, startPipelines } from "./pipelines.ts";
import { toPlan } from "./plan.ts";
import { resolveStartOptions, type StartOptions } from "./start-options.ts";
import { within } from "./within.ts";

// One for the process, whichever copy of this package asks.
const shared = globalThis as { [key: symbol]: unknown };
const STARTED = Symbol.for("isospan.started@1");

const EXISTING =
  "An OpenTelemetry SDK is registered in this process already. It is kept, Isospan's spans go to it, and the exporters of " +
  "startTelemetry are not used. Put them into its processors instead: new TracerProvider({ spanProcessors: " +
  "[new BatchSpanProcessor({ exporter })] }), or with SDK 2 new BatchSpanProcessor(exporter)";

/**
 * Sets up an OpenTelemetry SDK (traces, metrics, logs) and a telemetry on it, both for the whole process, by the options
 * and the standard `OTEL_*` variables. An SDK that is there already is kept. A second call returns what the first did.
 * Throws `ConfigurationError` where an option is wrong.
 */
export function startTelemetry(options: StartOptions = {}): Telemetry {
  const { serviceName, exporters, shutdownTimeoutMs, shutdownAtExit, core } = resolveStartOptions(options);
  const running = shared[STARTED] as Telemetry | undefined;
  if (running !== undefined) {
    running.report("existing_provider", "startTelemetry was called before; the options of this call are not used");
    return running;
  }
  const plan = toPlan(exporters);
  const existing = !plan.disabled && hasTracerProvider();
  const ours = !plan.disabled && !existing;
  const sdk = new SdkSink();
  const tree = ours && plan.exporters.includes("console") && core.collector === undefined ? [consoleTree()] : [];
  // Before the SDK: wrong options throw while nothing has been set up yet.
  const telemetry = createTelemetry({ ...core, sinks: [...(core.sinks ?? []), ...tree, sdk.sink] });
  if (existing) telemetry.report("existing_provider", EXISTING);
  // What several signals ask for is told once.
  const ignored = new Set(plan.ignored);
  if (ours) sdk.pipelines = startPipelines(plan, serviceName, shutdownTimeoutMs, (message) => ignored.add(message));
  for (const message of ignored) telemetry.report("environment_ignored", message, { about: message });
  const started: Telemetry = Object.create(telemetry, { shutdown: { value: () => close() } });
  // A sink of the application's may hang; a process that was told to end must not.
  const forget = shutdownAtExit ? beforeExit(() => within(2 * shutdownTimeoutMs, close())) : () => {};
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    sdk.closing = true;
    closed ??= telemetry.shutdown().then(() => {
      forget();
      // The process is as it was, so that telemetry can be started again.
      shared[STARTED] = undefined;
      if (ours) for (const api of [trace, metrics, logs, propagation, context]) api.disable();
    });
    return closed;
  };
  setTelemetry(started);
  shared[STARTED] = started;
  return started;
}

/** The SDK as a sink, so that core flushes and shuts it down after the last spans have ended. */
class SdkSink {
  pipelines: Pipelines | undefined;
  /** A shutdown sends what waits as well, and keeps to its time. */
  closing = false;
  readonly sink: Sink = Object.assign((): void => {}, {
    flush: async () => (this.closing ? undefined : this.pipelines?.flush()),
    shutdown: async () => this.pipelines?.shutdown(),
  });
}
