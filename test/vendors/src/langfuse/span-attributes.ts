import type { RawAttribute, RawValue } from "../otlp/raw.ts";

export type Attributes = Readonly<Record<string, unknown>>;

/** Attributes as Langfuse reads them: maps and bytes stay the JSON text of their encoding. */
export function toSpanAttributes(attributes: readonly RawAttribute[] = []): Attributes {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, toValue(value ?? {})]));
}

function toValue(value: RawValue): unknown {
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.doubleValue !== undefined) return Number(value.doubleValue);
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.arrayValue?.values !== undefined) return value.arrayValue.values.map(toValue);
  if (value.intValue !== undefined) return Number(value.intValue);
  return JSON.stringify(value);
}

/** The first attribute that says something, as text. */
export function firstText(attributes: Attributes, keys: readonly string[]): string | undefined {
  const value = keys.map((key) => attributes[key]).find(Boolean);
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

export function parseJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** An attribute that holds a JSON object: `undefined` without one, empty where it holds something else. */
export function jsonObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!value) return undefined;
  if (typeof value !== "string") return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {};
  } catch {
    return undefined;
  }
}
