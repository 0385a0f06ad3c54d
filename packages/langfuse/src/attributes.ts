import type { AttributeValue } from "@opentelemetry/api";

/** Attributes of a copy. What is `undefined` is left out. */
export type Attributes = { [name: string]: AttributeValue | undefined };

/** JSON of an object without its empty fields; nothing where all of them are. */
export function toJson(fields: Readonly<Record<string, unknown>>): string | undefined {
  const json = JSON.stringify(fields);
  return json === "{}" ? undefined : json;
}
