import type { HrTime } from "@opentelemetry/api";
import { type AttributeList, toAttributes } from "./attribute-list.ts";
import type { ExportedSpan } from "./exported-span.ts";

/** A span as OTLP's JSON has it, and what it shares with others. */
export interface OtlpSpan {
  readonly span: object;
  readonly resource: object;
  readonly scope: object;
  /** About how long its JSON is. */
  readonly bytes: number;
}

const shared = new WeakMap<object, object>();
/** Ids, times and the punctuation around them. */
const BYTES_OF_A_SPAN = 300;

/**
 * A span with this name, these attributes and this message of its status. Made by hand: spans are copied to change their attributes, and what would
 * serialise the copies belongs to one line of OpenTelemetry's SDK.
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function toOtlpSpan(
  span: ExportedSpan,
  name: string,
  { list, bytes }: AttributeList,
  message: string | undefined,
): OtlpSpan {
  const { traceId, spanId, traceState } = span.spanContext();
  const { parentSpanContext: parent, events, links, status } = span;
  const copy = {
    traceId,
    spanId,
    traceState: traceState?.serialize(),
    parentSpanId: parent?.spanId,
    name,
    // OpenTelemetry's kinds begin with 0, OTLP's with 1.
    kind: span.kind + 1,
    startTimeUnixNano: toNanos(span.startTime),
    endTimeUnixNano: toNanos(span.endTime),
    attributes: list,
    events: events.length > 0 ? events.map(toEvent) : undefined,
    links: links.length > 0 ? links.map(toLink) : undefined,
    status: { code: status.code, message },
  };
  return {
    span: copy,
    resource: toResource(span.resource),
    scope: once(span.instrumentationScope, ({ name, version }) => ({ name, version })),
    bytes: bytes + BYTES_OF_A_SPAN * (1 + events.length + links.length),
  };
}

/** The JSON of one request: each span under its own resource and scope. */
export function toOtlpRequest(spans: readonly OtlpSpan[]): string {
  const resourceSpans = Array.from(
    Map.groupBy(spans, ({ resource }) => resource),
    ([resource, ofResource]) => ({
      resource,
      scopeSpans: Array.from(
        Map.groupBy(ofResource, ({ scope }) => scope),
        ([scope, ofScope]) => ({ scope, spans: ofScope.map(({ span }) => span) }),
      ),
    }),
  );
  return JSON.stringify({ resourceSpans });
}

function toResource(resource: ExportedSpan["resource"]): object {
  const make = () => ({ attributes: toAttributes(resource.attributes) });
  // What is detected in the background is added to the resource later.
  return resource.asyncAttributesPending ? make() : once(resource, make);
}

function once<T extends object>(source: T, make: (source: T) => object): object {
  const known = shared.get(source);
  if (known !== undefined) return known;
  const made = make(source);
  shared.set(source, made);
  return made;
}

function toEvent({ name, time, attributes = {} }: ExportedSpan["events"][number]): object {
  return { name, timeUnixNano: toNanos(time), attributes: toAttributes(attributes) };
}

function toLink({ context: { traceId, spanId }, attributes = {} }: ExportedSpan["links"][number]): object {
  return { traceId, spanId, attributes: toAttributes(attributes) };
}

function toNanos([seconds, nanos]: HrTime): string {
  // Nine digits, by the quickest way to them.
  return seconds === 0 ? String(nanos) : `${seconds}${String(1_000_000_000 + nanos).slice(1)}`;
}
