import type { OperationRecord } from "@isospan/core";
import type { Observation } from "./observe.ts";
import type { Difference } from "./scenario.ts";
import type { ExportedMetric, ExportedSpan } from "./sdk.ts";

const KINDS = ["INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
const STATUSES = ["UNSET", "OK", "ERROR"];
const PRESENT = "present";
const PER_CHUNK = ".time_per_output_chunk";
const FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";

/** Where each difference shows: on spans, and in records. */
const LEFT_OUT: Readonly<Record<Difference, readonly string[]>> = {
  conversation: ["gen_ai.conversation.id", "conversationId"],
  content: [
    ...["gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.tool.call.arguments", "gen_ai.tool.call.result"],
    ...["input", "output", "arguments"],
  ],
  answerer: ["gen_ai.response.id", "gen_ai.response.model", "response"],
  error: ["error.type", "error", "message"],
  reading: ["unreadable_field", "isospan.diagnostics", "isospan.tool.silent_failure", "silentFailure"],
};

export interface Normalised {
  readonly spans: readonly unknown[];
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly records: readonly unknown[];
  readonly diagnostics: Readonly<Record<string, number>>;
}

/** What can be compared: ids as structure, times as order, the rest as it left. */
export function normalise(observation: Observation, differs: readonly Difference[] = []): Normalised {
  const leftOut = new Set(differs.flatMap((difference) => LEFT_OUT[difference]));
  return sorted(
    {
      spans: toTree(observation.spans),
      metrics: Object.fromEntries(observation.metrics.map((metric) => [metric.descriptor.name, toMetric(metric)])),
      records: toRecords(observation.records),
      diagnostics: observation.diagnostics,
    },
    leftOut,
  ) as Normalised;
}

function toTree(spans: readonly ExportedSpan[]): readonly unknown[] {
  const ids = new Set(spans.map((span) => span.spanContext().spanId));
  const below = (parent: string | undefined): unknown[] =>
    spans
      .filter((span) => {
        const above = span.parentSpanContext?.spanId;
        return (above !== undefined && ids.has(above) ? above : undefined) === parent;
      })
      .toSorted((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1])
      .map((span) => ({
        name: span.name,
        kind: KINDS[span.kind],
        status: { code: STATUSES[span.status.code], message: span.status.message },
        attributes: toAttributes(span.attributes),
        events: span.events.map((event) => event.name),
        links: span.links.length,
        children: below(span.spanContext().spanId),
      }));
  return below(undefined).toSorted(byName);
}

const byName = (a: unknown, b: unknown): number => {
  const [one, other] = [a, b].map((span) => (span as { name: string }).name) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
};

function toAttributes(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...attributes, ...(FIRST_CHUNK in attributes && { [FIRST_CHUNK]: PRESENT }) };
}

interface HistogramValue {
  readonly count: number;
  readonly sum: number;
  readonly buckets: { readonly boundaries: readonly number[] };
}

function toMetric({ descriptor, dataPoints }: ExportedMetric): unknown {
  const points = dataPoints.map(({ attributes, value }) => {
    const { count, ...rest } = toValue(value, descriptor.unit) as { readonly count?: number };
    // As many as there are chunks, which frameworks cut as they like.
    return { attributes, ...rest, count: descriptor.name.endsWith(PER_CHUNK) ? PRESENT : count };
  });
  const key = (point: unknown): string => JSON.stringify(sorted(point));
  return { unit: descriptor.unit, points: points.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)) };
}

function toValue(value: unknown, unit: string): object {
  if (typeof value === "number") return { sum: Number(value.toPrecision(12)) };
  const { count, sum, buckets } = value as HistogramValue;
  return { count, ...(unit !== "s" && { sum: Number(sum.toPrecision(12)) }), boundaries: buckets.boundaries.join(" ") };
}

function toRecords(records: readonly OperationRecord[]): readonly unknown[] {
  const traces = [...new Set(records.map((record) => record.traceId))];
  return records
    .toSorted((a, b) => traces.indexOf(a.traceId) - traces.indexOf(b.traceId) || a.startedAtMs - b.startedAtMs)
    .map((record) => {
      const {
        traceId,
        spanId,
        parentSpanId,
        startedAtMs,
        durationMs,
        chunks,
        chunkGaps,
        ancestry,
        timeToFirstChunkMs,
        ...rest
      } = record;
      const { request = {} } = rest;
      return {
        ...rest,
        // One that asked for nothing says as much as none.
        request: Object.keys(request).length === 0 ? undefined : request,
        trace: traces.indexOf(traceId),
        under: ancestry.map(({ spanId: id }) => records.find((other) => other.spanId === id)?.name ?? "?"),
        ...(timeToFirstChunkMs !== undefined && { timeToFirstChunkMs: PRESENT }),
      };
    });
}

function sorted(value: unknown, leftOut: ReadonlySet<string> = new Set()): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item, leftOut));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key, field]) => field !== undefined && !leftOut.has(key));
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, sorted(field, leftOut)]),
  );
}
