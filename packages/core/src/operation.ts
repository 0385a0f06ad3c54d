import { type Context, type Span, trace } from "@opentelemetry/api";
import type { Capture } from "./capture.ts";
import { ChunkGaps } from "./chunk-gaps.ts";
import type { EndPlace, Operation, OperationEnd, OperationName, OperationStart, Outcome } from "./contract.ts";
import type { Facts } from "./facts.ts";
import type { Gate } from "./gate.ts";
import type { Turn } from "./happenings.ts";
import { OperationContext } from "./operation-context.ts";
import type { Ancestor, OperationRecord, UserContext } from "./record.ts";
import type { CoreRecorder } from "./recorder.ts";
import type { RunCounter } from "./run-totals.ts";
import { type Attachment, attach, detach, type Place, runIn, type Scope } from "./scope.ts";
import { CALL_SECONDS } from "./semconv-metrics.ts";
import type { Attempts } from "./table.ts";
import { tapStream } from "./tap.ts";

const MODEL_CALLS: ReadonlySet<OperationName> = new Set(["chat", "text_completion", "generate_content", "embeddings"]);

/** The operations that carry usage, cost and token metrics. */
export function isModelCall(name: OperationName): boolean {
  return MODEL_CALLS.has(name);
}

const NO_ANCESTORS: readonly Ancestor[] = Object.freeze([]);
const NO_AGENTS: readonly string[] = Object.freeze([]);

/** One operation from its start to its record. A single class without closures or timers: this is the hot path. */
export class RecordedOperation implements Operation {
  readonly host: CoreRecorder;
  readonly facts: Facts;
  readonly key: string | undefined;
  readonly isModelCall: boolean;
  parent: RecordedOperation | undefined;
  readonly capture: Capture | undefined;
  /** What `withContext` said around it. */
  readonly user: UserContext | undefined;
  parentContext: Context;
  /** Started under no key of the framework's. */
  readonly root: boolean;
  startedAtMs: number;
  lastActivityMs: number;
  endedAtMs: number | undefined = undefined;
  firstChunkAtMs: number | undefined;
  chunks = 0;
  openChildren = 0;
  /** Steps of its framework below it that have no operation of their own, and have not ended. */
  openSteps = 0;
  attempt: number | undefined;
  /** What is known of the calls before it under the same key. */
  siblings: Attempts | undefined;
  span: Span | undefined;
  traceId = "";
  spanId = "";
  parentSpanId: string | undefined;
  /** Facts that the span was begun with have changed. */
  changed = false;
  /** The usage is what was known when the call was cut short. */
  partial = false;
  /** The open model call that this one happens inside of: whether they are one call shows at the end. */
  outer: RecordedOperation | undefined;
  joined: RecordedOperation[] | undefined;
  /** Which of the calls inside that one was the first to begin after this had ended: clocks are too coarse to tell. */
  followedBy: number | undefined;
  /** Content that the call around this one kept back. */
  withheld: readonly ("input" | "output" | "toolDefinitions")[] = [];
  /** At an asynchronous gate. */
  waiting = false;
  admission: Promise<void> | undefined;
  denial: { readonly error: unknown } | undefined;
  /** The gates that let it in, once they were asked. */
  entered: readonly Gate[] | undefined;
  record: OperationRecord | undefined;
  /** What its adapter noted about it. */
  memo: unknown;
  /** Its neighbours among the open operations. */
  older: RecordedOperation | undefined;
  newer: RecordedOperation | undefined;
  listed = false;
  /** Of a root: what has been counted of it. */
  within: RunCounter | undefined;
  /** Times between its chunks, from the second on. */
  gaps: ChunkGaps | undefined;
  #lastChunkAtMs = 0;
  /** The model that had failed before it under the same key, where this is another. */
  fallbackFrom: string | undefined;
  /** Of an agent: what it did last. */
  turn: Turn | undefined;
  /** The error that something within it was the first to tell of. */
  toldWithin: string | undefined;
  /** Of an agent: what it has called itself. */
  calls: { model: number; tool: number } | undefined;
  signal: AbortSignal | undefined;
  abortedAtMs: number | undefined;
  /** How the last thing below it ended, where that did not end well and nothing has followed. */
  last: { readonly outcome: Outcome; readonly error: unknown } | undefined;
  /** The error with which a call below was cancelled. */
  cancelledBy: unknown;
  #context: Context | undefined;
  #scope: Scope | undefined;
  #before: Attachment | undefined;
  #lastChunk: unknown;
  #attempts: Attempts | undefined;
  #ancestryBelow: readonly Ancestor[] | undefined;
  #agentPathBelow: readonly string[] | undefined;

