import { formatTree } from "../format-tree.ts";
import type { OperationRecord } from "../record.ts";
import type { Sink } from "../sink.ts";
import { type LineOptions, toWrite } from "./stdout-collector.ts";

const MAX_OPEN_TREES = 1_000;

/** Prints each run as an indented tree when its outermost operation ends: model, tokens, tool, time, cost. */
export function consoleTree(options: LineOptions = {}): Sink {
  const write = toWrite(options);
  const open = new Map<string, OperationRecord[]>();
  const collect = (record: OperationRecord): void => {
    const root = record.ancestry[0]?.spanId ?? record.spanId;
    const records = open.get(root) ?? [];
    records.push(record);
    if (record.ancestry.length > 0) {
      open.set(root, records);
      const oldest = open.size > MAX_OPEN_TREES ? open.keys().next() : undefined;
      if (oldest && !oldest.done) open.delete(oldest.value);
      return;
    }
    open.delete(root);
    write(formatTree(records));
  };
  return Object.assign(collect, { destination: "console" });
}
