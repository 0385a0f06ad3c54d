import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** One line a span, two spaces a level: `execute_tool search [error TypeError]`. A success has no brackets. */
export function toTree(spans: readonly ReadableSpan[]): readonly string[] {
  const ids = new Set(spans.map((span) => span.spanContext().spanId));
  const parentOf = ({ parentSpanContext }: ReadableSpan): string | undefined =>
    parentSpanContext !== undefined && ids.has(parentSpanContext.spanId) ? parentSpanContext.spanId : undefined;
  const children = Map.groupBy(spans, parentOf);
  const walk = (span: ReadableSpan, indent: string): readonly string[] => [
    `${indent}${toLine(span)}`,
    ...(children.get(span.spanContext().spanId) ?? []).flatMap((child) => walk(child, `${indent}  `)),
  ];
  return (children.get(undefined) ?? []).flatMap((root) => walk(root, ""));
}

function toLine({ name, attributes }: ReadableSpan): string {
  const ending = [attributes["isospan.outcome"], attributes["error.type"]].filter(Boolean).join(" ");
  return ending === "" ? name : `${name} [${ending}]`;
}
