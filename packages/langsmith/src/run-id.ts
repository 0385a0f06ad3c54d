/**
 * The id of the run of a span: a UUID of version 7 whose time is the span's start. The span's own id stands in it whole,
 * beside ten bits of the trace's, so whoever knows the span knows the run: a repeated export, another process, feedback.
 *
 * LangSmith looks a run up at its id's time, so that time has to be its start time.
 * @see https://github.com/langchain-ai/langsmith-sdk/pull/3027
 */
export function toRunId(traceId: string, spanId: string, startedAtMs: number): string {
  const time = Math.floor(startedAtMs).toString(16).padStart(12, "0");
  const first = Number.parseInt(spanId.slice(0, 1), 16);
  const traceBits = Number.parseInt(traceId.slice(-3), 16) & 0x3ff;
  // The version and the variant take the place of six bits: what they push out of the span's id stands before them.
  const pushed = ((traceBits << 2) | (first >> 2)).toString(16).padStart(3, "0");
  const variant = (8 | (first & 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${pushed}-${variant}${spanId.slice(1, 4)}-${spanId.slice(4)}`;
}
