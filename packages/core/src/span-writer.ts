import { INVALID_SPANID, INVALID_TRACEID, type Span, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { AttributeReader, type AttributeTarget, GatheredAttributes } from "./attribute-reader.ts";
import { toHrTime } from "./clock.ts";
import type { SeenRecord } from "./content.ts";
import type { OperationName } from "./contract.ts";
import type { RecordedOperation } from "./operation.ts";
import type { Parts } from "./parts.ts";
import type { Providers } from "./providers.ts";
import { rememberRecord } from "./record-of.ts";
import {
  ATTRIBUTES,
  type AttributeRow,
  CONTENT_ATTRIBUTES,
  isRemote,
  METADATA,
  type SemconvProfile,
  type Source,
  spanName,
  USAGE_COST,
} from "./semconv.ts";

interface Readers {
  readonly early: AttributeReader;
  readonly late: AttributeReader;
}

/** Writes operations as spans, by the convention table of one profile. */
export class SpanWriter {
  readonly #profile: SemconvProfile;
  readonly #table: readonly AttributeRow[];
  readonly #providers: Providers;
  readonly #readers = new Map<OperationName, Readers>();

  constructor({ options, policy }: Parts, providers: Providers) {
    this.#profile = options.semconv;
    const content = policy.allows("otlp") ? CONTENT_ATTRIBUTES : [];
    this.#table = [...ATTRIBUTES, ...(options.usageCost ? [USAGE_COST] : []), ...content];
    this.#providers = providers;
  }

  /** The span, or nothing where no SDK makes one: then it has no context of its own. */
  begin({ facts, parentContext, startedAtMs }: RecordedOperation, parentSpanId: string | undefined): Span | undefined {
    const first = new GatheredAttributes();
    readEarly(this.#readersOf(facts.name).early, facts, first);
    const kind = isRemote(facts) ? SpanKind.CLIENT : SpanKind.INTERNAL;
    const options = { kind, attributes: first.attributes, startTime: toHrTime(startedAtMs) };
    const span = this.#providers.tracer().startSpan(spanName(facts), options, parentContext);
    const { spanId, traceId } = span.spanContext();
    const isOne = spanId !== INVALID_SPANID && traceId !== INVALID_TRACEID && spanId !== parentSpanId;
    return isOne ? span : undefined;
  }

  complete(span: Span, { changed, facts }: RecordedOperation, seen: SeenRecord): void {
    const { record } = seen;
    if (span.isRecording()) {
      const { early, late } = this.#readersOf(record.name);
      if (changed) {
        span.updateName(spanName(facts));
        readEarly(early, record, span);
      }
      late.read(record, span);
      if (record.error !== undefined) {
        const { type, message } = seen.for("otlp").error ?? record.error;
        const says = message !== "" && message !== type;
        span.setStatus({ code: SpanStatusCode.ERROR, ...(says && { message }) });
      }
    }
    // Last, since it changes the span's shape, and what sees two shapes is slower.
    rememberRecord(span, seen);
    span.end(toHrTime(record.startedAtMs + record.durationMs));
  }

  #readersOf(name: OperationName): Readers {
    let readers = this.#readers.get(name);
    if (readers === undefined) {
      const rows = this.#table.filter((row) => row.on.includes(name));
      readers = {
        early: new AttributeReader(
          rows.filter((row) => row.early),
          this.#profile,
        ),
        late: new AttributeReader(
          rows.filter((row) => !row.early),
          this.#profile,
        ),
      };
      this.#readers.set(name, readers);
    }
    return readers;
  }
}

function readEarly(early: AttributeReader, source: Source, into: AttributeTarget): void {
  early.read(source, into);
  const metadata = source.context?.metadata;
  if (metadata === undefined) return;
  for (const [key, value] of Object.entries(metadata)) into.setAttribute(METADATA + key, value);
}
