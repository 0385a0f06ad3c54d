const HEX: readonly string[] = Array.from({ length: 65_536 }, (_, n) => n.toString(16).padStart(4, "0"));

/** Ids for when no tracer gives any: 32 hex digits for a trace, 16 for a span, never all zero. */
export const randomTraceId = (): string => randomHex(8);
export const randomSpanId = (): string => randomHex(4);

function randomHex(groups: number): string {
  let id = HEX[1 + Math.floor(Math.random() * 65_535)] ?? "0001";
  for (let i = 1; i < groups; i++) id += HEX[Math.floor(Math.random() * 65_536)] ?? "0000";
  return id;
}
