import { context, trace } from "@opentelemetry/api";

/** A run that makes spans of this shape by hand: what is known early at the start, the rest at the end. */
export function toFloor(tracer, shape) {
  return async () => {
    for (const root of shape) make(tracer, root, context.active());
  };
}

function make(tracer, { name, kind, early, late, children }, parent) {
  const span = tracer.startSpan(name, { kind, attributes: { ...early } }, parent);
  if (children.length > 0) {
    const own = trace.setSpan(parent, span);
    for (const child of children) make(tracer, child, own);
  }
  span.setAttributes({ ...late });
  span.end();
}

/** The tree of finished spans, each with half of its attributes early and half of them late. */
export function toShape(spans) {
  const nodes = new Map(spans.map((span) => [span.spanContext().spanId, toNode(span)]));
  const roots = [];
  for (const span of spans) {
    const node = nodes.get(span.spanContext().spanId);
    const parent = nodes.get(span.parentSpanContext?.spanId);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

function toNode({ name, kind, attributes }) {
  const entries = Object.entries(attributes);
  const half = entries.length >> 1;
  const early = Object.fromEntries(entries.slice(0, half));
  return { name, kind, early, late: Object.fromEntries(entries.slice(half)), children: [] };
}
