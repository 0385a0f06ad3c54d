export type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Fields = Object.freeze({});

/** What is no object has no fields. */
export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : NOTHING;
}

/** Whether something has such a field. What cannot be looked into has none. */
export function has(value: unknown, field: string): boolean {
  try {
    return typeof value === "object" && value !== null && field in value;
  } catch {
    return false;
  }
}

/** A count that is known. The SDK says NaN where it is not. */
export function finite(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
