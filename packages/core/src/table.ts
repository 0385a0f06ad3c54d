import { OpenOperations } from "./open-operations.ts";
import type { RecordedOperation } from "./operation.ts";
import { RecentlyEnded } from "./recently-ended.ts";

/** The last model call under one key, for telling a repetition from a new call. */
export interface Attempts {
  failed?: { readonly model: string; readonly embeddings: boolean } | undefined;
  attempt: number;
}

/** After a failed call under the same key: the same model is another attempt, another one of its kind its fallback. */
export function noteBefore(operation: RecordedOperation, { failed, attempt }: Attempts): void {
  if (failed === undefined || failed.embeddings !== (operation.facts.name === "embeddings")) return;
  if (failed.model === operation.facts.model) operation.attempt = attempt + 1;
  else operation.fallbackFrom = failed.model;
}

/** What the next one under the same key is to know. */
export function noteAfter(
  { facts: { name, model, outcome }, attempt = 1 }: RecordedOperation,
  siblings: Attempts,
): void {
  const failed = outcome === "error" && model !== undefined;
  siblings.failed = failed ? { model, embeddings: name === "embeddings" } : undefined;
  siblings.attempt = attempt;
}

/** A step without an operation of its own: its key leads to the one above, if there is any. */
class Plumbing {
  readonly key: string;
  readonly operation: RecordedOperation | undefined;
  readonly memo: unknown;
  readonly startedAtMs: number;
  readonly attempts: Attempts = { attempt: 0 };

  constructor(key: string, operation: RecordedOperation | undefined, memo: unknown, startedAtMs: number) {
    this.key = key;
    this.operation = operation;
    this.memo = memo;
    this.startedAtMs = startedAtMs;
  }
}

type Known = RecordedOperation | Plumbing;

/** Each is held through several collections of garbage, so more of them would cost every operation. */
const MAX_ENDED = 128;

/**
 * The open operations, by key and in order of their start, and for a while those that have ended: callback frameworks
 * start children of runs that are over.
 */
export class OperationTable {
  readonly open: OpenOperations = new OpenOperations();
  readonly #held = new Map<string, RecordedOperation>();
  readonly #plumbing = new Map<string, Plumbing>();
  readonly #ended = new RecentlyEnded<Known>(MAX_ENDED);
  readonly #maxPlumbing: number;

  constructor(maxPlumbing: number) {
    this.#maxPlumbing = maxPlumbing;
  }

  add(operation: RecordedOperation): void {
    const { key } = operation;
    this.open.add(operation);
    if (key === undefined) return;
    if (this.#plumbing.size > 0) this.#take(key);
    this.#held.set(key, operation);
  }

  get(key: string): RecordedOperation | undefined {
    return this.#held.get(key);
  }

  /** A second handler may start the same run after a gate has refused it to the first. */
  denied(key: string): RecordedOperation | undefined {
    const known = this.#ended.get(key);
    return known instanceof Plumbing || known?.denial === undefined ? undefined : known;
  }

  remove(operation: RecordedOperation): void {
    const { key } = operation;
    this.open.remove(operation);
    if (key === undefined || this.#held.get(key) !== operation) return;
    this.#held.delete(key);
    this.#ended.add(operation);
  }

  addPlumbing(key: string, operation: RecordedOperation | undefined, memo: unknown, startedAtMs: number): void {
    this.#take(key);
    if (this.#plumbing.size >= this.#maxPlumbing) this.#take(this.#plumbing.keys().next().value ?? "");
    if (operation !== undefined) operation.openSteps++;
    this.#plumbing.set(key, new Plumbing(key, operation, memo, startedAtMs));
  }

  /** A step may turn out to be more than plumbing: it began when that did. */
  plumbedAtMs(key: string | undefined): number | undefined {
    return key === undefined || this.#plumbing.size === 0 ? undefined : this.#plumbing.get(key)?.startedAtMs;
  }

  releasePlumbing(key: string): void {
    const plumbing = this.#take(key);
    if (plumbing !== undefined) this.#ended.add(plumbing);
  }

  #take(key: string): Plumbing | undefined {
    const plumbing = this.#plumbing.get(key);
    if (plumbing?.operation !== undefined) plumbing.operation.openSteps--;
    this.#plumbing.delete(key);
    return plumbing;
  }

  /** The operation under this key, open or ended, or the one above where the key is plumbing. */
  enclosing(key: string): RecordedOperation | undefined {
    const known = this.#find(key);
    return known instanceof Plumbing ? known.operation : known;
  }

  memo(key: string): unknown {
    return this.#find(key)?.memo;
  }

  attempts(key: string): Attempts | undefined {
    return this.#find(key)?.attempts;
  }

  #find(key: string): Known | undefined {
    return this.#held.get(key) ?? this.#plumbing.get(key) ?? this.#ended.get(key);
  }
}
