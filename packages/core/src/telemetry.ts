import type { Capture } from "./capture.ts";
import type { Operation, OperationStart, Recorder } from "./contract.ts";
import { type CostLedger, Ledger, NO_LEDGER } from "./costs/cost-ledger.ts";
import type { DiagnosticCode } from "./diagnostics.ts";
import { evaluationLog } from "./events/evaluation-log.ts";
import type { FeedbackInput, FeedbackResult, TelemetryEventInput } from "./events/event-input.ts";
import { EventOutlet } from "./events/event-outlet.ts";
import { currentReference, type Referable, type TraceReference, toReference } from "./events/trace-reference.ts";
import { saidHere, userHere } from "./inherit.ts";
import type { TelemetryOptions } from "./options.ts";
import { otelMetrics } from "./otel-metrics.ts";
import { Outlet } from "./outlet.ts";
import { toParts } from "./parts.ts";
import { Providers } from "./providers.ts";
import type { OperationRecord, UserContext } from "./record.ts";
import { CoreRecorder } from "./recorder.ts";
import { runOperation } from "./run-operation.ts";
import { currentPlace, runHere } from "./scope.ts";
import type { Sink } from "./sink.ts";
import { SpanWriter } from "./span-writer.ts";

export interface ReportDetail {
  /** What was thrown or answered; redacted before it is told. */
  readonly error?: unknown;
  /** What of this kind is told by itself, such as the name of a destination. */
  readonly about?: string;
}

/** What `capture` has caught. */
export interface Captured<T> {
  readonly result: T;
  /** Of what ended meanwhile, in that order. */
  readonly records: readonly OperationRecord[];
  /** To the outermost operation of them that ended last, for feedback. `undefined` where there was none. */
  readonly reference: TraceReference | undefined;
}

export interface Telemetry {
  /** What adapters report to. */
  readonly recorder: Recorder;
  /** What the model calls of this telemetry used and cost so far. */
  readonly costs: CostLedger;
  /** Runs `fn` as one operation: its span, context and record; what it throws is recorded and thrown on. */
  run<T>(start: OperationStart, fn: (operation: Operation) => T | Promise<T>): Promise<T>;
  /**
   * Runs `fn` for somebody: what starts within has this session, user, tenant, tags, metadata and prompt, with those of
   * what is around. What an operation says of itself counts more. What `fn` throws is thrown on.
   */
  withContext<T>(context: UserContext, fn: () => T | Promise<T>): Promise<T>;
  /** Runs `fn` and returns its result together with the records of what ended meanwhile, in that order. */
  capture<T>(fn: () => T | Promise<T>): Promise<Captured<T>>;
  /**
   * The reference that feedback needs: to the innermost operation around, or to what a record tells of. The application
   * puts it into its own response. `undefined` outside of any operation.
   */
  reference(): TraceReference | undefined;
  reference(record: Referable): TraceReference;
  /**
   * What a person said of an answer: counted, written as a log event, and sent to the sinks that take it. Resolves with
   * what became of it at each of those. Never rejects: what is wrong with it is told in the result.
   */
  feedback(feedback: FeedbackInput): Promise<FeedbackResult>;
  /** Reports what happened around the operations. Never throws: what is wrong with it is counted. */
  event(event: TelemetryEventInput): void;
  /** How often each kind of trouble with telemetry itself has occurred. */
  diagnostics(): Readonly<Partial<Record<DiagnosticCode, number>>>;
  /** For exporters and adapters: counts trouble with telemetry itself, and tells of it once a minute at most. */
  report(code: DiagnosticCode, message: string, detail?: ReportDetail): void;
  /** Waits until finished records have left: prices, sinks, and the providers that were passed in. Never rejects. */
  flush(): Promise<void>;
  /** Closes what is open as abandoned, flushes, and shuts sinks down. Starts after it do nothing. Never rejects. */
  shutdown(): Promise<void>;
}

/** Makes a telemetry. Every option can be left out. Throws `ConfigurationError` where one is wrong. */
export function createTelemetry(options: TelemetryOptions = {}): Telemetry {
  const parts = toParts(options);
  const { diagnostics } = parts;
  const providers = new Providers(parts);
  const { costs } = parts.options;
  const ledger = costs === false ? undefined : new Ledger(() => recorder.now(), costs === true ? {} : costs);
  const sinks: Sink[] = [otelMetrics(parts.options.semconv, () => providers.meter()), ...parts.options.sinks];
  if (ledger !== undefined) sinks.unshift((record) => ledger.add(record));
  const outlet = new Outlet(parts, new SpanWriter(parts, providers), [...sinks]);
  sinks.push(evaluationLog(() => providers.logger()));
  const events = new EventOutlet(parts, sinks, () => ({
    atMs: recorder.now(),
    context: userHere(currentPlace()) ?? {},
  }));
  const recorder = new CoreRecorder(parts, outlet);
  const quietly = async (task: string, fn: () => Promise<void> | undefined): Promise<void> => {
    try {
      await fn();
    } catch (error) {
      diagnostics.report("sink_error", `A ${task} failed`, error);
    }
  };
  const flush = async (): Promise<void> => {
    await recorder.settle();
    await outlet.settled();
    await Promise.all(sinks.map((sink) => quietly("flush", () => sink.flush?.())));
    await quietly("flush", () => providers.flush());
  };
  const close = async (): Promise<void> => {
    recorder.close();
    events.close();
    await flush();
    outlet.close();
    await Promise.all(sinks.map((sink) => quietly("shutdown", () => sink.shutdown?.())));
  };
  let closed: Promise<void> | undefined;
  return {
    recorder,
    costs: ledger ?? NO_LEDGER,
    run: (start, fn) => runOperation(recorder, start, fn),
    withContext: async (context, fn) => {
      const place = currentPlace();
      return runHere(place, { user: saidHere(place, recorder.toContext(context)) }, async () => fn());
    },
    capture: async (fn) => {
      const place = currentPlace();
      const capture: Capture = { records: [], outer: place.scope?.capture };
      const result = await runHere(place, { capture }, fn);
      await recorder.settle();
      await outlet.settled();
      const records = [...capture.records];
      return { result, records, reference: toOutermost(records) };
    },
    reference,
    feedback: (feedback) => events.feedback(feedback),
    event: (event) => events.event(event),
    diagnostics: () => diagnostics.counts(),
    report: (code, message, { error, about } = {}) => diagnostics.report(code, message, error, about),
    flush,
    shutdown: () => {
      closed ??= close();
      return closed;
    },
  };
}

function reference(): TraceReference | undefined;
function reference(record: Referable): TraceReference;
function reference(record?: Referable): TraceReference | undefined {
  return record === undefined ? currentReference() : toReference(record);
}

/** What ends last among those with the fewest around them: the answer that somebody got. */
function toOutermost(records: readonly OperationRecord[]): TraceReference | undefined {
  const fewest = Math.min(...records.map(({ ancestry }) => ancestry.length));
  const outermost = records.findLast(({ ancestry }) => ancestry.length === fewest);
  return outermost && toReference(outermost);
}
