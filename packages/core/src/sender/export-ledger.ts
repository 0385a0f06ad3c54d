import { metrics } from "@opentelemetry/api";
import { getTelemetry } from "../default-telemetry.ts";
import { pointWriter } from "../otel-metrics.ts";
import { EXPORT_METRICS } from "../own-metrics.ts";
import { LABEL } from "../semconv-labels.ts";

/** Why something did not reach a destination. */
export type DropReason =
  | "queue_full" // more was waiting than may be held
  | "too_large" // refused with 413, alone
  | "rejected" // refused as invalid, or in a successful answer
  | "unauthorized" // refused with 401 or 403: most likely a wrong key
  | "rate_limited" // 429 until the deadline
  | "unavailable" // 408 or 5xx until the deadline
  | "timeout" // no answer in time, until the deadline
  | "network" // no connection, until the deadline
  | "encode_error" // its encoder threw
  | "shutdown" // handed over after shutdown, or not settled within its deadline
  | "failed"; // an exporter that is not ours reported a failure

/** What has become of all that was handed over for one destination. */
export interface ExportCounts {
  readonly spans: number;
  /** Bytes of the bodies that were accepted, as sent: compressed. */
  readonly bytes: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly retries: Readonly<Partial<Record<DropReason, number>>>;
}

/** Where an exporter accounts for what it was handed. Counts in the process, and by OpenTelemetry counters. */
export interface ExportLedger {
  sent(spans: number, bytes?: number): void;
  /** Says so by a diagnostic as well, once a minute at most. `detail` may hold what the destination answered. */
  dropped(spans: number, reason: DropReason, message: string, detail?: unknown): void;
  retried(reason: DropReason): void;
}

/**
 * What an exporter with a ledger of its own has beside its exporting, so that nobody counts the same spans again. It
 * settles every span that it is handed, within its own deadlines.
 */
export interface AccountedExporter {
  readonly destination: string;
  readonly keepsAccount: true;
  /** What is not settled within that time is dropped. @default 5000 milliseconds */
  shutdown(deadlineMs?: number): Promise<void>;
}

interface Account {
  spans: number;
  bytes: number;
  readonly dropped: Partial<Record<DropReason, number>>;
  readonly retries: Partial<Record<DropReason, number>>;
}

// One for the process, whichever copy of this package asks.
const shared = globalThis as { [key: symbol]: unknown };
const ACCOUNTS = Symbol.for("isospan.exports@1");
shared[ACCOUNTS] ??= new Map<string, Account>();
const accounts = shared[ACCOUNTS] as Map<string, Account>;

// The global provider, so that a user's own SDK counts as well; it may appear later than the first export.
const write = pointWriter(() => metrics.getMeter("@isospan/core"));

/** What has been exported from this process so far, by destination. */
export function exportCounts(): Readonly<Record<string, ExportCounts>> {
  return Object.fromEntries([...accounts].map(([destination, account]) => [destination, structuredClone(account)]));
}

/** The account of one destination. */
export function exportLedger(destination: string): ExportLedger {
  const account = accounts.get(destination) ?? { spans: 0, bytes: 0, dropped: {}, retries: {} };
  accounts.set(destination, account);
  const attributes = { [LABEL.destination]: destination };
  const because = (reason: DropReason) => ({ ...attributes, [LABEL.reason]: reason });
  return {
    sent: (spans, bytes = 0) => {
      account.spans += spans;
      account.bytes += bytes;
      if (spans > 0) write(() => [{ instrument: EXPORT_METRICS.spans, value: spans, attributes }]);
      if (bytes > 0) write(() => [{ instrument: EXPORT_METRICS.bytes, value: bytes, attributes }]);
    },
    dropped: (spans, reason, message, detail) => {
      account.dropped[reason] = (account.dropped[reason] ?? 0) + spans;
      write(() => [{ instrument: EXPORT_METRICS.dropped, value: spans, attributes: because(reason) }]);
      const code = reason === "unauthorized" ? "export_unauthorized" : "export_dropped";
      getTelemetry().report(code, `${destination}: ${message}`, { about: destination, error: detail });
    },
    retried: (reason) => {
      account.retries[reason] = (account.retries[reason] ?? 0) + 1;
      write(() => [{ instrument: EXPORT_METRICS.retries, value: 1, attributes: because(reason) }]);
    },
  };
}
