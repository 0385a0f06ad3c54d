const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Ids for when no tracer gives any: 32 hex digits for a trace, 16 for a span, never all zero. */
export const randomTraceId = (): string => randomHex(16);
export const randomSpanId = (): string => randomHex(8);

function randomHex(bytes: number): string {
  let id = HEX[1 + Math.floor(Math.random() * 255)] ?? "";
  for (let i = 1; i < bytes; i++) id += HEX[Math.floor(Math.random() * 256)] ?? "";
  return id;
}
