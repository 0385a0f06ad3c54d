import type { Instrument, Point } from "../instrument.ts";
import { EXPORT_METRICS } from "../own-metrics.ts";
import { LABEL } from "../semconv-labels.ts";
import { type DropReason, exportCounts } from "../sender/export-ledger.ts";

type Counts = Readonly<Partial<Record<DropReason, number>>>;

/**
 * What exporters have sent and dropped so far, by the counters that tell it. These are of the process and not of one
 * telemetry: a sink of metrics asks when it is asked, and gets no points of them otherwise.
 */
export function exportedPoints(): ReadonlyMap<Instrument, readonly Point[]> {
  const { spans, bytes, dropped, retries } = EXPORT_METRICS;
  const all = Object.entries(exportCounts());
  const totals = (instrument: Instrument, key: "spans" | "bytes"): readonly Point[] =>
    all.flatMap(([destination, counts]) => {
      const attributes = { [LABEL.destination]: destination };
      return counts[key] > 0 ? [{ instrument, value: counts[key], attributes }] : [];
    });
  const byReason = (instrument: Instrument, key: "dropped" | "retries"): readonly Point[] =>
    all.flatMap(([destination, counts]) =>
      Object.entries(counts[key] satisfies Counts).map(([reason, value]) => {
        return { instrument, value, attributes: { [LABEL.destination]: destination, [LABEL.reason]: reason } };
      }),
    );
  return new Map([
    [spans, totals(spans, "spans")],
    [bytes, totals(bytes, "bytes")],
    [dropped, byReason(dropped, "dropped")],
    [retries, byReason(retries, "retries")],
  ]);
}
