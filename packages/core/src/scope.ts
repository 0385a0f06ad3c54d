import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, context, trace } from "@opentelemetry/api";
import type { Capture } from "./capture.ts";
import type { RecordedOperation } from "./operation.ts";

/** What a stretch of asynchronous code belongs to. */
export interface Scope {
  readonly operation: RecordedOperation | undefined;
  readonly capture: Capture | undefined;
  /** What new spans get as parent context, where that is not simply the operation's. */
  readonly context: Context | undefined;
  /** OpenTelemetry's active context right after this scope was entered. If it differs now, somebody has moved on. */
  otel: Context;
}

/** Where something new would attach: the enclosing operation, and the context that its span gets as parent. */
export interface Place {
  readonly operation: RecordedOperation | undefined;
  readonly context: Context;
  /** Our own scope, whether or not OpenTelemetry's context has moved on since. */
  readonly scope: Scope | undefined;
}

// Two copies of this package in one process must see each other's operations.
const shared = globalThis as { [key: symbol]: unknown };
const STORAGE = Symbol.for("isospan.scope@1");
const SPANS = Symbol.for("isospan.operations@1");
shared[STORAGE] ??= new AsyncLocalStorage<Scope>();
shared[SPANS] ??= new WeakMap<object, RecordedOperation>();
const storage = shared[STORAGE] as AsyncLocalStorage<Scope | undefined>;
const operations = shared[SPANS] as WeakMap<object, RecordedOperation>;

export function currentScope(): Scope | undefined {
  return storage.getStore();
}

/** Lets a span lead back to its operation, for when only OpenTelemetry's context has survived. */
export function rememberSpan(span: object, operation: RecordedOperation): void {
  operations.set(span, operation);
}

/**
 * Where code that runs now belongs. Our own context and OpenTelemetry's usually agree. Where they do not, a live
 * OpenTelemetry span wins; where OpenTelemetry's has been emptied on purpose, a new trace begins.
 */
export function currentPlace(): Place {
  const scope = storage.getStore();
  const active = context.active();
  if (scope !== undefined && active === scope.otel) {
    return { operation: scope.operation, context: scope.context ?? scope.operation?.context ?? active, scope };
  }
  const span = trace.getSpan(active);
  if (span === undefined) {
    const emptied = scope !== undefined && trace.getSpan(scope.otel) !== undefined;
    return { operation: emptied ? undefined : scope?.operation, context: active, scope };
  }
  const known = operations.get(span);
  if (known !== undefined) return { operation: known, context: active, scope };
  const sameTrace = scope?.operation?.traceId === span.spanContext().traceId;
  return { operation: sameTrace ? scope?.operation : undefined, context: active, scope };
}

/** Runs `fn` with this scope and this OpenTelemetry context. */
export function runIn<T>(scope: Scope, otel: Context, fn: () => T): T {
  return context.with(otel, enter<T>, undefined, scope, fn);
}

function enter<T>(scope: Scope, fn: () => T): T {
  scope.otel = context.active();
  return storage.run(scope, fn);
}

/** Enters a scope without a function to run. Returns false where the runtime cannot do that. */
export function attachScope(scope: Scope | undefined, otel: Context): boolean {
  try {
    storage.enterWith(scope);
  } catch {
    return false; // Cloudflare's runtime has no enterWith.
  }
  // From API 1.10 on, and only where the context manager can. Otherwise our own scope alone is moved: spans of ours
  // still nest, those of HTTP clients become siblings.
  if ("attach" in context) context.attach(otel);
  if (scope !== undefined) scope.otel = context.active();
  return true;
}

export interface ScopeNow {
  readonly scope: Scope | undefined;
  readonly otel: Context;
}

export function scopeNow(): ScopeNow {
  return { scope: storage.getStore(), otel: context.active() };
}
