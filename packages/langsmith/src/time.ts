/** Such as `2026-11-21T10:00:00.123456Z`. */
export function toIsoTime(epochMs: number): string {
  const ms = Math.floor(epochMs);
  const micros = Math.floor((epochMs - ms) * 1000);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(micros).padStart(3, "0")}Z`;
}

/** The same as it begins a segment of a dotted order: `20261121T100000123456Z`. */
export function toSegmentTime(isoTime: string): string {
  return isoTime.replace(/[-:.]/g, "");
}
