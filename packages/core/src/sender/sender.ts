import { Delivery } from "./delivery.ts";
import { type Runtime, systemRuntime, unobserved } from "./runtime.ts";
import { type ResolvedSenderOptions, resolveSenderOptions, type SenderOptions } from "./sender-options.ts";
import { type Handed, type SendResult, Settlement } from "./settlement.ts";

const FLUSH_DEADLINE_MS = 30_000;
const SHUTDOWN_DEADLINE_MS = 5_000;

/** Posts items to one destination: in bounded batches, with retries, within bounded memory. */
export interface Sender<T> {
  /**
   * Hands items over; they are batched with what else is waiting. Resolves when each of them is sent or dropped, which
   * takes no longer than the queue before them and one deadline. Never rejects.
   *
   * Of items that are still being made, a promise: `flush` and `shutdown` wait for it. It must not reject.
   */
  send(items: readonly T[] | Promise<readonly T[]>): Promise<SendResult>;
  /** Resolves when all that was handed over before is settled, or after the deadline. @default 30000 milliseconds */
  flush(deadlineMs?: number): Promise<void>;
  /**
   * Takes nothing more, and resolves when all is settled. What is not by the deadline is dropped, requests in flight
   * included: of those nobody knows whether they arrived. @default 5000 milliseconds
   */
  shutdown(deadlineMs?: number): Promise<void>;
}

/**
 * Makes a sender. It holds the process open only while a request is in flight, or while somebody awaits `flush` or
 * `shutdown`. Throws `ConfigurationError` where an option is wrong.
 */
export function createSender<T>(options: SenderOptions<T>): Sender<T> {
  return new BatchSender(resolveSenderOptions(options), systemRuntime);
}

export class BatchSender<T> implements Sender<T> {
  readonly #options: ResolvedSenderOptions<T>;
  readonly #runtime: Runtime;
  readonly #delivery: Delivery<T>;
  readonly #stop = new AbortController();
  /** Everything that is not settled yet, by the `send` that brought it. */
  readonly #open = new Set<Promise<unknown>>();
  #queue: Handed<T>[] = [];
  #heldItems = 0;
  #heldBytes = 0;
  #active = 0;
  #scheduled = false;
  #turning = false;
  #closed: Promise<void> | undefined;

  constructor(options: ResolvedSenderOptions<T>, runtime: Runtime) {
    this.#options = options;
    this.#runtime = runtime;
    this.#delivery = new Delivery(options, runtime, this.#stop.signal, (batch) => this.#hold(batch, -1));
  }

  send(items: readonly T[] | Promise<readonly T[]>): Promise<SendResult> {
    const late = this.#closed !== undefined;
    const made = items instanceof Promise;
    const result = made
      ? items.then((all) => this.#send(all, late || this.#stop.signal.aborted))
      : this.#send(items, late);
    this.#open.add(result);
    void result.then(() => this.#open.delete(result));
    return result;
  }

  #send(items: readonly T[], late: boolean): Promise<SendResult> {
    const settlement = new Settlement(items.length);
    const handed = items.map((item) => ({ item, bytes: this.#sizeOf(item), settlement }));
    const taken = late ? 0 : this.#fitting(handed);
    this.#hold(handed, 1);
    for (const each of handed.slice(0, taken)) this.#queue.push(each);
    const rest = handed.slice(taken);
    if (late) this.#delivery.drop(rest, "shutdown", "handed over after shutdown");
    else this.#delivery.drop(rest, "queue_full", "too much is waiting already");
    this.#schedule();
    return settlement.result;
  }

  flush(deadlineMs: number = FLUSH_DEADLINE_MS): Promise<void> {
    return within(deadlineMs, Promise.all(this.#open));
  }

  shutdown(deadlineMs: number = SHUTDOWN_DEADLINE_MS): Promise<void> {
    this.#closed ??= this.#close(deadlineMs);
    return this.#closed;
  }

  async #close(deadlineMs: number): Promise<void> {
    await this.flush(deadlineMs);
    this.#stop.abort();
    const waiting = this.#queue;
    this.#queue = [];
    this.#delivery.drop(waiting, "shutdown", "not delivered before the deadline of shutdown");
    await Promise.all(this.#open);
  }

  /** How many of these there is room for. */
  #fitting(handed: readonly Handed<T>[]): number {
    const { maxQueueItems, maxQueueBytes } = this.#options;
    let bytes = this.#heldBytes;
    const most = Math.min(handed.length, Math.max(0, maxQueueItems - this.#heldItems));
    for (let taken = 0; taken < most; taken++) {
      bytes += handed[taken]?.bytes ?? 0;
      if (bytes > maxQueueBytes) return taken;
    }
    return most;
  }

  #hold(batch: readonly Handed<T>[], sign: 1 | -1): void {
    this.#heldItems += sign * batch.length;
    for (const { bytes } of batch) this.#heldBytes += sign * bytes;
  }

  /** After what is running now, so that what is handed over one by one travels together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    unobserved(() =>
      queueMicrotask(() => {
        this.#scheduled = false;
        this.#pump();
      }),
    );
  }

  /** One batch in a turn of the event loop: to write all that may be under way would hold the application up. */
  #pump(): void {
    if (this.#turning || this.#active >= this.#options.maxConcurrency || this.#queue.length === 0) return;
    this.#active++;
    void this.#delivery.deliver(this.#take()).then(() => {
      this.#active--;
      this.#pump();
    });
    this.#turning = true;
    this.#runtime.turn(() => {
      this.#turning = false;
      this.#pump();
    });
  }

  #take(): readonly Handed<T>[] {
    const { maxBatchItems, maxBatchBytes } = this.#options;
    let bytes = 0;
    const end = this.#queue.findIndex((each, place) => {
      bytes += each.bytes;
      return place >= maxBatchItems || (bytes > maxBatchBytes && place > 0);
    });
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end);
  }

  /** A size that cannot be told is none: the item fails when it is encoded. */
  #sizeOf(item: T): number {
    try {
      const bytes = this.#options.sizeOf(item);
      return Number.isFinite(bytes) ? Math.max(0, bytes) : 0;
    } catch {
      return 0;
    }
  }
}

/** Waits no longer than that. The timer holds the process, since somebody awaits this. */
async function within(ms: number, task: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([task, late]);
  clearTimeout(timer);
}
