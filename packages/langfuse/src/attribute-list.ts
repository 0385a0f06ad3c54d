import { toBase64 } from "./to-base64.ts";

/** A value in OTLP's JSON. */
type AnyValue = Readonly<Record<string, unknown>>;
export type Attribute = { readonly key: string; readonly value: AnyValue };

const MAX_DEPTH = 16;
/** A number, and the names around it. */
const BYTES_OF_A_VALUE = 50;

/** Attributes of a copy, as OTLP has them. */
export class AttributeList {
  readonly list: Attribute[] = [];
  /** About how long their JSON is. */
  bytes = 0;
  #settled: Set<string> | undefined;

  /** Nothing where the value is `undefined`, or the name is settled. Any name is put once. */
  put(key: string, value: unknown): void {
    if (value === undefined || this.#settled?.has(key) === true) return;
    this.bytes += BYTES_OF_A_VALUE + key.length + (typeof value === "string" ? value.length : 0);
    this.list.push({ key, value: toValue(value, 0) });
  }

  /** Puts what somebody has said already: it counts more than what is put under this name later. */
  settle(key: string, value: unknown): void {
    this.put(key, value);
    this.#settled ??= new Set();
    this.#settled.add(key);
  }
}

export function toAttributes(attributes: Readonly<Record<string, unknown>>): readonly Attribute[] {
  const attributeList = new AttributeList();
  for (const key in attributes) attributeList.put(key, attributes[key]);
  return attributeList.list;
}

function toValue(value: unknown, depth: number): AnyValue {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return { intValue: value };
    // JSON has no names for the others.
    return { doubleValue: Number.isFinite(value) ? value : String(value) };
  }
  if (value === null || value === undefined || depth === MAX_DEPTH) return {};
  if (Array.isArray(value)) return { arrayValue: { values: value.map((each) => toValue(each, depth + 1)) } };
  // SDK 3 takes maps and bytes as attributes.
  if (value instanceof Uint8Array) return { bytesValue: toBase64(value) };
  const values = Object.entries(Object(value)).map(([key, each]) => ({ key, value: toValue(each, depth + 1) }));
  return { kvlistValue: { values } };
}
