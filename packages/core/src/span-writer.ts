import { type Attributes, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from "@opentelemetry/api";
import { toHrTime } from "./clock.ts";
import type { OperationName } from "./contract.ts";
import type { RecordedOperation } from "./operation.ts";
import type { OperationRecord } from "./record.ts";
import {
  type AttributeRow,
  ATTRIBUTES,
  CONTENT_ATTRIBUTES,
  isRemote,
  type SemconvProfile,
  type Source,
  spanName,
} from "./semconv.ts";

interface NamedRow {
  readonly name: string;
  readonly read: AttributeRow["read"];
}

interface Rows {
  readonly early: readonly NamedRow[];
  readonly late: readonly NamedRow[];
  readonly content: readonly NamedRow[];
}

/** Writes operations as spans, by the convention table of one profile. */
export class SpanWriter {
  readonly #profile: SemconvProfile;
  readonly #contentOnSpans: boolean;
  readonly #tracer: () => Tracer;
  readonly #rows = new Map<OperationName, Rows>();

  constructor(profile: SemconvProfile, contentOnSpans: boolean, tracer: () => Tracer) {
    this.#profile = profile;
    this.#contentOnSpans = contentOnSpans;
    this.#tracer = tracer;
  }

  /** The span, or nothing where no SDK makes one: then it has no context of its own. */
  begin(operation: RecordedOperation): Span | undefined {
    const { facts, parentContext } = operation;
    const source: Source = { ...facts, error: undefined, context: operation.userContext ?? {} };
    const span = this.#tracer().startSpan(
      spanName(facts),
      {
        kind: isRemote(facts) ? SpanKind.CLIENT : SpanKind.INTERNAL,
        attributes: this.#read(this.#rowsOf(facts.name).early, source, {}),
        startTime: toHrTime(operation.startedAtMs),
      },
      parentContext,
    );
    const { spanId, traceId } = span.spanContext();
    const invalid = /^0*$/.test(spanId) || /^0*$/.test(traceId);
    return invalid || spanId === trace.getSpanContext(parentContext)?.spanId ? undefined : span;
  }

  complete(span: Span, operation: RecordedOperation, record: OperationRecord): void {
    if (span.isRecording()) {
      const rows = this.#rowsOf(record.name);
      const attributes: Attributes = {};
      if (operation.changed) {
        span.updateName(spanName(operation.facts));
        this.#read(rows.early, record as Source, attributes);
      }
      this.#read(rows.late, record as Source, attributes);
      if (this.#contentOnSpans) this.#read(rows.content, record as Source, attributes);
      span.setAttributes(attributes);
      if (record.error !== undefined) {
        const { type, message } = record.error;
        const say = message !== "" && message !== type;
        span.setStatus({ code: SpanStatusCode.ERROR, ...(say && { message }) });
      }
    }
    span.end(toHrTime(record.startedAtMs + record.durationMs));
  }

  #read(rows: readonly NamedRow[], source: Source, into: Attributes): Attributes {
    for (const row of rows) {
      const value = row.read(source, this.#profile);
      if (value !== undefined) into[row.name] = value;
    }
    return into;
  }

  #rowsOf(name: OperationName): Rows {
    let rows = this.#rows.get(name);
    if (rows === undefined) {
      const table = this.#namedRows(ATTRIBUTES, name);
      rows = {
        early: table.filter((row) => row.early).map(toNamed),
        late: table.filter((row) => !row.early).map(toNamed),
        content: this.#namedRows(CONTENT_ATTRIBUTES, name).map(toNamed),
      };
      this.#rows.set(name, rows);
    }
    return rows;
  }

  #namedRows(table: readonly AttributeRow[], operation: OperationName): (AttributeRow & { name: string })[] {
    return table
      .filter((row) => row.on.includes(operation))
      .map((row) => ({ ...row, name: typeof row.name === "string" ? row.name : row.name[this.#profile] }))
      .filter((row): row is AttributeRow & { name: string } => row.name !== undefined);
  }
}

function toNamed({ name, read }: AttributeRow & { name: string }): NamedRow {
  return { name, read };
}
