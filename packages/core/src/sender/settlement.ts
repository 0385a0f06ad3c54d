import type { DropReason } from "./export-ledger.ts";

/** What has become of the items of one `send`. `sent` and all of `dropped` together are what was handed over. */
export interface SendResult {
  readonly sent: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** What went wrong last, for an exporter's own result. */
  readonly error?: Error;
}

/** The items of one `send`, until each is settled. */
export class Settlement {
  readonly result: Promise<SendResult>;
  readonly #resolve: (result: SendResult) => void;
  readonly #dropped: Partial<Record<DropReason, number>> = {};
  #open: number;
  #sent = 0;
  #error: Error | undefined;

  constructor(items: number) {
    const { promise, resolve } = Promise.withResolvers<SendResult>();
    this.result = promise;
    this.#resolve = resolve;
    this.#open = items;
    this.#close();
  }

  /** So many more are to be settled, or fewer. */
  more(count: number): void {
    this.#open += count;
    this.#close();
  }

  sent(): void {
    this.#sent++;
    this.#open--;
    this.#close();
  }

  dropped(reason: DropReason, message: string): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
    if (this.#error?.message !== message) this.#error = new Error(message);
    this.#open--;
    this.#close();
  }

  #close(): void {
    if (this.#open > 0) return;
    const error = this.#error;
    this.#resolve({ sent: this.#sent, dropped: this.#dropped, ...(error && { error }) });
  }
}

/** What takes a place in a sender until it is settled. */
export interface Held {
  readonly bytes: number;
  readonly settlement: Settlement;
}

/** One item on its way. */
export interface Handed<T> extends Held {
  readonly item: T;
}
