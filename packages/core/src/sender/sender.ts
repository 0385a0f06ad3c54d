import { getTelemetry } from "../default-telemetry.ts";
import { Delivery, UNDELIVERED } from "./delivery.ts";
import { eachInTurn } from "./each-in-turn.ts";
import { inOrder } from "./in-order.ts";
import { type Runtime, systemRuntime, unobserved } from "./runtime.ts";
import { type ResolvedSenderOptions, resolveSenderOptions, type SenderOptions } from "./sender-options.ts";
import { type Handed, type Held, type SendResult, Settlement } from "./settlement.ts";

const FLUSH_DEADLINE_MS = 30_000;
const SHUTDOWN_DEADLINE_MS = 5_000;
const AFTERWARDS = "handed over after shutdown";

/** Posts items to one destination: in bounded batches, with retries, within bounded memory. */
export interface Sender<T> {
  /**
   * Hands items over; they are batched with what else is waiting. Resolves when each of them is sent or dropped, which
   * takes no longer than the queue before them and one deadline. Never rejects.
   */
  send(items: readonly T[]): Promise<SendResult>;
  /**
   * The same of what is yet to be converted: in slices over turns of the event loop, one call after the other. Each source
   * has the place of an item until then, so that callers who do not wait are bounded as well; where there is no room, and
   * after `shutdown`, it is dropped unconverted. A source of which nothing is made is neither sent nor dropped, one at
   * which `convert` throws is dropped. `rest` is asked for more when these are converted. It must not throw.
   */
  sendConverted<S>(
    sources: readonly S[],
    convert: (source: S) => readonly T[],
    rest?: () => readonly T[],
  ): Promise<SendResult>;
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
  /** One conversion after the other. */
  readonly #ordered = inOrder();
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

  send(items: readonly T[]): Promise<SendResult> {
    const settlement = new Settlement(items.length);
    this.#enqueue(items, settlement, this.#closed && AFTERWARDS);
    return this.#opened(settlement);
  }

  sendConverted<S>(
    sources: readonly S[],
    convert: (source: S) => readonly T[],
    rest: () => readonly T[] = () => [],
  ): Promise<SendResult> {
    const late = this.#closed && AFTERWARDS;
    // One more than there are, so that it stays open until all is converted.
    const settlement = new Settlement(sources.length + 1);
    // All alike.
    const place = { bytes: 0, settlement };
    const places = this.#admit(Array<Held>(sources.length).fill(place), late);
    if (late !== undefined || places.length < Math.min(1, sources.length)) settlement.more(-1);
    else {
      // Not by the caller's array, which is theirs to use again.
      const mine = sources.slice(0, places.length);
      void this.#ordered("all", () => this.#convert(mine, places, settlement, convert, rest));
    }
    return this.#opened(settlement);
  }

  async #convert<S>(
    sources: readonly S[],
    places: readonly Held[],
    settlement: Settlement,
    convert: (source: S) => readonly T[],
    rest: () => readonly T[],
  ): Promise<void> {
    const { signal } = this.#stop;
    const items: T[] = [];
    let converted = 0;
    let left = 0;
    await eachInTurn(sources, (source) => {
      if (signal.aborted) {
        left++;
        return;
      }
      try {
        for (const item of convert(source)) items.push(item);
        converted++;
      } catch (error) {
        this.#delivery.drop(places.slice(0, 1), "encode_error", "it could not be converted", error);
      }
    });
    this.#delivery.drop(places.slice(0, left), "shutdown", UNDELIVERED);
    if (!signal.aborted) items.push(...this.#more(rest));
    // What has been made takes their places.
    this.#hold(places.slice(0, converted), -1);
    settlement.more(items.length - converted);
    this.#enqueue(items, settlement, signal.aborted ? UNDELIVERED : undefined);
    settlement.more(-1);
  }

  /** It is to count by itself what it cannot convert. */
  #more(rest: () => readonly T[]): readonly T[] {
    try {
      return rest();
    } catch (error) {
      getTelemetry().report("internal_error", "What was left to convert was lost", { error });
      return [];
    }
  }

  #enqueue(items: readonly T[], settlement: Settlement, late: string | undefined): void {
    const handed = items.map((item) => ({ item, bytes: this.#sizeOf(item), settlement }));
    for (const each of this.#admit(handed, late)) this.#queue.push(each);
    this.#schedule();
  }

  /** Those that there is room for; the others are dropped, and all where it is too `late`, which says why. */
  #admit<H extends Held>(all: readonly H[], late: string | undefined): readonly H[] {
    const taken = late === undefined ? this.#fitting(all) : 0;
    this.#hold(all, 1);
    const rest = all.slice(taken);
    if (late === undefined) this.#delivery.drop(rest, "queue_full", "too much is waiting already");
    else this.#delivery.drop(rest, "shutdown", late);
    return all.slice(0, taken);
  }

  #opened({ result }: Settlement): Promise<SendResult> {
    this.#open.add(result);
    void result.then(() => this.#open.delete(result));
    return result;
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
    this.#delivery.drop(waiting, "shutdown", UNDELIVERED);
    await Promise.all(this.#open);
  }

  /** How many of these there is room for. */
  #fitting(handed: readonly Held[]): number {
    const { maxQueueItems, maxQueueBytes } = this.#options;
    let bytes = this.#heldBytes;
    const most = Math.min(handed.length, Math.max(0, maxQueueItems - this.#heldItems));
    for (let taken = 0; taken < most; taken++) {
      bytes += handed[taken]?.bytes ?? 0;
      if (bytes > maxQueueBytes) return taken;
    }
    return most;
  }

  #hold(batch: readonly Held[], sign: 1 | -1): void {
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
