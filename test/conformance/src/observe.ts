import {
  createTelemetry,
  memoryCollector,
  type OperationRecord,
  type SemconvProfile,
  stdoutCollector,
  type Telemetry,
} from "@isospan/core";
import { prometheusSink } from "@isospan/prometheus";
import { Registry } from "prom-client";
import type { Driver } from "./driver.ts";
import type { Scenario } from "./scenario.ts";
import {
  type ExportedMetric,
  type ExportedSpan,
  type ObservedSdk,
  observedSdk,
  type SdkLine,
  withoutSdk,
} from "./sdk.ts";

/** Everything that left the process while a driver played a scenario. */
export interface Observation {
  readonly spans: readonly ExportedSpan[];
  readonly metrics: readonly ExportedMetric[];
  /** What a scrape of prom-client's registry is answered. */
  readonly scrape: string;
  /** From the memory collector. */
  readonly records: readonly OperationRecord[];
  /** From standard output: one JSON line each. */
  readonly lines: readonly string[];
  readonly diagnostics: Readonly<Record<string, number>>;
  readonly startAttributes: (spanId: string) => readonly string[];
}

export interface Setting {
  readonly sdk: SdkLine;
  readonly profile: SemconvProfile;
}

export async function observe(driver: Driver, scenario: Scenario, { sdk, profile }: Setting): Promise<Observation> {
  const observed = scenario.sdk === false ? undefined : observedSdk(sdk);
  if (observed === undefined) withoutSdk();
  const memory = memoryCollector();
  const lines: string[] = [];
  const registry = new Registry();
  const telemetry = createTelemetry({
    ...(observed && { tracerProvider: observed.tracerProvider, meterProvider: observed.meterProvider }),
    semconv: profile,
    content: scenario.content ?? false,
    collector: memory,
    sinks: [stdoutCollector({ write: (line) => lines.push(line) }), prometheusSink({ registry, semconv: profile })],
    gates: scenario.gate ? [scenario.gate()] : [],
    clock: tickingClock(),
  });
  await playAll(driver, scenario, telemetry, observed);
  await telemetry.flush();
  await telemetry.shutdown();
  return {
    spans: observed?.spans() ?? [],
    metrics: (await observed?.metrics()) ?? [],
    scrape: await registry.metrics(),
    records: memory.records(),
    lines,
    diagnostics: telemetry.diagnostics(),
    startAttributes: observed?.startAttributes ?? (() => []),
  };
}

async function playAll(driver: Driver, scenario: Scenario, telemetry: Telemetry, sdk: ObservedSdk | undefined) {
  const play = async (): Promise<void> => {
    let rejected = false;
    try {
      await driver.play(scenario, telemetry);
    } catch (error) {
      rejected = true;
      if (!scenario.rejects) throw error;
    }
    if (scenario.rejects && !rejected && scenario.play.kind === "agent")
      throw new Error("the application saw no error");
  };
  if (scenario.concurrent === undefined) return play();
  const requests = Array.from({ length: scenario.concurrent }, (_, i) =>
    sdk?.tracer.startActiveSpan(`request ${i}`, async (span) => {
      await play();
      span.end();
    }),
  );
  await Promise.all(requests);
}

/** Every look at the clock is a millisecond later, so nothing starts together. */
function tickingClock(): { now(): number } {
  let nowMs = Date.UTC(2026, 0, 1);
  return { now: () => nowMs++ };
}
