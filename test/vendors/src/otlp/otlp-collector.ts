import type { Answer, Question } from "../http/exchange.ts";
import { type LoopbackServer, loopbackServer } from "../http/loopback-server.ts";
import { type PlainLog, type PlainSpan, toPlainLog, toPlainSpan } from "./plain.ts";
import { type PlainPoint, toPlainPoints } from "./plain-points.ts";
import { placed, type RawLog, type RawMetric, type RawSpan } from "./raw.ts";
import { otlpSuccess, readOtlp } from "./read-request.ts";

/** What a collector has received, decoded. */
export interface OtlpCollector extends LoopbackServer {
  readonly spans: readonly PlainSpan[];
  readonly points: readonly PlainPoint[];
  readonly logs: readonly PlainLog[];
}

/**
 * An OTLP/HTTP collector: `/v1/traces`, `/v1/metrics` and `/v1/logs`, protobuf or JSON, packed or not. It keeps what it
 * is sent as often as it is sent. A span without valid ids refuses its whole request, as an OpenTelemetry Collector does.
 */
export async function otlpCollector(): Promise<OtlpCollector> {
  const spans: PlainSpan[] = [];
  const points: PlainPoint[] = [];
  const logs: PlainLog[] = [];
  const server = await loopbackServer(["gzip", "zstd"], (question) => {
    if (question.method !== "POST") return { status: 405 };
    switch (question.path) {
      case "/v1/traces":
        return take(question, "ExportTraceServiceRequest", "rejectedSpans", (content) => {
          const received = placed<RawSpan>(content, ["resourceSpans", "scopeSpans", "spans"]).map(toPlainSpan);
          const wrong = received.find((span) => !hasIds(span));
          if (wrong !== undefined) throw new Error(`"${wrong.name}" has no valid ids`);
          spans.push(...withoutRejected(received, question));
        });
      case "/v1/metrics":
        return take(question, "ExportMetricsServiceRequest", "rejectedDataPoints", (content) => {
          const metrics = placed<RawMetric>(content, ["resourceMetrics", "scopeMetrics", "metrics"]);
          points.push(...withoutRejected(metrics.flatMap(toPlainPoints), question));
        });
      case "/v1/logs":
        return take(question, "ExportLogsServiceRequest", "rejectedLogRecords", (content) => {
          const received = placed<RawLog>(content, ["resourceLogs", "scopeLogs", "logRecords"]);
          logs.push(...withoutRejected(received.map(toPlainLog), question));
        });
      default:
        return { status: 404 };
    }
  });
  return Object.assign(server, { spans, points, logs });
}

/** @param keep throws at what it cannot keep */
function take(
  question: Question,
  message: string,
  rejectedName: string,
  keep: (content: Readonly<Record<string, unknown>>) => void,
): Answer {
  const read = readOtlp(question, message);
  if ("wrong" in read) return { status: 400, body: { code: 3, message: read.wrong } };
  try {
    keep(read.content);
  } catch (error) {
    return { status: 400, body: { code: 3, message: String(error) } };
  }
  return otlpSuccess(question, rejectedName);
}

function withoutRejected<T>(items: readonly T[], { partialSuccess }: Question): readonly T[] {
  return items.slice(0, items.length - (partialSuccess?.rejected ?? 0));
}

function hasIds({ traceId, spanId }: PlainSpan): boolean {
  return /^(?!0{32})[0-9a-f]{32}$/i.test(traceId) && /^(?!0{16})[0-9a-f]{16}$/i.test(spanId);
}
