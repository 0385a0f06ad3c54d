import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, context, INVALID_TRACEID, trace } from "@opentelemetry/api";
import type { Capture } from "./capture.ts";
import type { StepAbout } from "./contract.ts";
import type { RecordedOperation } from "./operation.ts";
import { operationIn } from "./operation-context.ts";
import type { UserContext } from "./record.ts";

/** A step without a span that code is in, unless an operation has begun in it since. */
export interface Step extends Omit<StepAbout, "context"> {
  readonly key: string;
}

/** What a stretch of asynchronous code belongs to. */
export interface Scope {
  readonly operation: RecordedOperation | undefined;
  readonly capture: Capture | undefined;
  /** What new spans get as parent context, where that is not simply the operation's. */
  readonly context: Context | undefined;
  /** What `withContext` said between the operation and here. */
  readonly user: UserContext | undefined;
  readonly step: Step | undefined;
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

/** Runs `fn` outside of whatever request happens to be the first, so that nothing of it lives on in a timer. */
export const outside: <T>(fn: () => T) => T = AsyncLocalStorage.snapshot();

// Two copies of this package in one process must see each other's operations. OpenTelemetry's keys are shared anyway.
const shared = globalThis as { [key: symbol]: unknown };
const STORAGE = Symbol.for("isospan.scope@1");
shared[STORAGE] ??= followed(new AsyncLocalStorage<Scope | undefined>());
const storage = shared[STORAGE] as AsyncLocalStorage<Scope | undefined>;

/**
 * Node 22 follows promises from the first use of any storage on. One that is older, such as what the first caller waits
 * for, would come back with what is active by then: an operation that has ended. So the first use is now. Outside, since
 * Node 24 copies with every change of context what was ever entered in it.
 */
function followed<T>(created: AsyncLocalStorage<T | undefined>): AsyncLocalStorage<T | undefined> {
  try {
    outside(() => created.enterWith(undefined));
  } catch {
    // Cloudflare's runtime has no enterWith.
  }
  return created;
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
  const operation = operationIn(active);
  const span = trace.getSpanContext(active);
  // Without an SDK the application's spans are none, and say nothing.
  if (span === undefined || span.traceId === INVALID_TRACEID) {
    const emptied = span === undefined && scope !== undefined && trace.getSpan(scope.otel) !== undefined;
    return { operation: emptied ? undefined : (operation ?? scope?.operation), context: active, scope };
  }
  const sameTrace = operation?.traceId === span.traceId;
  return { operation: sameTrace ? operation : undefined, context: active, scope };
}

type Change = Partial<Pick<Scope, "capture" | "user" | "step">>;

/** Runs `fn` where it is, with other captures, for other people, or in a step. */
export function runHere<T>(place: Place, change: Change, fn: () => T): T {
  return runIn(toChanged(place, change), place.context, fn);
}

/** The same from now on, for what calls us without a function to run. @returns whether the runtime can */
export function enterHere(place: Place, change: Change): boolean {
  return enterOwn(toChanged(place, change));
}

function toChanged({ operation, context, scope }: Place, change: Change): Scope {
  const { capture, user, step } = scope ?? {};
  return { capture, user, step, ...change, operation, context, otel: context };
}

/** Runs `fn` with this scope and this OpenTelemetry context. */
export function runIn<T>(scope: Scope, otel: Context, fn: () => T): T {
  return context.with(otel, enter<T>, undefined, scope, fn);
}

function enter<T>(scope: Scope, fn: () => T): T {
  scope.otel = context.active();
  return storage.run(scope, fn);
}

/** What was active before an attachment, and how it was made. */
export interface Attachment {
  readonly otel: Context;
  readonly scope: Scope | undefined;
  /** Made in our own storage, since OpenTelemetry's cannot or has no span to carry. */
  readonly own: boolean;
}

/** Makes an operation's context the active one without a function to run. `undefined` where the runtime cannot. */
export function attach(operation: RecordedOperation, first?: Attachment): Attachment | undefined {
  const { otel, scope } = first ?? { otel: context.active(), scope: storage.getStore() };
  const inside = operation.context;
  // Only where the context manager can.
  if (operation.span !== undefined && attachOtel(inside)) return { otel, scope, own: false };
  return enterOwn(operation.scope) ? { otel, scope, own: true } : undefined;
}

/** Makes active again what was before. Nothing happens where somebody else is active by now. */
export function detach(operation: RecordedOperation, { own, otel, scope }: Attachment): void {
  if (own && storage.getStore() === operation.scope) enterOwn(scope);
  else if (!own && context.active() === operation.context) attachOtel(otel);
}

/** From API 1.10 on. */
const CAN_ATTACH = "attach" in context;

function attachOtel(inside: Context): boolean {
  if (!CAN_ATTACH) return false;
  context.attach(inside);
  return context.active() === inside;
}

function enterOwn(scope: Scope | undefined): boolean {
  try {
    storage.enterWith(scope);
    if (scope !== undefined) scope.otel = context.active();
    return true;
  } catch {
    return false; // Cloudflare's runtime has no enterWith.
  }
}
