import type { LangfuseServer } from "./langfuse-server.ts";

/** A span in short, as a test says it. */
export interface SentSpan {
  readonly name?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly traceId?: string;
  readonly startTimeUnixNano?: string;
  readonly attributes?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly status?: object;
  readonly events?: readonly object[];
}

/** What every request of a well-behaved sender carries. */
export function credentials({ publicKey, secretKey }: LangfuseServer): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}` };
}

/** Sends one export by hand, with version 4 unless `headers` say otherwise. */
export function sendSpans(
  server: LangfuseServer,
  spans: readonly SentSpan[],
  headers: Readonly<Record<string, string>> = { "x-langfuse-ingestion-version": "4" },
): Promise<Response> {
  return fetch(`${server.url}/api/public/otel/v1/traces`, {
    method: "POST",
    headers: { ...credentials(server), "Content-Type": "application/json", ...headers },
    body: JSON.stringify({
      resourceSpans: [{ scopeSpans: [{ scope: { name: "by hand" }, spans: spans.map(toRaw) }] }],
    }),
  });
}

function toRaw({ attributes = {}, ...span }: SentSpan): object {
  return {
    traceId: "a".repeat(32),
    spanId: "b".repeat(16),
    name: "span",
    startTimeUnixNano: "1700000000000000000",
    endTimeUnixNano: "1700000001000000000",
    ...span,
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: toRawValue(value) })),
  };
}

function toRawValue(value: string | number | readonly string[]): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map(toRawValue) } };
}
