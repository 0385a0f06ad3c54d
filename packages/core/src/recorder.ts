import { admit, leaveGate } from "./admission.ts";
import type { Clock } from "./clock.ts";
import type {
  Gate,
  Operation,
  OperationEnd,
  OperationStart,
  Recorder,
  StartPlace,
} from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { FactReader, Facts } from "./facts.ts";
import { INERT } from "./inert.ts";
import { matchJoined, mergeJoined } from "./joined.ts";
import { isModelCall, RecordedOperation } from "./operation.ts";
import type { Outlet } from "./outlet.ts";
import { Reaper, type ReaperLimits } from "./reaper.ts";
import type { OperationRecord } from "./record.ts";
import { currentPlace, currentScope, type Place } from "./scope.ts";
import { OperationTable } from "./table.ts";
import { isAbort, toAbortEnd } from "./to-error.ts";

export interface RecorderParts {
  readonly clock: Clock;
  readonly reader: FactReader;
  readonly diagnostics: Diagnostics;
  readonly outlet: Outlet;
  readonly gates: readonly Gate[];
  readonly limits: ReaperLimits;
}

/** Turns starts and ends into operations with a parent, a context, and exactly one record each. */
export class CoreRecorder implements Recorder {
  readonly gated: boolean;
  attachedThisTick: RecordedOperation | undefined;
  readonly #parts: RecorderParts;
  readonly #table: OperationTable;
  readonly #reaper: Reaper;
  readonly #seen = new WeakSet<object>();
  readonly #forgetAttached = (): void => {
    this.attachedThisTick = undefined;
  };
  #closed = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#table = new OperationTable(parts.limits.maxOpenOperations);
    this.#reaper = new Reaper(this.#table, this, parts.diagnostics, parts.limits);
    this.gated = parts.gates.length > 0;
  }

  start(start: OperationStart, at: StartPlace = {}): Operation {
    if (this.#closed) {
      this.#parts.diagnostics.report("start_after_shutdown", "An operation was started after shutdown");
      return INERT;
    }
    try {
      const known = at.key === undefined ? undefined : (this.#table.get(at.key) ?? this.#table.denied(at.key));
      return known ?? this.#start(start, at);
    } catch (error) {
      this.failed("start", error);
      return INERT;
    }
  }

  #start(start: OperationStart, at: StartPlace): RecordedOperation {
    const facts: Facts = { name: start.name };
    this.#parts.reader.start(facts, start);
    const scope = currentScope();
    const place = this.#place(at.parentKey);
    const modelCall = isModelCall(facts.name);
    const operation = new RecordedOperation(this, {
      facts,
      place,
      key: at.key,
      startedAtMs: at.startedAtMs ?? this.now(),
      outer: modelCall ? (openModelCall(scope?.operation) ?? openModelCall(place.operation)) : undefined,
      root: at.parentKey === undefined,
      userContext: scope?.userContext ?? place.operation?.userContext,
      capture: scope?.capture ?? place.operation?.capture,
    });
    this.#table.add(operation, at.key, at.memo);
    this.#reaper.watch(operation);
    if (at.signal) this.#listen(operation, at.signal);
    if (modelCall) this.#startModelCall(operation, at.parentKey);
    const { outer } = operation;
    if (outer !== undefined) {
      outer.joined ??= [];
      outer.joined.push(operation);
      return operation;
    }
    if (operation.parent !== undefined) operation.parent.openChildren++;
    // With gates the span begins when the call is let in, or when somebody needs its context.
    if (!this.gated) this.begin(operation);
    return operation;
  }

  open(key: string): Operation | undefined {
    return this.#table.get(key);
  }

  end(key: string, end?: OperationEnd, at?: { readonly endedAtMs?: number }): void {
    const operation = this.#table.get(key);
    if (operation !== undefined) operation.end(end, at);
    else this.#table.releasePlumbing(key);
  }

  plumbing(key: string, parentKey?: string, memo?: unknown): void {
    if (this.#closed) return;
    const operation = parentKey === undefined ? undefined : this.#table.enclosing(parentKey);
    this.#table.addPlumbing(key, operation ?? currentPlace().operation, memo);
  }

  memo(key: string): unknown {
    return this.#table.memo(key);
  }

  seen(identity: object): boolean {
    return this.#seen.has(identity);
  }

  admit(operation: Operation): void | Promise<void> {
    if (!this.gated || !(operation instanceof RecordedOperation)) return;
    return admit(operation, this.#parts.gates);
  }

  leave(gate: Gate, record: OperationRecord): void {
    leaveGate(gate, record, this.#parts.diagnostics);
  }

  now(): number {
    return this.#parts.clock.now();
  }

  begin(operation: RecordedOperation): void {
    if (operation.spanId === "") this.#parts.outlet.begin(operation);
  }

  change(operation: RecordedOperation, patch: Partial<OperationStart> & OperationEnd): void {
    try {
      this.#parts.reader.start(operation.facts, patch);
      this.#parts.reader.end(operation.facts, patch);
      operation.changed = true;
      operation.lastActivityMs = this.now();
    } catch (error) {
      this.failed("update", error);
    }
  }

  finish(operation: RecordedOperation, end: OperationEnd | undefined, endedAtMs: number | undefined): void {
    if (operation.endedAtMs !== undefined) {
      this.#parts.diagnostics.report("double_end", `${operation.facts.name} was ended twice`);
      return;
    }
    try {
      operation.endedAtMs = Math.max(endedAtMs ?? this.now(), operation.startedAtMs);
      this.#finish(operation, end ?? {});
    } catch (error) {
      this.failed("end", error);
    }
  }

  aborted(operation: RecordedOperation): void {
    this.#reaper.abortLater(operation);
  }

  rootAttached(operation: RecordedOperation): void {
    this.attachedThisTick = operation;
    queueMicrotask(this.#forgetAttached);
  }

  failed(problem: string, error: unknown): void {
    this.#parts.diagnostics.report("internal_error", `${problem} failed; the application did not notice`, error);
  }

  /** Closes what is due. Called by a timer while anything is open. */
  sweep(): void {
    this.#reaper.sweep();
  }

  close(): void {
    this.#closed = true;
    this.#reaper.closeAll();
  }

  #place(parentKey: string | undefined): Place {
    const here = currentPlace();
    if (parentKey === undefined) {
      const first = this.attachedThisTick;
      const underFirst = first !== undefined && here.operation === first;
      return underFirst ? { operation: first.parent, context: first.parentContext } : here;
    }
    const enclosing = this.#table.enclosing(parentKey);
    // The ambient context may hold a span of the user's below the very same operation: then it is the better parent.
    if (enclosing === undefined || here.operation === enclosing) return here;
    return { operation: enclosing.outer ?? enclosing, context: (enclosing.outer ?? enclosing).context };
  }

  #startModelCall(operation: RecordedOperation, parentKey: string | undefined): void {
    this.#parts.outlet.loadPrices();
    const { provider, model } = operation.facts;
    const siblings = parentKey === undefined ? operation.parent?.attempts : this.#table.attempts(parentKey);
    operation.siblings = siblings ?? operation.parent?.attempts;
    const before = operation.siblings;
    if (before?.failedModel !== undefined && before.failedModel === model) operation.attempt = before.attempt + 1;
    // The conventions of 1.41 want a provider on agents; the first call below tells.
    for (let above = operation.parent; above !== undefined; above = above.parent) {
      if (above.facts.name !== "invoke_agent" || above.facts.provider !== undefined) continue;
      above.facts.provider = provider;
      above.changed = true;
    }
  }

  #listen(operation: RecordedOperation, signal: AbortSignal): void {
    operation.signal = signal;
    if (signal.aborted) this.#reaper.abortLater(operation);
    else signal.addEventListener("abort", operation, { once: true });
  }

  #finish(operation: RecordedOperation, end: OperationEnd): void {
    const { facts } = operation;
    const known = facts.usage;
    this.#parts.reader.end(facts, end);
    if (operation.abortedAtMs !== undefined && facts.outcome === undefined && facts.error === undefined) {
      this.#parts.reader.end(facts, toAbortEnd(operation.signal?.reason));
    }
    facts.outcome ??= facts.error === undefined ? "ok" : isAbort(facts.error) ? "aborted" : "error";
    if (known !== undefined && facts.usage === known && facts.outcome !== "ok") operation.partial = true;
    this.#table.remove(operation);
    const { outer, joined } = operation;
    if (outer !== undefined) {
      // Settled with the outer call; if that is over, this was a call of its own.
      if (outer.endedAtMs !== undefined) this.#standAlone(operation);
      return;
    }
    if (joined !== undefined) this.#settle(operation, joined);
    this.#complete(operation);
  }

  #settle(operation: RecordedOperation, joined: readonly RecordedOperation[]): void {
    const same = matchJoined(operation, joined);
    if (same !== undefined) {
      mergeJoined(operation, same);
      same.endedAtMs ??= operation.endedAtMs;
      this.#table.remove(same);
      same.letGo();
    }
    for (const other of joined) if (other !== same) this.#standAlone(other);
  }

  /** An inner call that turned out not to be the outer one becomes its sibling. */
  #standAlone(inner: RecordedOperation): void {
    inner.outer = undefined;
    this.begin(inner);
    if (inner.endedAtMs !== undefined) this.#complete(inner);
    else if (inner.parent !== undefined) inner.parent.openChildren++;
  }

  #complete(operation: RecordedOperation): void {
    const { facts, parent, siblings } = operation;
    const endedAtMs = operation.endedAtMs ?? this.now();
    if (siblings !== undefined) {
      siblings.failedModel = facts.outcome === "error" ? facts.model : undefined;
      siblings.attempt = operation.attempt ?? 1;
    }
    if (facts.identity !== undefined) this.#seen.add(facts.identity);
    if (parent !== undefined) {
      parent.openChildren--;
      if (endedAtMs > parent.lastActivityMs) parent.lastActivityMs = endedAtMs;
    }
    if (operation.openChildren > 0) this.#reaper.closeChildrenLater(operation);
    this.begin(operation);
    const record = this.#parts.outlet.complete(operation);
    if (this.gated) operation.record = record;
    operation.letGo();
  }
}

function openModelCall(operation: RecordedOperation | undefined): RecordedOperation | undefined {
  if (operation === undefined || !isModelCall(operation.facts.name)) return undefined;
  const outermost = operation.outer ?? operation;
  return outermost.endedAtMs === undefined ? outermost : undefined;
}
