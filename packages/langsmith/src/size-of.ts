import type { Run } from "./run.ts";

/** Ids, times, metadata, and the headers of the parts. */
const OF_ONE_RUN = 2_000;
const OF_ONE_VALUE = 8;

/** About how many bytes a run has in a request: what people and models said is all that can be large. */
export function sizeOf({ inputs, outputs, extra }: Run): number {
  return OF_ONE_RUN + sizeOfValue(inputs) + sizeOfValue(outputs) + sizeOfValue(extra.invocation_params);
}

function sizeOfValue(value: unknown): number {
  if (typeof value === "string") return value.length + OF_ONE_VALUE;
  if (typeof value !== "object" || value === null) return OF_ONE_VALUE;
  let bytes = OF_ONE_VALUE;
  for (const key in value) bytes += key.length + sizeOfValue((value as Record<string, unknown>)[key]);
  return bytes;
}
