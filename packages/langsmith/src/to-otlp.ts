import type { EncodedBatch } from "@isospan/core/sender";
import type { Fields, Run } from "./run.ts";

interface KeyValue {
  readonly key: string;
  readonly value: Fields;
}

const ERROR = 2;
const OK = 1;

/**
 * The same runs as OTLP spans, in JSON. LangSmith makes up ids of its own unless each span names those of its run; it
 * reads errors from events alone, and usage only where there is an output.
 * @see https://docs.langchain.com/langsmith/trace-with-opentelemetry
 */
export function toOtlp(runs: readonly Run[]): EncodedBatch {
  const scopeSpans = [{ scope: { name: "@isospan/langsmith" }, spans: runs.map(toSpan) }];
  return { body: JSON.stringify({ resourceSpans: [{ resource: {}, scopeSpans }] }), contentType: "application/json" };
}

function toSpan(run: Run): Fields {
  const { metadata } = run.extra;
  return {
    traceId: metadata.OTEL_TRACE_ID,
    // No parent: the one in the attributes counts, and a span between them may never come.
    spanId: metadata.OTEL_SPAN_ID,
    name: run.name,
    kind: 1,
    startTimeUnixNano: toUnixNano(run.start_time),
    endTimeUnixNano: toUnixNano(run.end_time),
    status: { code: run.error === undefined ? OK : ERROR, ...(run.error !== undefined && { message: run.error }) },
    attributes: toAttributes(run),
    events: run.error === undefined ? [] : [toException(run.error, run.end_time)],
  };
}

function toAttributes(run: Run): readonly KeyValue[] {
  const { usage_metadata, ...metadata } = run.extra.metadata;
  return toKeyValues({
    "langsmith.span.id": run.id,
    "langsmith.trace.id": run.trace_id,
    "langsmith.span.parent_id": run.parent_run_id,
    "langsmith.span.dotted_order": run.dotted_order,
    "langsmith.is_root": run.parent_run_id === undefined ? true : undefined,
    "langsmith.span.kind": run.run_type,
    "langsmith.trace.name": run.name,
    "langsmith.trace.session_name": run.session_name,
    "langsmith.span.tags": run.tags?.join(","),
    "langsmith.usage_metadata": usage_metadata && JSON.stringify(usage_metadata),
    "input.value": JSON.stringify(run.inputs),
    "output.value": JSON.stringify(run.outputs),
    "llm.invocation_parameters": run.extra.invocation_params && JSON.stringify(run.extra.invocation_params),
    ...Object.fromEntries(Object.entries(metadata).map(([key, value]) => [`langsmith.metadata.${key}`, value])),
  });
}

function toException(message: string, isoTime: string): Fields {
  const attributes = toKeyValues({ "exception.message": message });
  return { name: "exception", timeUnixNano: toUnixNano(isoTime), attributes };
}

function toKeyValues(fields: Fields): readonly KeyValue[] {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return known.map(([key, value]) => ({ key, value: toValue(value) }));
}

function toValue(value: unknown): Fields {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isSafeInteger(value) ? { intValue: value } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toValue) } };
  return { stringValue: JSON.stringify(value) };
}

/** From a time with microseconds. A number would not be exact. */
function toUnixNano(isoTime: string): string {
  return `${Date.parse(`${isoTime.slice(0, 23)}Z`)}${isoTime.slice(23, 26)}000`;
}
