import type { OperationName } from "./contract.ts";
import type { DiagnosticCode } from "./diagnostics.ts";
import type { TelemetryEvent } from "./events/telemetry-event.ts";
import type { OperationRecord, StartedRecord } from "./record.ts";

/** What became of an event that a sink has sent on. With an error: it did not arrive, and the sink has said so. */
export type SinkAnswer = { readonly error?: Error | undefined } | undefined;

/** Receives each finished record. What it throws is counted and goes no further. */
export interface Sink {
  (record: OperationRecord): void;
  /** Its name in the content policy; without one it gets content only where all destinations do. */
  readonly destination?: string;
  /** Told when an operation begins, and again where a workflow turns out an agent. */
  started?(record: StartedRecord): void;
  /** Of which operations `started` is told. @default all */
  readonly startedOf?: readonly OperationName[];
  /** Told each time that something goes wrong with telemetry itself. */
  diagnostic?(code: DiagnosticCode): void;
  /**
   * Receives what happens around operations, such as feedback; content is left out where denied. A sink that sends it
   * on returns a promise, and in it the error where it did not arrive: `telemetry.feedback` tells its caller.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: most sinks return nothing, and need not say so
  event?(event: TelemetryEvent): void | Promise<SinkAnswer>;
  flush?(): Promise<void>;
  shutdown?(): Promise<void>;
}