  constructor(host: CoreRecorder, facts: Facts, place: Place, key: string | undefined, root: boolean, nowMs: number) {
    this.host = host;
    this.facts = facts;
    this.isModelCall = isModelCall(facts.name);
    this.key = key;
    this.root = root;
    this.parent = place.operation;
    this.parentContext = place.context;
    this.capture = place.scope?.capture ?? place.operation?.capture;
    this.user = place.scope?.user;
    this.startedAtMs = nowMs;
    this.lastActivityMs = nowMs;
  }

  run<T>(fn: () => T): T {
    return this.outer !== undefined || this.endedAtMs !== undefined ? fn() : runIn(this.scope, this.context, fn);
  }

  attach(): void {
    if (this.outer !== undefined || this.endedAtMs !== undefined || this.#before !== undefined) return;
    try {
      // Roots that start together are siblings: what was active before the first was active before them all.
      const first = this.root ? this.host.attachedThisTick : undefined;
      this.#before = attach(this, first === undefined ? undefined : first.#before);
      if (this.root && this.#before !== undefined) this.host.rootAttached(this);
    } catch (error) {
      this.host.failed("attach", error);
    }
  }

  detach(): void {
    try {
      if (this.#before !== undefined) detach(this, this.#before);
    } catch (error) {
      this.host.failed("detach", error);
    }
  }

  update(patch: Partial<OperationStart> & OperationEnd): void {
    if (this.endedAtMs === undefined) this.host.change(this, patch);
  }

  chunk(identity?: unknown): void {
    if (this.endedAtMs !== undefined || (identity !== undefined && identity === this.#lastChunk)) return;
    this.#lastChunk = identity;
    this.chunks++;
    const nowMs = this.host.now();
    if (this.firstChunkAtMs === undefined) this.firstChunkAtMs = nowMs;
    else {
      this.gaps ??= new ChunkGaps(CALL_SECONDS);
      this.gaps.add(nowMs - this.#lastChunkAtMs);
    }
    this.#lastChunkAtMs = this.lastActivityMs = nowMs;
  }

  tap<T>(stream: ReadableStream<T>, see: (part: T) => void): ReadableStream<T> {
    return tapStream(this, stream, see);
  }

  end(end?: OperationEnd, at?: EndPlace): void {
    this.host.finish(this, end, at);
  }

  enteredGate(gate: Gate): void {
    // It may have ended while it waited.
    if (this.record !== undefined) this.host.leave(gate, this.record);
    else this.entered = [...(this.entered ?? []), gate];
  }

  /** The operation is the listener of its own abort signal: no closure, and removed when it ends. */
  listen(signal: AbortSignal): void {
    try {
      if (signal.aborted) this.handleEvent();
      else signal.addEventListener("abort", this, { once: true });
      this.signal = signal;
    } catch (error) {
      this.host.failed("listening to a signal", error);
    }
  }

  handleEvent(): void {
    this.host.aborted(this);
  }

  /** OpenTelemetry's context with this operation's span in it; the parent's where there is no span. */
  get context(): Context {
    if (this.#context === undefined) {
      this.host.begin(this);
      this.#context = this.span === undefined ? this.parentContext : new OperationContext(this, this.parentContext);
    }
    return this.#context;
  }

  get scope(): Scope {
    this.#scope ??= {
      operation: this,
      capture: this.capture,
      context: undefined,
      user: undefined,
      step: undefined,
      otel: this.context,
    };
    return this.#scope;
  }

  get attempts(): Attempts {
    this.#attempts ??= { attempt: 0 };
    return this.#attempts;
  }

  get ancestry(): readonly Ancestor[] {
    return this.parent?.ancestryBelow ?? NO_ANCESTORS;
  }

  get ancestryBelow(): readonly Ancestor[] {
    const { spanId, startedAtMs } = this;
    this.#ancestryBelow ??= Object.freeze([...this.ancestry, Object.freeze({ spanId, startedAtMs })]);
    return this.#ancestryBelow;
  }

  get agentPath(): readonly string[] {
    return this.parent?.agentPathBelow ?? NO_AGENTS;
  }

  get agentPathBelow(): readonly string[] {
    const name = this.facts.name === "invoke_agent" ? this.facts.agent?.name : undefined;
    if (name === undefined) return this.agentPath;
    this.#agentPathBelow ??= Object.freeze([...this.agentPath, name]);
    return this.#agentPathBelow;
  }

  /** Lets go of what only an open operation needs. Children that start late still find its ids. */
  letGo(): void {
    this.signal?.removeEventListener("abort", this);
    if (this.span !== undefined) this.span = trace.wrapSpanContext(this.span.spanContext());
    this.signal = this.joined = this.cancelledBy = this.last = undefined;
    this.#scope = this.#before = this.#lastChunk = undefined;
    const { facts } = this;
    facts.input = facts.output = facts.toolDefinitions = facts.error = facts.identity = undefined;
  }
}
