/** What is known of one subject: field by field, each value as text that is equal where the value is. */
export type Fields = ReadonlyMap<string, string>;

/** Everything observed of one run, by subject: a span, a metric, a point of one, a record. */
export type Facts = ReadonlyMap<string, Fields>;

/** What a time turns into: it differs from run to run, so only its presence is compared. */
const A_TIME = "a time";

export function toFacts(entries: Iterable<readonly [subject: string, fields: Fields]>): Facts {
  const facts = new Map<string, Fields>();
  for (const [subject, fields] of entries) {
    let free = subject;
    for (let n = 2; facts.has(free); n++) free = `${subject} (${n})`; // Nothing observed may hide something else.
    facts.set(free, fields);
  }
  return facts;
}

/** Fields without a value are left out. */
export function toFields(entries: Iterable<readonly [field: string, value: unknown]>): Fields {
  const fields = new Map<string, string>();
  for (const [field, value] of entries) {
    if (value !== undefined) fields.set(field, stable(value));
  }
  return fields;
}

/** A time that can be one becomes a symbol; anything else stays, and shows up as a difference. */
export function timeSymbol(value: unknown): unknown {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? A_TIME : value;
}

/** JSON with its keys in order, so that equal objects are equal text. */
export function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
