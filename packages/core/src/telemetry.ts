import { Capture } from "./capture.ts";
import { ContentPolicy } from "./content.ts";
import type { Operation, OperationStart, Recorder, Sink } from "./contract.ts";
import { type DiagnosticCode, Diagnostics } from "./diagnostics.ts";
import { FactReader } from "./facts.ts";
import { Keeper } from "./keeper.ts";
import { resolveOptions, type TelemetryOptions } from "./options.ts";
import { otelMetrics } from "./otel-metrics.ts";
import { Outlet } from "./outlet.ts";
import { PriceBook } from "./price-book.ts";
import { Providers } from "./providers.ts";
import type { OperationRecord } from "./record.ts";
import { CoreRecorder } from "./recorder.ts";
import { runOperation } from "./run-operation.ts";
import { currentPlace, runIn } from "./scope.ts";
import { SpanWriter } from "./span-writer.ts";

export interface Telemetry {
  /** What adapters report to. */
  readonly recorder: Recorder;
  /** Runs `fn` as one operation: its span, context and record; what it throws is recorded and thrown on. */
  run<T>(start: OperationStart, fn: (operation: Operation) => T | Promise<T>): Promise<T>;
  /** Runs `fn` and returns its result together with the records of what ended meanwhile, in that order. */
  capture<T>(fn: () => T | Promise<T>): Promise<{ readonly result: T; readonly records: readonly OperationRecord[] }>;
  /** How often each kind of trouble with telemetry itself has occurred. */
  diagnostics(): Readonly<Partial<Record<DiagnosticCode, number>>>;
  /** Waits until finished records have left: prices, sinks, and the providers that were passed in. Never rejects. */
  flush(): Promise<void>;
  /** Closes what is open as abandoned, flushes, and shuts sinks down. Starts after it do nothing. Never rejects. */
  shutdown(): Promise<void>;
}

/** Makes a telemetry. Every option can be left out. Throws `ConfigurationError` where one is wrong. */
export function createTelemetry(options: TelemetryOptions = {}): Telemetry {
  return new CoreTelemetry(options);
}

class CoreTelemetry implements Telemetry {
  readonly recorder: CoreRecorder;
  readonly #diagnostics: Diagnostics;
  readonly #providers: Providers;
  readonly #outlet: Outlet;
  readonly #sinks: readonly Sink[];
  #shutdown: Promise<void> | undefined;

  constructor(given: TelemetryOptions) {
    const options = resolveOptions(given);
    const policy = new ContentPolicy(options.content);
    const diagnostics = new Diagnostics(options.onDiagnostic);
    const keeper = new Keeper(options.redact, diagnostics);
    const providers = new Providers(options.tracerProvider, options.meterProvider, diagnostics);
    this.#sinks = [otelMetrics(options.semconv, () => providers.meter()), ...options.sinks];
    this.#outlet = new Outlet({
      spans: new SpanWriter(options.semconv, policy.allows("otlp"), () => providers.tracer()),
      prices: options.prices ? new PriceBook(diagnostics) : undefined,
      sinks: this.#sinks,
      policy,
      keeper,
      diagnostics,
    });
    this.#diagnostics = diagnostics;
    this.#providers = providers;
    this.recorder = new CoreRecorder({
      clock: options.clock,
      reader: new FactReader(keeper, diagnostics, policy.captured),
      diagnostics,
      outlet: this.#outlet,
      gates: options.gates,
      limits: options,
    });
  }

  run<T>(start: OperationStart, fn: (operation: Operation) => T | Promise<T>): Promise<T> {
    return runOperation(this.recorder, start, fn);
  }

  async capture<T>(
    fn: () => T | Promise<T>,
  ): Promise<{ readonly result: T; readonly records: readonly OperationRecord[] }> {
    const { scope, operation, context } = currentPlace();
    const capture = new Capture(scope?.capture);
    const result = await runIn({ operation, context, capture, otel: context }, context, fn);
    await this.#outlet.settled();
    return { result, records: [...capture.records] };
  }

  diagnostics(): Readonly<Partial<Record<DiagnosticCode, number>>> {
    return this.#diagnostics.counts();
  }

  async flush(): Promise<void> {
    await this.#quietly("flush", () => this.#outlet.settled());
    await Promise.all(this.#sinks.map((sink) => this.#quietly("flush", () => sink.flush?.())));
    await this.#quietly("flush", () => this.#providers.flush());
  }

  shutdown(): Promise<void> {
    this.#shutdown ??= this.#close();
    return this.#shutdown;
  }

  async #close(): Promise<void> {
    this.recorder.close();
    await this.flush();
    await Promise.all(this.#sinks.map((sink) => this.#quietly("shutdown", () => sink.shutdown?.())));
  }

  async #quietly(task: string, fn: () => Promise<void> | undefined): Promise<void> {
    try {
      await fn();
    } catch (error) {
      this.#diagnostics.report("sink_error", `A ${task} failed`, error);
    }
  }
}
