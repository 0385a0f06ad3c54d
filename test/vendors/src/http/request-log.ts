import type { ServedRequest } from "./exchange.ts";

/** Every request, and who waits for more of them. */
export class RequestLog {
  readonly entries: ServedRequest[] = [];
  readonly #waiting = new Set<() => void>();

  add(request: ServedRequest): void {
    this.entries.push(request);
    for (const check of this.#waiting) check();
  }

  /** Settles when there are so many. */
  received(count: number): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.entries.length < count) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }
}
