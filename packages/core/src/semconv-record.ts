import type { OperationName } from "./contract.ts";
import { toParsed } from "./message-reader.ts";
import type { OperationRecord } from "./record.ts";
import { ATTRIBUTES, CONTENT_ATTRIBUTES, METADATA, OPERATIONS } from "./semconv.ts";

/** What is read of an ended span. Both lines of the OpenTelemetry SDK have it. */
export interface EndedSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Seconds and nanoseconds, as are all times of spans. */
  readonly startTime: readonly [number, number];
  readonly endTime: readonly [number, number];
  readonly status: { readonly code: number; readonly message?: string | undefined };
  readonly events: readonly {
    readonly name: string;
    readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  }[];
  readonly parentSpanContext?: { readonly spanId: string } | undefined;
  spanContext(): { readonly traceId: string; readonly spanId: string };
}

type Fields = Record<string, unknown>;

/** Operations that others call differently, in older conventions for instance. */
const OTHER_NAMES: Readonly<Record<string, OperationName>> = { completion: "text_completion", embedding: "embeddings" };
const OPERATION = "gen_ai.operation.name";
const ERROR = 2;
const MAX_CHARACTERS = 262_144;

/** Where each attribute's value belongs, under any profile. What the table makes of several facts stands below it. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ...[...ATTRIBUTES, ...CONTENT_ATTRIBUTES].flatMap(({ name, from }): [string, string][] =>
    typeof from === "string"
      ? Object.values(name).flatMap((each): [string, string][] => (each === undefined ? [] : [[each, from]]))
      : [],
  ),
  ["gen_ai.system", "provider"],
  ["gen_ai.provider.name", "provider"],
  ["gen_ai.tool.name", "tool.name"],
  ["gen_ai.tool.type", "tool.type"],
  ["gen_ai.prompt.name", "context.prompt.name"],
  ["gen_ai.prompt.version", "context.prompt.version"],
  ["gen_ai.tool.definitions", "toolDefinitions"],
  ["gen_ai.input.messages", "input"],
  ["gen_ai.output.messages", "output"],
  ["gen_ai.tool.call.arguments", "tool.arguments"],
  ["gen_ai.retrieval.query.text", "retrieval.query"],
  ["gen_ai.retrieval.documents", "documents"],
]);
const LISTS = ["input", "output", "toolDefinitions", "documents"];
const RESULT = "gen_ai.tool.call.result";

/**
 * What the span of another instrumentation says by the GenAI conventions, as a record; `task` where it says none of
 * them. It has no ancestors, since a span knows its parent's id alone, and no cost.
 */
export function recordFromSpan(span: EndedSpan): OperationRecord {
  const { attributes, status, startTime, endTime, parentSpanContext } = span;
  const startedAtMs = toMs(startTime);
  const name = toOperationName(attributes[OPERATION]);
  const record: Fields = {
    ...{ v: 1, ...idsOf(span), ancestry: [], agentPath: [], context: {} },
    ...{ startedAtMs, durationMs: Math.max(0, toMs(endTime) - startedAtMs), outcome: "ok" },
  };
  for (const [key, value] of Object.entries(attributes)) {
    const place = PLACES.get(key);
    if (place !== undefined) put(record, place, LISTS.includes(place) ? toList(value) : value);
    else if (key.startsWith(METADATA)) putIn(record, "context", "metadata", key.slice(METADATA.length), value);
  }
  const seconds = attributes["gen_ai.response.time_to_first_chunk"];
  if (typeof seconds === "number") record.timeToFirstChunkMs = seconds * 1000;
  const result = attributes[RESULT];
  if (result !== undefined) {
    record.output = [
      { role: "tool", parts: [{ type: "tool_call_response", response: toParsed(result, MAX_CHARACTERS) }] },
    ];
  }
  if (status.code === ERROR) Object.assign(record, { outcome: "error", error: toError(span) });
  if (parentSpanContext !== undefined) record.parentSpanId = parentSpanContext.spanId;
  if (name === "task") record.label = span.name;
  return { ...record, name } as unknown as OperationRecord;
}

function idsOf(span: EndedSpan): Fields {
  const { traceId, spanId } = span.spanContext();
  return { traceId, spanId };
}

function toOperationName(value: unknown): OperationName {
  const name = OTHER_NAMES[String(value)] ?? value;
  return OPERATIONS.find((each) => each === name) ?? "task";
}

function put(record: Fields, place: string, value: unknown): void {
  if (value === undefined || place === "name" || place === "outcome" || place.startsWith("cost")) return;
  const path = place.split(".");
  const field = path.pop() ?? "";
  let into = record;
  for (const part of path) into = into[part] = { ...Object(into[part]) };
  into[field] = place === "tool.arguments" ? toParsed(value, MAX_CHARACTERS) : value;
}

function putIn(record: Fields, part: string, field: string, key: string, value: unknown): void {
  const outer: Fields = { ...Object(record[part]) };
  record[part] = { ...outer, [field]: { ...Object(outer[field]), [key]: value } };
}

function toList(value: unknown): unknown {
  const list = toParsed(value, MAX_CHARACTERS);
  return Array.isArray(list) ? list.filter((each) => typeof each === "object" && each !== null) : undefined;
}

function toError({ attributes, status, events }: EndedSpan): { readonly type: string; readonly message: string } {
  const thrown = events.find(({ name }) => name === "exception")?.attributes;
  const type = String(attributes["error.type"] ?? thrown?.["exception.type"] ?? "error");
  return { type, message: String(status.message ?? thrown?.["exception.message"] ?? type) };
}

function toMs([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1000 + nanoseconds / 1e6;
}
