import { createTelemetry, type Telemetry, type TelemetryOptions } from "@isospan/core";
import { type LangSmithServer, type LangSmithServerOptions, langsmithServer } from "@isospan-private/vendors";
import { context, type Tracer, type TracerProvider } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BatchSpanProcessor as Processor3, TracerProvider as Provider3 } from "@opentelemetry/sdk-trace";
import { BatchSpanProcessor as Processor2, BasicTracerProvider as Provider2 } from "otel2-sdk-trace-base";
import { afterEach } from "vitest";
import { LangSmithTraceExporter, type LangSmithTraceExporterOptions } from "../src/index.ts";

/** When every fake clock begins. */
export const T0: number = Date.UTC(2026, 0, 1);

export const SDK_LINES = ["2", "3"] as const;
export type SdkLine = (typeof SDK_LINES)[number];

interface Flushed {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

export interface SetUp {
  readonly server: LangSmithServer;
  readonly exporter: LangSmithTraceExporter;
  readonly telemetry: Telemetry;
  /** The application's own. */
  readonly tracer: Tracer;
  readonly clock: { now(): number; advance(ms: number): void };
  readonly provider: Flushed;
  /** All spans, as the exporter got them. */
  readonly exported: readonly object[];
  /** What the processor was told of each export. */
  readonly results: readonly { readonly code: number; readonly error?: Error }[];
}

export interface SetUpOptions {
  readonly line?: SdkLine;
  readonly exporter?: LangSmithTraceExporterOptions;
  readonly telemetry?: TelemetryOptions;
  readonly server?: LangSmithServerOptions;
}

const opened: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
  context.disable();
});

/** Spans through a real SDK's batch processor to a strict LangSmith. The clock stands still unless it is told to move. */
export async function setUp(options: SetUpOptions = {}): Promise<SetUp> {
  const server = await langsmithServer({ requireUuidV7: true, ...options.server });
  const exporter = new LangSmithTraceExporter({ endpoint: server.url, apiKey: server.apiKey, ...options.exporter });
  const exported: object[] = [];
  const results: { readonly code: number; readonly error?: Error }[] = [];
  const observed: Pick<LangSmithTraceExporter, "export" | "forceFlush" | "shutdown"> = {
    export: (spans, done) => {
      exported.push(...spans);
      exporter.export(spans, (result) => {
        results.push(result);
        done(result);
      });
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const provider = toProvider(options.line ?? "3", observed);
  let nowMs = T0;
  const clock = {
    now: () => nowMs,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
  const telemetry = createTelemetry({ tracerProvider: provider, clock, ...options.telemetry });
  opened.push(
    () => provider.shutdown(),
    () => server.close(),
  );
  return { server, exporter, telemetry, tracer: provider.getTracer("app"), clock, provider, exported, results };
}

function toProvider(
  line: SdkLine,
  exporter: Pick<LangSmithTraceExporter, "export" | "forceFlush" | "shutdown">,
): TracerProvider & Flushed {
  if (line === "2") return new Provider2({ spanProcessors: [new Processor2(exporter)] });
  return new Provider3({ spanProcessors: [new Processor3({ exporter })] });
}
