import {
  type Attributes,
  INVALID_SPANID,
  INVALID_TRACEID,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { toHrTime } from "./clock.ts";
import type { OperationName } from "./contract.ts";
import type { RecordedOperation } from "./operation.ts";
import type { Parts } from "./parts.ts";
import type { Providers } from "./providers.ts";
import type { OperationRecord } from "./record.ts";
import {
  ATTRIBUTES,
  type AttributeRow,
  CONTENT_ATTRIBUTES,
  isRemote,
  METADATA,
  type SemconvProfile,
  type Source,
  spanName,
} from "./semconv.ts";

/** Rows of one operation under one profile. */
type Rows = readonly { readonly name: string; readonly read: AttributeRow["read"] }[];

/** Writes operations as spans, by the convention table of one profile. */
export class SpanWriter {
  readonly #profile: SemconvProfile;
  readonly #contentOnSpans: boolean;
  readonly #providers: Providers;
  readonly #rows = new Map<OperationName, { readonly early: Rows; readonly late: Rows }>();

  constructor({ options, policy }: Parts, providers: Providers) {
    this.#profile = options.semconv;
    this.#contentOnSpans = policy.allows("otlp");
    this.#providers = providers;
  }

  /** The span, or nothing where no SDK makes one: then it has no context of its own. */
  begin({ facts, parentContext, startedAtMs }: RecordedOperation): Span | undefined {
    const attributes = readEarly(this.#rowsOf(facts.name).early, facts);
    const kind = isRemote(facts) ? SpanKind.CLIENT : SpanKind.INTERNAL;
    const options = { kind, attributes, startTime: toHrTime(startedAtMs) };
    const span = this.#providers.tracer().startSpan(spanName(facts), options, parentContext);
    const { spanId, traceId } = span.spanContext();
    if (spanId === INVALID_SPANID || traceId === INVALID_TRACEID) return undefined;
    return spanId === trace.getSpanContext(parentContext)?.spanId ? undefined : span;
  }

  complete(span: Span, { changed, facts }: RecordedOperation, record: OperationRecord): void {
    if (span.isRecording()) {
      const { early, late } = this.#rowsOf(record.name);
      if (changed) span.updateName(spanName(facts));
      span.setAttributes(read(late, record, changed ? readEarly(early, record) : {}));
      if (record.error !== undefined) {
        const { type, message } = record.error;
        const says = message !== "" && message !== type;
        span.setStatus({ code: SpanStatusCode.ERROR, ...(says && { message }) });
      }
    }
    span.end(toHrTime(record.startedAtMs + record.durationMs));
  }

  #rowsOf(name: OperationName): { readonly early: Rows; readonly late: Rows } {
    let rows = this.#rows.get(name);
    if (rows === undefined) {
      const table = this.#contentOnSpans ? [...ATTRIBUTES, ...CONTENT_ATTRIBUTES] : ATTRIBUTES;
      const ours = table.filter((row) => row.on.includes(name) && row.name[this.#profile] !== undefined);
      const named = (early: boolean): Rows =>
        ours
          .filter((row) => row.early === early)
          .map((row) => ({ name: row.name[this.#profile] ?? "", read: row.read }));
      rows = { early: named(true), late: named(false) };
      this.#rows.set(name, rows);
    }
    return rows;
  }
}

function readEarly(rows: Rows, source: Source): Attributes {
  const attributes = read(rows, source, {});
  const metadata = source.context?.metadata;
  if (metadata !== undefined) for (const key of Object.keys(metadata)) attributes[METADATA + key] = metadata[key];
  return attributes;
}

function read(rows: Rows, source: Source, into: Attributes): Attributes {
  for (const row of rows) {
    const value = row.read(source);
    // A fact of a wrong type costs its attribute.
    if (value !== undefined && (typeof value !== "object" || Array.isArray(value))) into[row.name] = value;
  }
  return into;
}
