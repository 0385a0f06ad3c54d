import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** Ids, times, flags and the tags of the fields around them. */
const FRAME_BYTES = 120;
const NUMBER_BYTES = 12;

/** About how many bytes a span is in OTLP. Cheap rather than exact: text counts a byte a character. */
export function spanBytes({ name, attributes, events, links, status }: ReadableSpan): number {
  let bytes = FRAME_BYTES + name.length + (status.message?.length ?? 0) + attributeBytes(attributes);
  for (const event of events) bytes += event.name.length + NUMBER_BYTES + attributeBytes(event.attributes);
  for (const link of links) bytes += FRAME_BYTES + attributeBytes(link.attributes);
  return bytes;
}

function attributeBytes(attributes: Readonly<Record<string, unknown>> | undefined): number {
  let bytes = 0;
  for (const key in attributes) bytes += key.length + NUMBER_BYTES + valueBytes(attributes[key]);
  return bytes;
}

function valueBytes(value: unknown): number {
  if (typeof value === "string") return value.length;
  return Array.isArray(value) ? value.reduce((sum: number, each) => sum + valueBytes(each), 0) : NUMBER_BYTES;
}
