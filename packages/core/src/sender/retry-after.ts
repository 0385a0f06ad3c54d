/** What a `Retry-After` header asks for, in milliseconds from now: seconds or a date. `undefined` where it is neither. */
export function toRetryAfterMs(value: string | null, epochMs: number): number | undefined {
  if (value === null || value.trim() === "") return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1000;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - epochMs);
}
