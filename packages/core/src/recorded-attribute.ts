import { ATTRIBUTES, CONTENT_ATTRIBUTES, METADATA, USAGE_COST } from "./semconv.ts";

const NAMES = new Set([...ATTRIBUTES, ...CONTENT_ATTRIBUTES, USAGE_COST].flatMap(({ name }) => Object.values(name)));

/**
 * For exporters: whether this attribute of a span of ours only says what its record says, under whichever profile. What
 * it is not true of was set by somebody else.
 */
export function isRecordedAttribute(name: string): boolean {
  return NAMES.has(name) || name.startsWith(METADATA);
}
