import type { ReadableSpan } from "@opentelemetry/sdk-trace";

export interface SpanNode {
  readonly span: ReadableSpan;
  /** Names from the root down, with a number where a sibling has the same name: the span's id in all comparisons. */
  readonly place: string;
  readonly children: readonly SpanNode[];
}

/** The spans of one trace; more than one root where a parent was not exported. */
export interface TraceTree {
  readonly traceId: string;
  /** Stands for the trace id, which is random: `trace 1` is the first that began. */
  readonly symbol: string;
  readonly roots: readonly SpanNode[];
}

/** Traces and siblings in the order in which they began, ties by name. */
export function toTraceTrees(spans: readonly ReadableSpan[]): readonly TraceTree[] {
  const traces = Map.groupBy(spans.toSorted(byStart), (span) => span.spanContext().traceId);
  return [...traces].map(([traceId, members], index) => {
    const symbol = `trace ${index + 1}`;
    const ids = new Set(members.map((span) => span.spanContext().spanId));
    const children = Map.groupBy(members, (span) => {
      const parent = span.parentSpanContext;
      return parent?.traceId === traceId && ids.has(parent.spanId) ? parent.spanId : undefined;
    });
    return { traceId, symbol, roots: toNodes(undefined, symbol, children) };
  });
}

/** Every span, each before its children. */
export function walk(nodes: readonly SpanNode[]): readonly SpanNode[] {
  return nodes.flatMap((node) => [node, ...walk(node.children)]);
}

function toNodes(
  parentId: string | undefined,
  above: string,
  children: ReadonlyMap<string | undefined, readonly ReadableSpan[]>,
): readonly SpanNode[] {
  const seen = new Map<string, number>();
  return (children.get(parentId) ?? []).map((span) => {
    const count = (seen.get(span.name) ?? 0) + 1;
    seen.set(span.name, count);
    const place = `${above} > ${span.name}${count > 1 ? ` #${count}` : ""}`;
    return { span, place, children: toNodes(span.spanContext().spanId, place, children) };
  });
}

function byStart(a: ReadableSpan, b: ReadableSpan): number {
  return a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1] || a.name.localeCompare(b.name);
}
