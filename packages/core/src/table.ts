import type { RecordedOperation } from "./operation.ts";

/** What names such a key as parent attaches to `operation`. */
interface Ended {
  readonly operation: RecordedOperation | undefined;
  readonly memo: unknown;
}

/** A run without a span. */
interface Plumbing extends Ended {
  readonly attempts: Attempts;
}

interface Held extends Ended {
  readonly operation: RecordedOperation;
}

/** The last model call under one key, for telling a repetition from a new call. */
export interface Attempts {
  failedModel?: string | undefined;
  attempt: number;
}

const MAX_ENDED = 1_000;

/**
 * The open operations, by key and in order of their start, and for a while those that have ended: callback frameworks
 * start children of runs that are over.
 */
export class OperationTable {
  readonly open: Set<RecordedOperation> = new Set();
  readonly #held = new Map<string, Held>();
  readonly #plumbing = new Map<string, Plumbing>();
  readonly #ended = new Map<string, Ended>();
  readonly #maxPlumbing: number;

  constructor(maxPlumbing: number) {
    this.#maxPlumbing = maxPlumbing;
  }

  add(operation: RecordedOperation, key: string | undefined, memo: unknown): void {
    this.open.add(operation);
    if (key === undefined) return;
    this.#held.set(key, { operation, memo });
    this.#ended.delete(key);
  }

  get(key: string): RecordedOperation | undefined {
    return this.#held.get(key)?.operation;
  }

  remove(operation: RecordedOperation): void {
    this.open.delete(operation);
    const key = operation.key;
    if (key === undefined) return;
    const held = this.#held.get(key);
    if (held?.operation !== operation) return;
    this.#held.delete(key);
    this.#remember(key, held);
  }

  addPlumbing(key: string, operation: RecordedOperation | undefined, memo: unknown): void {
    if (this.#plumbing.size >= this.#maxPlumbing) this.#dropOldest(this.#plumbing);
    this.#plumbing.set(key, { operation, memo, attempts: { attempt: 0 } });
  }

  releasePlumbing(key: string): void {
    const plumbing = this.#plumbing.get(key);
    if (plumbing === undefined) return;
    this.#plumbing.delete(key);
    this.#remember(key, plumbing);
  }

  /** The operation that was denied under this key, for the second handler that starts the same run. */
  denied(key: string): RecordedOperation | undefined {
    const operation = this.#ended.get(key)?.operation;
    return operation?.denial === undefined ? undefined : operation;
  }

  /** The operation under this key, open or ended, or the one above where the key is plumbing. */
  enclosing(key: string): RecordedOperation | undefined {
    const held = this.#held.get(key) ?? this.#plumbing.get(key) ?? this.#ended.get(key);
    return held?.operation;
  }

  memo(key: string): unknown {
    return (this.#held.get(key) ?? this.#plumbing.get(key) ?? this.#ended.get(key))?.memo;
  }

  attempts(key: string): Attempts | undefined {
    return this.#plumbing.get(key)?.attempts ?? this.enclosing(key)?.attempts;
  }

  #remember(key: string, ended: Ended): void {
    if (this.#ended.size >= MAX_ENDED) this.#dropOldest(this.#ended);
    this.#ended.set(key, ended);
  }

  #dropOldest(map: Map<string, unknown>): void {
    for (const key of map.keys()) {
      map.delete(key);
      return;
    }
  }
}
