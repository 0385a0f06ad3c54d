import { context, type Tracer } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { MeterProvider, type MetricData, MetricReader } from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  type ReadableSpan,
  TracerProvider as SdkTracerProvider,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace";
import {
  createTelemetry,
  type MemoryCollector,
  memoryCollector,
  type OperationName,
  type OperationRecord,
  type Recorder,
  type Telemetry,
  type TelemetryOptions,
} from "../src/index.ts";

/** When every fake clock begins. */
export const T0: number = Date.UTC(2026, 0, 1);

export interface FakeClock {
  now(): number;
  advance(ms: number): void;
}

function fakeClock(): FakeClock {
  let nowMs = T0;
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

/** A telemetry whose output can be looked at. */
export interface SetUp {
  readonly telemetry: Telemetry;
  readonly recorder: Recorder;
  readonly memory: MemoryCollector;
  readonly clock: FakeClock;
  records(): readonly OperationRecord[];
  /** The only record with this name or label. Throws where there is none, or more than one. */
  record(name?: OperationName | string): OperationRecord;
}

/** Without an SDK and without prices. The clock stands still unless it is told to move. */
export function setUp(options: TelemetryOptions = {}): SetUp {
  const memory = memoryCollector();
  const clock = fakeClock();
  const telemetry = createTelemetry({ prices: false, collector: memory, clock, ...options });
  const records = (): readonly OperationRecord[] => memory.records();
  return { telemetry, recorder: telemetry.recorder, memory, clock, records, record: (name) => only(records(), name) };
}

export interface SdkSetUp extends SetUp {
  /** The application's own tracer. */
  readonly tracer: Tracer;
  spans(): readonly ReadableSpan[];
  /** The only span with this name. */
  span(name: string): ReadableSpan;
  metrics(): Promise<readonly MetricData[]>;
}

class Reader extends MetricReader {
  protected override onForceFlush = async (): Promise<void> => {};
  protected override onShutdown = async (): Promise<void> => {};
}

/** The same with a real SDK, whose context manager is the process's from now on. */
export function setUpSdk(options: TelemetryOptions = {}): SdkSetUp {
  useContextManager();
  const exporter = new InMemorySpanExporter();
  const reader = new Reader();
  const tracerProvider = new SdkTracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const spans = (): readonly ReadableSpan[] => exporter.getFinishedSpans();
  return {
    ...setUp({ tracerProvider, meterProvider, ...options }),
    tracer: tracerProvider.getTracer("application"),
    spans,
    span: (name) =>
      theOnly(
        spans().filter((span) => span.name === name),
        name,
      ),
    metrics: async () => {
      const { resourceMetrics } = await reader.collect();
      return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    },
  };
}

export function useContextManager(): void {
  context.disable();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
}

/** A promise and the function that settles it. */
export function gate<T = void>(): { readonly opened: Promise<T>; readonly open: (value: T) => void } {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { opened: promise, open: resolve };
}

function only(records: readonly OperationRecord[], name: string | undefined): OperationRecord {
  const found = records.filter((record) => name === undefined || record.name === name || record.label === name);
  return theOnly(found, name ?? "any name");
}

function theOnly<T>(found: readonly T[], name: string): T {
  const [first, second] = found;
  if (first === undefined || second !== undefined) throw new Error(`${found.length} of ${name}, not one`);
  return first;
}
