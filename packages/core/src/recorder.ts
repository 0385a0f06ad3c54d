import { admit, leaveGate } from "./admission.ts";
import { systemClock } from "./clock.ts";
import { withhold } from "./content.ts";
import type { EndPlace, Operation, OperationEnd, OperationStart, Recorder, StartPlace } from "./contract.ts";
import { isAnswered, toFacts } from "./facts.ts";
import type { Gate } from "./gate.ts";
import { noteTurn } from "./happenings.ts";
import { INERT } from "./inert.ts";
import { adopt, becomeAgent, endAsLast, inherit, nameProvider, tellParent } from "./inherit.ts";
import { join, matchJoined, mergeJoined, openModelCall } from "./joined.ts";
import { RecordedOperation } from "./operation.ts";
import type { Outlet } from "./outlet.ts";
import type { Parts } from "./parts.ts";
import { Reaper } from "./reaper.ts";
import type { OperationRecord } from "./record.ts";
import { currentPlace, type Place } from "./scope.ts";
import { OPERATIONS } from "./semconv.ts";
import { Steps } from "./steps.ts";
import { noteAfter, noteBefore, OperationTable } from "./table.ts";
import { TentativeEnds } from "./tentative-ends.ts";
import { isAbort, isTimeout, toAbortEnd } from "./to-error.ts";

const KNOWN_OPERATIONS: ReadonlySet<string> = new Set(OPERATIONS);
const CONTENT = ["input", "output", "toolDefinitions"] as const;

/** Turns starts and ends into operations with a parent, a context, and exactly one record each. */
export class CoreRecorder extends Steps implements Recorder {
  readonly gated: boolean;
  readonly captured: boolean;
  /** The last root that was attached in this very tick. */
  attachedThisTick: RecordedOperation | undefined;
  readonly #parts: Parts;
  readonly #outlet: Outlet;
  readonly #table: OperationTable;
  readonly #reaper: Reaper;
  readonly #seen = new WeakSet<object>();
  readonly #tentative = new TentativeEnds((operation, end, at) => this.finish(operation, end, at));
  #closed = false;

  constructor(parts: Parts, outlet: Outlet) {
    super(parts);
    this.#parts = parts;
    this.#outlet = outlet;
    this.#table = new OperationTable(parts.options.maxOpenOperations);
    this.#reaper = new Reaper(this.#table, this, parts);
    this.gated = parts.options.gates.length > 0;
    this.captured = parts.policy.captured;
  }

