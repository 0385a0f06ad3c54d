import { type HrTime, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { type Facts, type Fields, timeSymbol, toFacts, toFields } from "./facts.ts";
import { type SpanNode, type TraceTree, walk } from "./span-tree.ts";

export const ATTRIBUTE = "attribute ";

/** Everything that was exported of each span, without ids and times. The parent is in the subject: it is a path. */
export function toSpanFacts(trees: readonly TraceTree[]): Facts {
  const nodes = trees.flatMap((tree) => walk(tree.roots));
  const places = new Map(nodes.map(({ span, place }) => [span.spanContext().spanId, place]));
  return toFacts(nodes.map((node) => [`span ${node.place}`, toSpanFields(node, places)] as const));
}

function toSpanFields({ span, children }: SpanNode, places: ReadonlyMap<string, string>): Fields {
  const { parentSpanContext: parent, instrumentationScope: scope } = span;
  const placeOf = (spanId: string): string => places.get(spanId) ?? "not exported";
  return toFields([
    ["kind", SpanKind[span.kind]],
    ["status", SpanStatusCode[span.status.code]],
    ["status message", span.status.message],
    ["parent", parent === undefined ? "none" : placeOf(parent.spanId)],
    ["children in order", children.map((child) => child.span.name)],
    ["scope", scope.name],
    ["scope version", scope.version],
    ["scope schema", scope.schemaUrl],
    ["trace flags", span.spanContext().traceFlags],
    ["times", isBefore(span.startTime, span.endTime) ? "in order" : "end before start"],
    ["dropped", [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount]],
    ...toAttributes(span.attributes),
    ...span.events.map(({ name, attributes }, i) => [`event ${i + 1}`, { name, attributes }] as const),
    ...span.links.map(
      (link, i) => [`link ${i + 1}`, { to: placeOf(link.context.spanId), attributes: link.attributes ?? {} }] as const,
    ),
  ]);
}

// Ids of responses and tool calls stay as they are: the loopback server gives each request the same ones every time.
function toAttributes(attributes: ReadableSpan["attributes"]): readonly (readonly [string, unknown])[] {
  return Object.entries(attributes).map(([name, value]) => [
    `${ATTRIBUTE}${name}`,
    name.endsWith(".time_to_first_chunk") ? timeSymbol(value) : value,
  ]);
}

function isBefore(start: HrTime, end: HrTime): boolean {
  return start[0] < end[0] || (start[0] === end[0] && start[1] <= end[1]);
}
