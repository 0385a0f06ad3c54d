import type { OperationEnd } from "./contract.ts";
import type { RecordedOperation } from "./operation.ts";
import { outside } from "./scope.ts";
import { nextTurn } from "./sender/next-turn.ts";

interface Held {
  readonly end: OperationEnd;
  readonly endedAtMs: number;
}

type Finish = (operation: RecordedOperation, end: OperationEnd, at: { readonly endedAtMs: number }) => void;

/** Ends that an error may still follow. They wait for the event loop's next turn, or until what is around them ends. */
export class TentativeEnds {
  readonly #finish: Finish;
  readonly #held = new Map<RecordedOperation, Held>();

  constructor(finish: Finish) {
    this.#finish = finish;
  }

  hold(operation: RecordedOperation, end: OperationEnd, endedAtMs: number): void {
    // A timer and not a microtask: whoever reads the answer awaits more than once.
    if (this.#held.size === 0) outside(() => setTimeout(() => this.confirm(), 0));
    this.#held.set(operation, { end, endedAtMs });
  }

  /** Another end has come: an error takes the place of what was held, and all that is held within is real. */
  replace(operation: RecordedOperation, end: OperationEnd): void {
    if (this.#held.size === 0) return;
    if (end.error !== undefined) this.#held.delete(operation);
    this.confirm(operation);
  }

  /**
   * Resolves when what is held now is real, or was an error. Whoever looks waits for that: what ends at the same time may
   * be another request's, whose answer nobody has read yet.
   */
  async settle(): Promise<void> {
    const now = [...this.#held];
    if (now.length === 0) return;
    // No timer: where an application's test has stopped the time, what it waits for still comes.
    await new Promise(nextTurn);
    for (const [operation, held] of now) if (this.#held.get(operation) === held) this.confirm(operation);
  }

  /** Makes these ends real: all of them, or those of one operation and what is within it. */
  confirm(around?: RecordedOperation): void {
    for (const [operation, { end, endedAtMs }] of this.#held) {
      if (around !== undefined && !isWithin(operation, around)) continue;
      this.#held.delete(operation);
      this.#finish(operation, end, { endedAtMs });
    }
  }
}

function isWithin(operation: RecordedOperation, around: RecordedOperation): boolean {
  let above: RecordedOperation | undefined = operation;
  while (above !== undefined && above !== around) above = above.parent;
  return above === around;
}
