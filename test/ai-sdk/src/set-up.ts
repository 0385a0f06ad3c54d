import { registerIsospan } from "@isospan/ai-sdk";
import {
  createTelemetry,
  memoryCollector,
  type OperationRecord,
  type Telemetry,
  type TelemetryOptions,
} from "@isospan/core";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { onTestFinished, vi } from "vitest";

/** Telemetry on a real OpenTelemetry SDK, and a clock that stands still until it is told to pass. */
export interface SetUp {
  readonly telemetry: Telemetry;
  readonly tracerProvider: TracerProvider;
  records(): readonly OperationRecord[];
  /** Of model calls alone. */
  calls(): readonly OperationRecord[];
  /** Each as name and outcome, in the order of their ends. */
  ended(): readonly string[];
  spans(): readonly ReadableSpan[];
  /** Time passes, and what is due is swept. */
  pass(ms: number): void;
}

export interface SetUpOptions extends TelemetryOptions {
  /** Whether the application has installed a context manager. @default true */
  readonly contextManager?: boolean;
  /** Whether it has registered us for all of its calls. @default false */
  readonly register?: boolean;
}

export function setUp({ contextManager = true, register = false, ...options }: SetUpOptions = {}): SetUp {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  context.disable();
  if (contextManager) context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const memory = memoryCollector();
  let nowMs = Date.UTC(2026, 0, 1);
  const clock = { now: () => nowMs };
  const telemetry = createTelemetry({ prices: false, collector: memory, tracerProvider, clock, ...options });
  if (register) onTestFinished(registerIsospan({ telemetry }));
  const records = (): readonly OperationRecord[] => memory.records();
  return {
    telemetry,
    tracerProvider,
    records,
    calls: () => records().filter(({ name }) => name === "chat" || name === "embeddings"),
    ended: () => records().map(({ name, outcome }) => `${name} ${outcome}`),
    spans: () => exporter.getFinishedSpans(),
    pass: (ms) => {
      nowMs += ms;
      vi.advanceTimersByTime(1_000);
    },
  };
}
