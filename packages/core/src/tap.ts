import type { Operation } from "./contract.ts";
import type { RecordedOperation } from "./operation.ts";
import { toAbortEnd } from "./to-error.ts";

// An unread stream that is collected will never end by itself.
const collected = new FinalizationRegistry<RecordedOperation>((operation) => {
  const { endedAtMs, lastActivityMs } = operation;
  if (endedAtMs === undefined) operation.end({ outcome: "abandoned" }, { endedAtMs: lastActivityMs });
});

/** The same stream, pulled only when it is read. The operation ends with it, unless `see` has ended it before. */
export function tapStream<T>(
  operation: RecordedOperation,
  stream: ReadableStream<T>,
  see: (part: T) => void,
): ReadableStream<T> {
  try {
    const tapped = new ReadableStream<T>(new Tap(operation, stream.getReader(), see), { highWaterMark: 0 });
    collected.register(tapped, operation, operation);
    return tapped;
  } catch (error) {
    operation.host.failed("tap", error);
    return stream;
  }
}

type Read<T> = Awaited<ReturnType<ReadableStreamDefaultReader<T>["read"]>>;

class Tap<T> {
  readonly #operation: RecordedOperation;
  readonly #reader: ReadableStreamDefaultReader<T>;
  readonly #see: (part: T) => void;
  #controller: ReadableStreamDefaultController<T> | undefined;

  constructor(operation: RecordedOperation, reader: ReadableStreamDefaultReader<T>, see: (part: T) => void) {
    this.#operation = operation;
    this.#reader = reader;
    this.#see = see;
  }

  start(controller: ReadableStreamDefaultController<T>): void {
    this.#controller = controller;
  }

  /** Without an asynchronous function, since this happens for every chunk. */
  pull(): Promise<void> {
    try {
      return this.#reader.read().then(this.#handOn, this.#fail);
    } catch (error) {
      return this.#fail(error);
    }
  }

  cancel(reason: unknown): Promise<void> {
    const { facts, signal } = this.#operation;
    // What has reported an error has failed, whoever lets go of it then. The AI SDK cancels without saying why; the signal
    // knows.
    this.#end(facts.error === undefined ? toAbortEnd(reason ?? signal?.reason) : { outcome: "incomplete" });
    return this.#reader.cancel(reason);
  }

  readonly #handOn = (read: Read<T>): void => {
    if (read.done) {
      this.#end({ outcome: "incomplete" });
      this.#controller?.close();
      return;
    }
    try {
      this.#see(read.value);
    } catch (error) {
      this.#operation.host.failed("reading a stream part", error);
    }
    this.#controller?.enqueue(read.value);
  };

  readonly #fail = (error: unknown): never => {
    // Anything may be thrown, `undefined` too.
    this.#end({ error: error ?? null });
    throw error;
  };

  #end(end: Parameters<Operation["end"]>[0]): void {
    collected.unregister(this.#operation);
    if (this.#operation.endedAtMs === undefined) this.#operation.end(end);
  }
}
