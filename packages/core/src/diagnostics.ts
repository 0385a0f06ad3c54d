import { diag } from "@opentelemetry/api";
import type { Redactor } from "./redact.ts";

/** What can go wrong with telemetry itself. */
export type DiagnosticCode =
  | "hidden_provider" // a provider registered through another copy of the OpenTelemetry API
  | "internal_error" // a defect of ours, or input that defeated us; the application did not notice
  | "sink_error" // a sink or collector threw
  | "gate_error" // a gate's `leave` threw
  | "redactor_error" // a redactor threw; the text was dropped
  | "unreadable_field" // a getter or proxy threw; the field was left out
  | "invalid_event" // an event or a feedback that says too little, or what it cannot mean
  | "invalid_usage" // token counts that contradict each other or are no counts
  | "double_end" // an operation was ended twice
  | "evicted" // an open operation was closed because there were too many, or it was idle for too long
  | "start_after_shutdown"
  | "export_dropped" // a destination did not get what it was meant to get
  | "export_unauthorized" // a destination refused our key
  | "existing_provider" // an OpenTelemetry SDK was there before startTelemetry; it was kept
  | "environment_ignored" // a variable of the environment asks for what there is not
  | "prices_unavailable" // the price book could not be loaded
  | "prices_not_refreshed" // newer prices could not be fetched, or were not in the feed's form
  | "unknown_model"; // no price is known for a model

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly message: string;
  /** How often this code has occurred so far. */
  readonly count: number;
}

const REPORT_EVERY_MS = 60_000;
/** Most subjects that are told of apart. */
const MAX_SUBJECTS = 1_000;

/**
 * Counts what goes wrong and reports each code at most once a minute: to `onDiagnostic`, and to OpenTelemetry's own
 * diagnostics, which are silent until the application sets a logger.
 */
export class Diagnostics {
  readonly #counts = new Map<DiagnosticCode, number>();
  readonly #reportedAtMs = new Map<string, number>();
  readonly #subjects = new Set<string>();
  readonly #listener: ((diagnostic: Diagnostic) => void) | undefined;
  readonly #redactors: readonly Redactor[];
  /** Hears of every one, to count it elsewhere. */
  counter: ((code: DiagnosticCode) => void) | undefined;
  #counting = false;

  constructor(listener: ((diagnostic: Diagnostic) => void) | undefined, redactors: readonly Redactor[]) {
    this.#listener = listener;
    this.#redactors = redactors;
  }

  /** Counts each time, and tells of each subject once: of a model without a price, and not of every call of it. */
  once(code: DiagnosticCode, subject: string, message: string): void {
    const key = `${code} ${subject}`;
    const first = !this.#subjects.has(key) && this.#subjects.size < MAX_SUBJECTS;
    const count = this.#count(code);
    if (!first) return;
    this.#subjects.add(key);
    this.#tell({ code, message, count });
  }

  /** `about`: what of this kind is told by itself, such as one of several destinations. */
  report(code: DiagnosticCode, message: string, error?: unknown, about: string = ""): void {
    const count = this.#count(code);
    const nowMs = performance.now();
    const kind = `${code} ${about}`;
    const lastMs = this.#reportedAtMs.get(kind);
    if (lastMs !== undefined && nowMs - lastMs < REPORT_EVERY_MS) return;
    this.#reportedAtMs.set(kind, nowMs);
    this.#tell({ code, message: error === undefined ? message : `${message}: ${this.#describe(error)}`, count });
  }

  #count(code: DiagnosticCode): number {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    this.#tellCounter(code);
    return count;
  }

  #tell(diagnostic: Diagnostic): void {
    try {
      diag.warn(`isospan: ${diagnostic.message}`);
      const heard: unknown = this.#listener?.(diagnostic);
      if (heard instanceof Promise) heard.catch(() => {});
    } catch {
      // A listener that throws has nobody left to tell.
    }
  }

  counts(): Readonly<Partial<Record<DiagnosticCode, number>>> {
    return Object.fromEntries(this.#counts);
  }

  /** What goes wrong with counting is counted here alone. */
  #tellCounter(code: DiagnosticCode): void {
    if (this.#counting) return;
    this.#counting = true;
    try {
      this.counter?.(code);
    } finally {
      this.#counting = false;
    }
  }

  /** What was thrown may quote what nobody should see. */
  #describe(error: unknown): string {
    try {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return this.#redactors.reduce((rest, redact) => redact(rest), text);
    } catch {
      return "an error that cannot be shown";
    }
  }
}
