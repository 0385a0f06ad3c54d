import type { RecordedOperation } from "./operation.ts";

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

/** What a key leads to. Plumbing has no operation of its own: it leads to the one above, if there is any. */
interface Entry {
  readonly operation: RecordedOperation | undefined;
  readonly memo: unknown;
  readonly attempts?: Attempts;
  readonly startedAtMs?: number;
}

/** Each is held through several collections of garbage, so more of them would cost every operation. */
const MAX_ENDED = 512;

/**
 * The open operations, by key and in order of their start, and for a while those that have ended: callback frameworks
 * start children of runs that are over.
 */
export class OperationTable {
  readonly open: Set<RecordedOperation> = new Set();
  readonly #held = new Map<string, Entry>();
  readonly #plumbing = new Map<string, Entry>();
  // Two generations, so that forgetting costs nothing: a map that is emptied from its front gets slow.
  #ended = new Map<string, Entry>();
  #endedBefore = new Map<string, Entry>();
  readonly #maxPlumbing: number;

  constructor(maxPlumbing: number) {
    this.#maxPlumbing = maxPlumbing;
  }

  add(operation: RecordedOperation, key: string | undefined, memo: unknown): void {
    this.open.add(operation);
    if (key === undefined) return;
    this.#plumbing.delete(key);
    this.#held.set(key, { operation, memo });
  }

  get(key: string): RecordedOperation | undefined {
    return this.#held.get(key)?.operation;
  }

  /** A second handler may start the same run after a gate has refused it to the first. */
  denied(key: string): RecordedOperation | undefined {
    const ended = this.#endedUnder(key)?.operation;
    return ended?.denial === undefined ? undefined : ended;
  }

  remove(operation: RecordedOperation): void {
    const { key } = operation;
    this.open.delete(operation);
    if (key !== undefined && this.get(key) === operation) this.#end(this.#held, key);
  }

  addPlumbing(key: string, operation: RecordedOperation | undefined, memo: unknown, startedAtMs: number): void {
    if (this.#plumbing.size >= this.#maxPlumbing) this.#plumbing.delete(this.#plumbing.keys().next().value ?? "");
    this.#plumbing.set(key, { operation, memo, attempts: { attempt: 0 }, startedAtMs });
  }

  /** A step may turn out to be more than plumbing: it began when that did. */
  plumbedAtMs(key: string | undefined): number | undefined {
    return key === undefined ? undefined : this.#plumbing.get(key)?.startedAtMs;
  }

  releasePlumbing(key: string): void {
    if (this.#plumbing.has(key)) this.#end(this.#plumbing, key);
  }

  /** The operation under this key, open or ended, or the one above where the key is plumbing. */
  enclosing(key: string): RecordedOperation | undefined {
    return this.#find(key)?.operation;
  }

  memo(key: string): unknown {
    return this.#find(key)?.memo;
  }

  attempts(key: string): Attempts | undefined {
    const entry = this.#find(key);
    return entry?.attempts ?? entry?.operation?.attempts;
  }

  #find(key: string): Entry | undefined {
    return this.#held.get(key) ?? this.#plumbing.get(key) ?? this.#endedUnder(key);
  }

  #endedUnder(key: string): Entry | undefined {
    return this.#ended.get(key) ?? this.#endedBefore.get(key);
  }

  #end(from: Map<string, Entry>, key: string): void {
    const entry = from.get(key);
    from.delete(key);
    if (this.#ended.size >= MAX_ENDED / 2) {
      this.#endedBefore = this.#ended;
      this.#ended = new Map();
    }
    if (entry !== undefined) this.#ended.set(key, entry);
  }
}
