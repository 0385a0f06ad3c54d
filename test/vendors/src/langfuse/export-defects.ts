/** Why Langfuse refuses an export as a whole, one line for each kind of defect. */
export function exportDefects(resourceSpans: unknown): string[] {
  const found = new Set<string>();
  const list = (value: unknown, name: string): readonly unknown[] => {
    if (Array.isArray(value)) return value;
    if (value !== undefined && value !== null) found.add(`${name}:not_an_array`);
    return [];
  };
  for (const byResource of list(resourceSpans, "resourceSpans").map(Object)) {
    list(byResource.resource?.attributes, "resource.attributes");
    for (const byScope of list(byResource.scopeSpans, "scopeSpans").map(Object)) {
      list(byScope.scope?.attributes, "scope.attributes");
      for (const span of list(byScope.spans, "spans").map(Object)) {
        for (const key of ["traceId", "spanId"]) if (idDefect(span[key])) found.add(`${key}:${idDefect(span[key])}`);
        if (span.parentSpanId && idDefect(span.parentSpanId)) found.add("parentSpanId:not_an_id");
        list(span.attributes, "attributes");
        for (const event of list(span.events, "events").map(Object)) list(event.attributes, "event.attributes");
      }
    }
  }
  return [...found];
}

function idDefect(value: unknown): "absent" | "not_an_id" | undefined {
  if (value === undefined || value === null || value === "") return "absent";
  return typeof value === "string" ? undefined : "not_an_id";
}
