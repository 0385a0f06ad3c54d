import { checkOptions } from "../check-options.ts";
import type { OperationRecord } from "../record.ts";
import type { Sink } from "../sink.ts";

/** The records of one trace, in the order in which they ended. */
export interface Run {
  readonly traceId: string;
  readonly records: readonly OperationRecord[];
}

export interface MemoryCollector extends Sink {
  /** Oldest first. */
  runs(): readonly Run[];
  run(traceId: string): Run | undefined;
  records(): readonly OperationRecord[];
  clear(): void;
}

export interface MemoryCollectorOptions {
  /** Most runs to keep; past it the oldest goes. @default 10000 */
  readonly maxRuns?: number | undefined;
}

/** Most of one run. */
const MAX_RECORDS = 10_000;

/** Keeps finished records in memory, by trace. Its name in the content policy is `memory`. */
export function memoryCollector(options: MemoryCollectorOptions = {}): MemoryCollector {
  checkOptions(options, { maxRuns: [(value) => typeof value === "number" && value > 0, "Pass a number above 0."] });
  const { maxRuns = 10_000 } = options;
  const runs = new Map<string, { traceId: string; records: OperationRecord[] }>();
  const collect = (record: OperationRecord): void => {
    const run = runs.get(record.traceId);
    if (run !== undefined) {
      if (run.records.length < MAX_RECORDS) run.records.push(record);
      return;
    }
    runs.set(record.traceId, { traceId: record.traceId, records: [record] });
    const oldest = runs.size > maxRuns ? runs.keys().next() : undefined;
    if (oldest && !oldest.done) runs.delete(oldest.value);
  };
  return Object.assign(collect, {
    destination: "memory",
    runs: () => [...runs.values()],
    run: (traceId: string) => runs.get(traceId),
    records: () => [...runs.values()].flatMap((run) => run.records),
    clear: () => runs.clear(),
  });
}
