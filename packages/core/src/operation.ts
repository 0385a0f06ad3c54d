import { type Context, type Span, trace } from "@opentelemetry/api";
import type { Capture } from "./capture.ts";
import type { Gate, Operation, OperationEnd, OperationName, OperationStart } from "./contract.ts";
import type { Facts } from "./facts.ts";
import type { Ancestor, OperationRecord, UserContext } from "./record.ts";
import type { CoreRecorder } from "./recorder.ts";
import { attachScope, currentScope, type Place, runIn, type Scope, scopeNow, type ScopeNow } from "./scope.ts";
import type { Attempts } from "./table.ts";
import { tapStream } from "./tap.ts";

const MODEL_CALLS: ReadonlySet<OperationName> = new Set(["chat", "text_completion", "generate_content", "embeddings"]);

/** The operations that carry usage, cost and token metrics. */
export function isModelCall(name: OperationName): boolean {
  return MODEL_CALLS.has(name);
}

export interface OperationOrigin {
  readonly facts: Facts;
  readonly place: Place;
  readonly key: string | undefined;
  readonly startedAtMs: number;
  /** The open model call that this one happens inside of: whether they are one call shows at the end. */
  readonly outer: RecordedOperation | undefined;
  readonly root: boolean;
  readonly userContext: UserContext | undefined;
  readonly capture: Capture | undefined;
}

const NO_ANCESTORS: readonly Ancestor[] = Object.freeze([]);
const NO_AGENTS: readonly string[] = Object.freeze([]);

/** One operation from its start to its record. A single class without closures or timers: this is the hot path. */
export class RecordedOperation implements Operation {
  readonly host: CoreRecorder;
  readonly facts: Facts;
  readonly key: string | undefined;
  readonly parent: RecordedOperation | undefined;
  readonly root: boolean;
  readonly userContext: UserContext | undefined;
  readonly capture: Capture | undefined;
  outer: RecordedOperation | undefined;
  joined: RecordedOperation[] | undefined;
  parentContext: Context;
  startedAtMs: number;
  endedAtMs: number | undefined;
  lastActivityMs: number;
  firstChunkAtMs: number | undefined;
  chunks = 0;
  openChildren = 0;
  attempt: number | undefined;
  siblings: Attempts | undefined;
  span: Span | undefined;
  traceId = "";
  spanId = "";
  parentSpanId: string | undefined;
  /** Facts that the span was begun with have changed. */
  changed = false;
  /** The usage is what was known when the call was cut short. */
  partial = false;
  /** Only with gates: what was let in, and why not. */
  entered: Gate[] | undefined;
  admission: Promise<void> | undefined;
  admitted = false;
  denial: { readonly error: unknown } | undefined;
  record: OperationRecord | undefined;
  signal: AbortSignal | undefined;
  abortedAtMs: number | undefined;
  #context: Context | undefined;
  #scope: Scope | undefined;
  #before: ScopeNow | undefined;
  #lastChunk: unknown;
  #attempts: Attempts | undefined;
  #ancestryBelow: readonly Ancestor[] | undefined;
  #agentPathBelow: readonly string[] | undefined;

  constructor(host: CoreRecorder, origin: OperationOrigin) {
    this.host = host;
    this.facts = origin.facts;
    this.key = origin.key;
    this.parent = origin.place.operation;
    this.parentContext = origin.place.context;
    this.root = origin.root;
    this.outer = origin.outer;
    this.userContext = origin.userContext;
    this.capture = origin.capture;
    this.startedAtMs = origin.startedAtMs;
    this.lastActivityMs = origin.startedAtMs;
  }

  run<T>(fn: () => T): T {
    if (this.outer !== undefined || this.endedAtMs !== undefined) return fn();
    return runIn(this.scope, this.context, fn);
  }

  attach(): void {
    if (this.outer !== undefined || this.endedAtMs !== undefined || this.#before !== undefined) return;
    try {
      const first = this.host.attachedThisTick;
      // Roots that start together are siblings: what was active before the first was active before them all.
      const sameTick = this.root && first !== undefined && currentScope() === first.#scope;
      this.#before = sameTick ? first.#before : scopeNow();
      if (!attachScope(this.scope, this.context)) return;
      if (this.root) this.host.rootAttached(this);
    } catch (error) {
      this.host.failed("attach", error);
    }
  }

  detach(): void {
    const before = this.#before;
    if (before === undefined) return;
    try {
      // Somebody else may be active here by now; then there is nothing of ours to take away.
      if (currentScope() === this.#scope) attachScope(before.scope, before.otel);
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
    this.lastActivityMs = this.host.now();
    this.firstChunkAtMs ??= this.lastActivityMs;
  }

  tap<T>(stream: ReadableStream<T>, see: (part: T) => void): ReadableStream<T> {
    return tapStream(this, stream, see);
  }

  end(end?: OperationEnd, at?: { readonly endedAtMs?: number }): void {
    this.host.finish(this, end, at?.endedAtMs);
  }

  enteredGate(gate: Gate): void {
    // It may have ended while it waited.
    if (this.record !== undefined) this.host.leave(gate, this.record);
    else this.entered = [...(this.entered ?? []), gate];
  }

  /** The operation is the listener of its own abort signal: no closure, and removed when it ends. */
  handleEvent(): void {
    this.host.aborted(this);
  }

  /** OpenTelemetry's context with this operation's span in it; the parent's where there is no span. */
  get context(): Context {
    if (this.#context !== undefined) return this.#context;
    this.host.begin(this);
    this.#context = this.span === undefined ? this.parentContext : trace.setSpan(this.parentContext, this.span);
    return this.#context;
  }

  get scope(): Scope {
    this.#scope ??= {
      operation: this,
      userContext: this.userContext,
      capture: this.capture,
      context: undefined,
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

  get agentPath(): readonly string[] {
    return this.parent?.agentPathBelow ?? NO_AGENTS;
  }

  get ancestryBelow(): readonly Ancestor[] {
    this.#ancestryBelow ??= Object.freeze([
      ...this.ancestry,
      Object.freeze({ spanId: this.spanId, startedAtMs: this.startedAtMs }),
    ]);
    return this.#ancestryBelow;
  }

  get agentPathBelow(): readonly string[] {
    const name = this.facts.name === "invoke_agent" ? this.facts.agent?.name : undefined;
    if (name === undefined) return this.agentPath;
    this.#agentPathBelow ??= Object.freeze([...this.agentPath, name]);
    return this.#agentPathBelow;
  }

  /** Lets go of what only an open operation needs. Children that start late still find a light context. */
  letGo(): void {
    this.#lastChunk = undefined;
    this.signal?.removeEventListener("abort", this);
    this.signal = undefined;
    if (this.key !== undefined && this.span !== undefined) {
      this.#context = trace.setSpanContext(this.parentContext, this.span.spanContext());
    }
    this.span = undefined;
    this.#scope = undefined;
    this.#before = undefined;
    this.joined = undefined;
    this.facts.input = undefined;
    this.facts.output = undefined;
    this.facts.error = undefined;
    this.facts.identity = undefined;
  }
}