  start(start: OperationStart, at: StartPlace = {}): Operation {
    if (this.#closed) {
      this.#parts.diagnostics.report("start_after_shutdown", "An operation was started after shutdown");
      return INERT;
    }
    try {
      const { key } = at;
      const known = key === undefined ? undefined : (this.#table.get(key) ?? (this.gated && this.#table.denied(key)));
      return known || this.#start(start, at);
    } catch (error) {
      this.failed("start", error);
      return INERT;
    }
  }

  #start(start: OperationStart, { key, parentKey, signal, memo, startedAtMs }: StartPlace): RecordedOperation {
    const facts = toFacts(KNOWN_OPERATIONS.has(start.name) ? start.name : "task");
    this.reader.start(facts, start);
    const place = this.#place(parentKey);
    const nowMs = this.now();
    const atMs = Number.isFinite(startedAtMs) ? Number(startedAtMs) : (this.#table.plumbedAtMs(key) ?? nowMs);
    const operation = new RecordedOperation(this, facts, place, key, parentKey === undefined, atMs);
    facts.agentPath = operation.agentPath;
    inherit(operation, place.scope);
    operation.lastActivityMs = nowMs;
    operation.memo = memo;
    this.#table.add(operation);
    this.#reaper.watch(operation);
    if (signal) operation.listen(signal);
    if (operation.isModelCall) this.#startModelCall(operation, place, parentKey);
    if (operation.outer !== undefined) return operation;
    adopt(operation);
    // With gates the span begins when the call is let in, or when somebody needs its context.
    if (!this.gated) this.begin(operation);
    return operation;
  }

  open(key: string): Operation | undefined {
    return this.#table.get(key);
  }

  end(key: string, end?: OperationEnd, at?: EndPlace): void {
    const operation = this.#table.get(key);
    if (operation !== undefined) operation.end(end, at);
    else this.#table.releasePlumbing(key);
  }

  plumbing(key: string, parentKey?: string, memo?: unknown): void {
    if (this.#closed) return;
    const above = parentKey === undefined ? undefined : this.#table.enclosing(parentKey);
    this.#table.addPlumbing(key, above ?? currentPlace().operation, memo, this.now());
  }

  memo(key: string): unknown {
    return this.#table.memo(key);
  }

  seen(identity: object): boolean {
    return this.#seen.has(identity);
  }

  admit(operation: Operation): void | Promise<void> {
    if (this.gated && operation instanceof RecordedOperation) return admit(operation, this.#parts.options.gates);
  }

  now(): number {
    try {
      return this.#parts.options.clock.now();
    } catch (error) {
      this.failed("the clock", error);
      return systemClock.now();
    }
  }

  /** Gives the operation its span and ids, once. */
  begin(operation: RecordedOperation): void {
    if (operation.spanId === "") this.#outlet.begin(operation);
  }

  change(operation: RecordedOperation, patch: Partial<OperationStart> & OperationEnd): void {
    try {
      const { facts } = operation;
      const became = becomeAgent(facts, patch);
      this.reader.start(facts, patch);
      this.reader.end(facts, patch);
      operation.changed = true;
      operation.lastActivityMs = this.now();
      if (became && operation.spanId !== "") this.#outlet.announce(operation);
    } catch (error) {
      this.failed("update", error);
    }
  }

  finish(operation: RecordedOperation, end: OperationEnd = {}, at: EndPlace = {}): void {
    try {
      this.#tentative.replace(operation, end);
      if (operation.endedAtMs !== undefined) {
        // What turned out to be the call around it was ended with that.
        if (operation.outer !== undefined) return;
        this.#parts.diagnostics.report("double_end", `${operation.facts.name} was ended twice`);
        return;
      }
      const atMs = Number.isFinite(at.endedAtMs) ? Number(at.endedAtMs) : this.now();
      if (at.tentative === true) {
        this.#tentative.hold(operation, end, atMs);
        return;
      }
      operation.endedAtMs = Math.max(atMs, operation.startedAtMs);
      this.#finish(operation, end);
    } catch (error) {
      this.failed("end", error);
    }
  }

  aborted(operation: RecordedOperation): void {
    this.#reaper.abortLater(operation);
  }

  rootAttached(operation: RecordedOperation): void {
    this.attachedThisTick = operation;
    // Not `queueMicrotask`, which makes an asynchronous resource of it.
    void Promise.resolve().then(() => {
      this.attachedThisTick = undefined;
    });
  }

  leave(gate: Gate, record: OperationRecord): void {
    leaveGate(gate, record, this.#parts.diagnostics);
  }

  failed(problem: string, error: unknown): void {
    this.#parts.diagnostics.report("internal_error", `${problem} failed; the application did not notice`, error);
  }

  /** Resolves when no error may follow any more what has ended by now. */
  settle(): Promise<void> {
    return this.#tentative.settle();
  }

  /** Closes everything that is open, and starts nothing more. */
  close(): void {
    this.#closed = true;
    this.#tentative.confirm();
    this.#reaper.closeAll();
  }

  #place(parentKey: string | undefined): Place {
    const here = currentPlace();
    if (parentKey === undefined) {
      const first = this.attachedThisTick;
      if (first === undefined || here.operation !== first) return here;
      const scope = here.scope && { ...here.scope, operation: first.parent, user: first.user };
      return { operation: first.parent, context: first.parentContext, scope };
    }
    const found = this.#table.enclosing(parentKey);
    const above = found?.outer ?? found;
    // The ambient context may hold a span of the user's below the very same operation: then it is the better parent.
    if (above === undefined || here.operation === above) return here;
    return { operation: above, context: above.context, scope: here.scope };
  }

  #startModelCall(operation: RecordedOperation, place: Place, parentKey: string | undefined): void {
    // A key says where the call belongs; only without one can it be the ambient call, seen from within.
    const keyed = parentKey !== undefined && this.#table.enclosing(parentKey) !== undefined;
    const outer = openModelCall(keyed ? undefined : place.scope?.operation) ?? openModelCall(place.operation);
    if (outer !== undefined && outer.host === this) join(operation, outer);
    this.#outlet.loadPrices();
    const before = parentKey === undefined ? operation.parent?.attempts : this.#table.attempts(parentKey);
    operation.siblings = before;
    if (before !== undefined) noteBefore(operation, before);
    nameProvider(operation);
  }

  #finish(operation: RecordedOperation, end: OperationEnd): void {
    const { facts, outer, joined, siblings } = operation;
    const { usage } = facts;
    this.reader.end(facts, end);
    // Clients word an abort as they like; the signal that fired before any answer came is the cause.
    if (operation.abortedAtMs !== undefined && facts.outcome === undefined && !isAnswered(facts, end)) {
      this.reader.end(facts, toAbortEnd(operation.signal?.reason));
    }
    if (facts.outcome === "aborted" && isTimeout(facts.error)) facts.outcome = "error";
    // A stream that reported an error and then stopped has failed.
    if (facts.outcome === "incomplete" && facts.error !== undefined) facts.outcome = undefined;
    endAsLast(operation);
    const cancelled = isAbort(facts.error) || facts.error === operation.cancelledBy;
    facts.outcome ??= facts.error === undefined ? "ok" : cancelled ? "aborted" : "error";
    tellParent(operation);
    operation.partial = usage !== undefined && facts.usage === usage && facts.outcome !== "ok";
    this.#table.remove(operation);
    if (siblings !== undefined) noteAfter(operation, siblings);
    if (outer === undefined) {
      if (joined !== undefined) this.#settle(operation, joined);
      this.#complete(operation);
    } else if (outer.endedAtMs !== undefined) {
      // The outer call is over and was not this one.
      this.#standAlone(operation);
    }
  }

  #settle(operation: RecordedOperation, joined: readonly RecordedOperation[]): void {
    const layers = matchJoined(operation, joined);
    // In the order of their starts, so that the innermost name wins.
    for (const same of layers) {
      mergeJoined(operation, same);
      same.endedAtMs ??= operation.endedAtMs;
      if (same.facts.identity !== undefined) this.#seen.add(same.facts.identity);
      this.#table.remove(same);
      same.letGo();
    }
    for (const other of joined) {
      if (layers.includes(other)) continue;
      // What the outer call keeps back, its attempts keep back.
      other.withheld = CONTENT.filter((key) => operation.facts[key] === undefined);
      this.#standAlone(other);
    }
  }

  /** An inner call that turned out not to be the outer one becomes its sibling. */
  #standAlone(inner: RecordedOperation): void {
    inner.parent = inner.outer?.parent;
    inner.entered = inner.outer?.entered;
    inner.parentContext = inner.outer?.parentContext ?? inner.parentContext;
    inner.outer = undefined;
    adopt(inner);
    this.begin(inner);
    if (inner.endedAtMs !== undefined) this.#complete(inner);
  }

  #complete(operation: RecordedOperation): void {
    const { facts, key, parent, lastActivityMs } = operation;
    for (const content of operation.withheld) facts[content] = undefined;
    if (facts.withhold !== undefined) withhold(facts);
    // What has a key is told of once by who gave it. Only what was seen without one may be told of again.
    if (facts.identity !== undefined && key === undefined) this.#seen.add(facts.identity);
    if (parent !== undefined) {
      parent.openChildren--;
      parent.lastActivityMs = Math.max(parent.lastActivityMs, operation.endedAtMs ?? lastActivityMs);
    }
    noteTurn(operation, this.#parts.options.finalTools);
    this.begin(operation);
    this.#outlet.complete(operation);
    operation.letGo();
  }
}
