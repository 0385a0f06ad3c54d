import type { HrTime } from "@opentelemetry/api";
import { type Attribute, toAttributes } from "./attribute-list.ts";
import type { ExportedSpan } from "./exported-span.ts";

/** A span as it is sent: the JSON of itself, and of what it shares with others. */
export interface EncodedSpan {
  readonly resource: string;
  readonly scope: string;
  readonly span: string;
}

const shared = new WeakMap<object, string>();

/**
 * A span with this name and these attributes as OTLP's JSON. Made by hand: spans are copied to change their attributes,
 * and what would serialise the copies belongs to one line of OpenTelemetry's SDK.
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function toOtlpJson(span: ExportedSpan, name: string, attributes: readonly Attribute[]): EncodedSpan {
  const { traceId, spanId, traceState } = span.spanContext();
  const { parentSpanContext: parent, events, links, status } = span;
  const own = {
    traceId,
    spanId,
    traceState: traceState?.serialize(),
    parentSpanId: parent?.spanId,
    name,
    // OpenTelemetry's kinds begin with 0, OTLP's with 1.
    kind: span.kind + 1,
    startTimeUnixNano: toNanos(span.startTime),
    endTimeUnixNano: toNanos(span.endTime),
    attributes,
    events: events.length > 0 ? events.map(toEvent) : undefined,
    links: links.length > 0 ? links.map(toLink) : undefined,
    status: { code: status.code, message: status.message },
  };
  return {
    resource: toResource(span.resource),
    scope: once(span.instrumentationScope, ({ name, version }) => JSON.stringify({ name, version })),
    span: JSON.stringify(own),
  };
}

/** One request of spans, each under its own resource and scope. */
export function toOtlpRequest(spans: readonly EncodedSpan[]): string {
  const resources = Map.groupBy(spans, ({ resource }) => resource);
  const resourceSpans = Array.from(resources, ([resource, ofResource]) => {
    const scopes = Map.groupBy(ofResource, ({ scope }) => scope);
    const scopeSpans = Array.from(
      scopes,
      ([scope, ofScope]) => `{"scope":${scope},"spans":[${ofScope.map(({ span }) => span).join()}]}`,
    );
    return `{"resource":${resource},"scopeSpans":[${scopeSpans.join()}]}`;
  });
  return `{"resourceSpans":[${resourceSpans.join()}]}`;
}

function toResource(resource: ExportedSpan["resource"]): string {
  const write = () => JSON.stringify({ attributes: toAttributes(resource.attributes) });
  // What is detected in the background is added to the resource later.
  return resource.asyncAttributesPending ? write() : once(resource, write);
}

function once<T extends object>(source: T, write: (source: T) => string): string {
  const known = shared.get(source);
  if (known !== undefined) return known;
  const json = write(source);
  shared.set(source, json);
  return json;
}

function toEvent({ name, time, attributes = {} }: ExportedSpan["events"][number]): object {
  return { name, timeUnixNano: toNanos(time), attributes: toAttributes(attributes) };
}

function toLink({ context: { traceId, spanId }, attributes = {} }: ExportedSpan["links"][number]): object {
  return { traceId, spanId, attributes: toAttributes(attributes) };
}

function toNanos([seconds, nanos]: HrTime): string {
  return seconds === 0 ? String(nanos) : `${seconds}${String(nanos).padStart(9, "0")}`;
}
