import { type Ancestor, type OperationRecord, recordFromSpan, type UserContext } from "@isospan/core";
import type { ExportedSpan } from "./exported-span.ts";

export interface PlacedSpan {
  readonly record: OperationRecord;
  readonly span: ExportedSpan;
}

/** An operation that others may stand below. */
interface Known {
  /** With itself. */
  readonly path: readonly Ancestor[];
  readonly context: UserContext;
  readonly conversationId: string | undefined;
}

const MAX_KNOWN = 8_192;
const MAX_WAITING = 2_048;
const NOWHERE: Known = { path: [], context: {}, conversationId: undefined };

/**
 * Finds the place of spans that other instrumentations made. Such a span knows its parent's id alone, and LangSmith wants
 * the whole path. It is learned from our records, which name their ancestors; until then the span waits. What stands
 * within no operation, such as the request that led to an agent, is nothing to LangSmith.
 */
export class OtherSpans {
  readonly #ignored: boolean;
  /** `undefined`: it stands outside. */
  readonly #known = new Map<string, Known | undefined>();
  /** By their parent. */
  readonly #waiting = new Map<string, ExportedSpan[]>();
  #waitingSpans = 0;
  #placed: PlacedSpan[] = [];

  constructor(ignored: boolean) {
    this.#ignored = ignored;
  }

  /** Takes from one of our records where it, and all above it, stands. */
  learn({ traceId, spanId, startedAtMs, ancestry, context, conversationId }: OperationRecord): void {
    if (this.#ignored) return;
    const path = [...ancestry, { spanId, startedAtMs }];
    // Whoever is known is so with all that is above.
    for (let length = path.length; length > 0; length--) {
      const key = toKey(traceId, path[length - 1]?.spanId);
      if (this.#known.get(key) !== undefined) return;
      this.#set(key, { path: path.slice(0, length), context, conversationId });
    }
  }

  add(span: ExportedSpan): void {
    if (this.#ignored) return;
    const parent = span.parentSpanContext;
    const key = toKey(span.spanContext().traceId, parent?.spanId);
    // A parent in another process that is not known yet never will be.
    if (parent === undefined || parent.isRemote === true || this.#known.has(key)) {
      this.#settle(span, this.#known.get(key));
      return;
    }
    const siblings = this.#waiting.get(key);
    if (siblings === undefined) this.#waiting.set(key, [span]);
    else siblings.push(span);
    this.#waitingSpans++;
    while (this.#waitingSpans > MAX_WAITING) this.#giveUp();
  }

  /** What has found its place since it was last asked. */
  placed(): readonly PlacedSpan[] {
    const placed = this.#placed;
    if (placed.length > 0) this.#placed = [];
    return placed;
  }

  /** The same, and nothing waits any longer. */
  rest(): readonly PlacedSpan[] {
    while (this.#waitingSpans > 0) this.#giveUp();
    return this.placed();
  }

  /** Those that have waited longest have no parent here. */
  #giveUp(): void {
    const [key] = this.#waiting.keys();
    if (key !== undefined) this.#set(key, undefined);
  }

  #settle(span: ExportedSpan, parent: Known | undefined): void {
    const { traceId, spanId } = span.spanContext();
    const said = recordFromSpan(span);
    const key = toKey(traceId, spanId);
    // Outside of everything only what is an operation by itself counts.
    if (parent === undefined && said.name === "task") {
      this.#set(key, undefined);
      return;
    }
    const { path, context, conversationId } = parent ?? NOWHERE;
    const record: OperationRecord = {
      ...said,
      ancestry: path,
      context: { ...context, ...said.context },
      ...(conversationId !== undefined && said.conversationId === undefined && { conversationId }),
    };
    this.#placed.push({ record, span });
    const own = { spanId, startedAtMs: record.startedAtMs };
    this.#set(key, { path: [...path, own], context: record.context, conversationId: record.conversationId });
  }

  #set(key: string, known: Known | undefined): void {
    this.#known.set(key, known);
    if (this.#known.size > MAX_KNOWN) {
      const [oldest = ""] = this.#known.keys();
      this.#known.delete(oldest);
    }
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return;
    this.#waiting.delete(key);
    this.#waitingSpans -= waiting.length;
    for (const span of waiting) this.#settle(span, known);
  }
}

function toKey(traceId: string, spanId: string | undefined): string {
  return `${traceId}${spanId}`;
}
