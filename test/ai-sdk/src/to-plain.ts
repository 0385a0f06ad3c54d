/** Of each run its own: what the SDK has measured, and ids that it makes. */
const OWN = new Set(["performance", "callId", "timestamp", "stepTimeMs", "toolExecutionMs"]);

const FIELDS = [
  ...["text", "content", "reasoningText", "files", "sources", "toolCalls", "toolResults", "finishReason"],
  ...["rawFinishReason", "usage", "totalUsage", "warnings", "request", "response", "providerMetadata", "steps"],
] as const;

/** All that an application reads of a result, awaited: results are classes of getters, some of them promises. */
export async function toPlain(result: object): Promise<Readonly<Record<string, unknown>>> {
  const read = FIELDS.map(async (field) => [field, plain(await (result as Record<string, unknown>)[field])]);
  return Object.fromEntries(await Promise.all(read));
}

/** The same without what differs from run to run. What is undefined stays, as it is seen by `in` and by spreading. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null || value instanceof Error) return value;
  const entries = Object.entries(value).filter(([key]) => !OWN.has(key));
  return Object.fromEntries(entries.map(([key, field]) => [key, plain(field)]));
}
