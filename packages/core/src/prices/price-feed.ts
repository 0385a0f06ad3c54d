import type { Clock } from "../clock.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { outside } from "../scope.ts";
import type { Book } from "./book.ts";
import { type PriceRefresh, REFRESH_MS } from "./price-options.ts";
import { toFetchedBook } from "./to-fetched-book.ts";

const TIMEOUT_MS = 30_000;
/** The feed has some 400 kB. */
const MAX_CHARACTERS = 16_000_000;

/** Newer prices from where the application says: checked as a whole before they are used, and kept when the next fail. */
export class PriceFeed {
  book: Book | undefined;
  readonly #refresh: PriceRefresh;
  readonly #clock: Clock;
  readonly #diagnostics: Diagnostics;
  readonly #changed: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(refresh: PriceRefresh, clock: Clock, diagnostics: Diagnostics, changed: () => void) {
    this.#refresh = refresh;
    this.#clock = clock;
    this.#diagnostics = diagnostics;
    this.#changed = changed;
  }

  /** Nobody waits for it: until the first feed has come, the bundled book is used. */
  open(): void {
    if (this.#timer !== undefined) return;
    void this.fetch();
    const every = this.#refresh.intervalMs ?? REFRESH_MS;
    this.#timer = outside(() => setInterval(() => void this.fetch(), every));
    // Where timers are numbers there is nothing to hold the process open.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Never rejects. */
  async fetch(): Promise<void> {
    try {
      const at = new Date(this.#clock.now()).toISOString();
      this.book = toFetchedBook(await this.#read(), `genai-prices@${at}`);
      this.#changed();
    } catch (error) {
      this.#diagnostics.report("prices_not_refreshed", "Newer prices could not be had; the last ones stay", error);
    }
  }

  async #read(): Promise<unknown> {
    const { from } = this.#refresh;
    if (typeof from === "function") return from();
    const response = await fetch(from, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const text = await response.text();
    if (text.length > MAX_CHARACTERS) throw new Error(`${text.length} characters, which is no feed of prices`);
    return text;
  }
}
