import {
  createTelemetry,
  type MemoryCollector,
  memoryCollector,
  type OperationRecord,
  type Telemetry,
  type TelemetryOptions,
} from "@isospan/core";
import { IsospanCallbackHandler, type IsospanCallbackHandlerOptions } from "../src/index.ts";

export interface SetUp {
  readonly handler: IsospanCallbackHandler;
  readonly telemetry: Telemetry;
  readonly memory: MemoryCollector;
  /** The only record there is. Throws where there is none, or more than one. */
  record(): OperationRecord;
}

/** A handler whose records can be looked at, without prices, at a clock that stands still. */
export function setUp(options: TelemetryOptions = {}, handling: IsospanCallbackHandlerOptions = {}): SetUp {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory, clock: { now: () => 0 }, ...options });
  const handler = new IsospanCallbackHandler({ telemetry, ...handling });
  const record = (): OperationRecord => {
    const [found, ...others] = memory.records();
    if (found === undefined || others.length > 0) throw new Error(`${others.length} records too many, or none`);
    return found;
  };
  return { handler, telemetry, memory, record };
}
