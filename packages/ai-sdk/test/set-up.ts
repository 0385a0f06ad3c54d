import {
  createTelemetry,
  type MemoryCollector,
  memoryCollector,
  type OperationRecord,
  type Telemetry,
  type TelemetryOptions,
} from "@isospan/core";

export interface SetUp {
  readonly telemetry: Telemetry;
  readonly records: MemoryCollector["records"];
  /** The only record there is. Throws where there is none, or more than one. */
  record(): OperationRecord;
  /** Lets time pass. It stands still otherwise. */
  wait(ms: number): void;
}

/** A telemetry whose records can be looked at, without prices, at a clock that stands still. */
export function setUp(options: TelemetryOptions = {}): SetUp {
  let nowMs = 0;
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory, clock: { now: () => nowMs }, ...options });
  const record = (): OperationRecord => {
    const [found, ...others] = memory.records();
    if (found === undefined || others.length > 0) throw new Error(`${others.length} records too many, or none`);
    return found;
  };
  const wait = (ms: number): void => {
    nowMs += ms;
  };
  return { telemetry, records: memory.records, record, wait };
}

/** Whatever is read of it throws. */
export function unreadable(): never {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy as never;
}

/** An object with fields, one of which throws when it is read. */
export function throwing(field: string, others: object = {}): never {
  const get = (): never => {
    throw new Error(`${field} is unreadable`);
  };
  return Object.defineProperty({ ...others }, field, { get, enumerable: true }) as never;
}

export async function readAll<T>(stream: ReadableStream<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const part of stream) read.push(part);
  return read;
}
