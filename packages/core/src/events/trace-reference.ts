import { INVALID_SPANID, INVALID_TRACEID, trace } from "@opentelemetry/api";
import type { Keeper } from "../keeper.ts";
import { isModelCall } from "../operation.ts";
import type { Ancestor, OperationRecord } from "../record.ts";
import { currentPlace } from "../scope.ts";

/**
 * Which operation, or which trace, something is about. Plain data that survives `JSON.stringify`: an application puts
 * it into its own response, and whoever gets it back later can give feedback, in any process and whether or not the
 * trace was sampled. A record is one, too.
 */
export interface TraceReference {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. Left out: the trace as a whole. */
  readonly spanId?: string | undefined;
  /** When the operation began, in epoch milliseconds. Some destinations find it by this. */
  readonly startedAtMs?: number | undefined;
  /** The operations around it, root first. Likewise. */
  readonly ancestry?: readonly Ancestor[] | undefined;
  /** The provider's id of the response, of a model call. */
  readonly responseId?: string | undefined;
}

const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const MAX_ANCESTORS = 64;

/** A record, finished or not, or what is like it. */
export type Referable = Pick<OperationRecord, "traceId" | "spanId" | "startedAtMs" | "ancestry"> &
  Partial<Pick<OperationRecord, "name" | "response">>;

/** The reference to what a record tells of. */
export function toReference({ traceId, spanId, startedAtMs, ancestry, name, response }: Referable): TraceReference {
  const responseId = name !== undefined && isModelCall(name) ? response?.id : undefined;
  return Object.freeze({ traceId, spanId, startedAtMs, ancestry, ...(responseId !== undefined && { responseId }) });
}

/** The reference to the innermost operation around, else to the application's own span. */
export function currentReference(): TraceReference | undefined {
  const { operation, context } = currentPlace();
  if (operation === undefined) {
    const span = trace.getSpanContext(context);
    return span && checked({ traceId: span.traceId, spanId: span.spanId });
  }
  return toReference(operation);
}

/** What was handed to us as a reference, which may have been anywhere meanwhile. */
export function readReference(given: Partial<TraceReference>, keeper: Keeper): TraceReference | undefined {
  const startedAtMs = keeper.field(given, "startedAtMs");
  const ancestry = keeper.field(given, "ancestry");
  const responseId = keeper.name(keeper.field(given, "responseId"));
  return checked({
    traceId: keeper.field(given, "traceId") ?? INVALID_TRACEID,
    // JSON of others says null.
    spanId: keeper.field(given, "spanId") ?? undefined,
    ...(isTime(startedAtMs) && { startedAtMs }),
    ...(Array.isArray(ancestry) && { ancestry: readAncestry(ancestry) }),
    ...(responseId !== undefined && { responseId }),
  });
}

/** Without what is no id; nothing where that is the trace's. */
function checked({ spanId, ...rest }: TraceReference): TraceReference | undefined {
  if (!isId(rest.traceId, TRACE_ID, INVALID_TRACEID)) return undefined;
  if (spanId === undefined) return Object.freeze(rest);
  return isId(spanId, SPAN_ID, INVALID_SPANID) ? Object.freeze({ ...rest, spanId }) : undefined;
}

function readAncestry(given: readonly unknown[]): readonly Ancestor[] | undefined {
  const ancestry: Ancestor[] = [];
  // Root first, so what is too deep is cut off where it is needed least.
  for (const each of given.slice(0, MAX_ANCESTORS)) {
    const { spanId, startedAtMs } = Object(each) as Partial<Ancestor>;
    if (!isId(spanId, SPAN_ID, INVALID_SPANID) || !isTime(startedAtMs)) return undefined;
    ancestry.push(Object.freeze({ spanId, startedAtMs }));
  }
  return Object.freeze(ancestry);
}

function isId(value: unknown, form: RegExp, invalid: string): value is string {
  return typeof value === "string" && form.test(value) && value !== invalid;
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}
