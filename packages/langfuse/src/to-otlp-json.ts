import type { HrTime } from "@opentelemetry/api";
import type { Attributes } from "./attributes.ts";
import type { ExportedSpan } from "./exported-span.ts";

/** A span as it is sent: the JSON of itself, and of what it shares with others. */
export interface EncodedSpan {
  readonly resource: string;
  readonly scope: string;
  readonly span: string;
}

const shared = new WeakMap<object, string>();
const MAX_DEPTH = 16;

/**
 * A span with this name and these attributes as OTLP's JSON. It is written by hand: spans are copied to change their
 * attributes, and what would serialise the copies belongs to one line of OpenTelemetry's SDK.
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function toOtlpJson(span: ExportedSpan, name: string, attributes: Readonly<Attributes>): EncodedSpan {
  const { traceId, spanId, traceState } = span.spanContext();
  const { parentSpanContext: parent, events, links, status } = span;
  let json = `{"traceId":${quote(traceId)},"spanId":${quote(spanId)}`;
  if (traceState !== undefined) json += `,"traceState":${quote(traceState.serialize())}`;
  if (parent !== undefined) json += `,"parentSpanId":${quote(parent.spanId)}`;
  // OpenTelemetry's kinds begin with 0, OTLP's with 1.
  json += `,"name":${quote(name)},"kind":${span.kind + 1}`;
  json += `,"startTimeUnixNano":"${toNanos(span.startTime)}","endTimeUnixNano":"${toNanos(span.endTime)}"`;
  json += `,"attributes":${toAttributes(attributes)}`;
  if (events.length > 0) json += `,"events":[${events.map(toEvent).join()}]`;
  if (links.length > 0) json += `,"links":[${links.map(toLink).join()}]`;
  json += `,"status":{"code":${status.code}${status.message ? `,"message":${quote(status.message)}` : ""}}}`;
  return { resource: toResource(span.resource), scope: once(span.instrumentationScope, toScope), span: json };
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
  const write = () => `{"attributes":${toAttributes(resource.attributes)}}`;
  // What is detected in the background is added to the resource later.
  return resource.asyncAttributesPending ? write() : once(resource, write);
}

function toScope({ name, version }: ExportedSpan["instrumentationScope"]): string {
  return version === undefined ? `{"name":${quote(name)}}` : `{"name":${quote(name)},"version":${quote(version)}}`;
}

function once<T extends object>(source: T, write: (source: T) => string): string {
  const known = shared.get(source);
  if (known !== undefined) return known;
  const json = write(source);
  shared.set(source, json);
  return json;
}

function toEvent({ name, time, attributes = {} }: ExportedSpan["events"][number]): string {
  return `{"name":${quote(name)},"timeUnixNano":"${toNanos(time)}","attributes":${toAttributes(attributes)}}`;
}

function toLink({ context: { traceId, spanId }, attributes = {} }: ExportedSpan["links"][number]): string {
  return `{"traceId":${quote(traceId)},"spanId":${quote(spanId)},"attributes":${toAttributes(attributes)}}`;
}

function toAttributes(attributes: Readonly<Record<string, unknown>>): string {
  let json = "";
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value === undefined) continue;
    json += `${json === "" ? "" : ","}{"key":${quote(name)},"value":${toValue(value, 0)}}`;
  }
  return `[${json}]`;
}

function toValue(value: unknown, depth: number): string {
  if (typeof value === "string") return `{"stringValue":${quote(value)}}`;
  if (typeof value === "boolean") return `{"boolValue":${value}}`;
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return `{"intValue":"${value}"}`;
    return Number.isFinite(value) ? `{"doubleValue":${value}}` : `{"doubleValue":"${value}"}`;
  }
  if (value === null || depth === MAX_DEPTH) return "{}";
  if (Array.isArray(value)) {
    return `{"arrayValue":{"values":[${value.map((each) => toValue(each ?? null, depth + 1)).join()}]}}`;
  }
  // SDK 3 takes maps and bytes as attributes.
  if (value instanceof Uint8Array) return `{"bytesValue":${quote(toBase64(value))}}`;
  const entries = Object.entries(Object(value)).map(
    ([key, each]) => `{"key":${quote(key)},"value":${toValue(each ?? null, depth + 1)}}`,
  );
  return `{"kvlistValue":{"values":[${entries.join()}]}}`;
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function toNanos([seconds, nanos]: HrTime): string {
  return seconds === 0 ? String(nanos) : `${seconds}${String(nanos).padStart(9, "0")}`;
}

function quote(text: unknown): string {
  return JSON.stringify(String(text));
}
