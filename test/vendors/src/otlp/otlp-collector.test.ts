import { gzipSync } from "node:zlib";
import { context, SpanKind, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, SimpleSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import { afterEach, describe, expect, it } from "vitest";
import { type OtlpCollector, otlpCollector } from "./otlp-collector.ts";

const resource = resourceFromAttributes({ "service.name": "shop" });
const opened: OtlpCollector[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((collector) => collector.close()));
});

describe.each([
  ["protobuf", "none", ProtobufExporter],
  ["protobuf", "gzip", ProtobufExporter],
  ["JSON", "none", JsonExporter],
  ["JSON", "gzip", JsonExporter],
] as const)("spans in %s, compression %s", (_format, compression, Exporter) => {
  it("are read as they were recorded", async () => {
    const collector = await open();
    const options = { url: `${collector.url}/v1/traces`, compression: compression as never };
    await exportSpans(new Exporter(options));

    // Two requests under way at once arrive in either order.
    const [child, parent] = collector.spans.toSorted((a, b) => a.name.localeCompare(b.name));
    expect(collector.spans).toHaveLength(2);
    expect(child).toMatchObject({
      name: "child",
      traceId: parent?.traceId,
      parentSpanId: parent?.spanId,
      kind: 3,
      startTimeUnixNano: 1_700_000_000_123_000_000n,
      attributes: { text: "ä", whole: 7, part: 0.5, yes: true, list: ["a", "b"] },
      events: [{ name: "retry", timeUnixNano: 1_700_000_000_200_000_000n, attributes: { attempt: 2 } }],
      links: [{ traceId: "a".repeat(32), spanId: "b".repeat(16), attributes: { why: "resumed" } }],
      status: { code: 2, message: "boom" },
      resource: { "service.name": "shop" },
      scope: { name: "test", version: "1.0.0" },
    });
    expect(parent).toMatchObject({ name: "parent", parentSpanId: undefined, status: { code: 0 } });
    expect(collector.requests.map(({ answered }) => answered)).toEqual([200, 200]);
  });
});

describe("a collector", () => {
  it("reads metrics: sums, histograms and exponential histograms", async () => {
    const collector = await open();
    const reader = new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter({ url: `${collector.url}/v1/metrics` }),
      exportIntervalMillis: 2 ** 31 - 1,
    });
    const views = [{ instrumentName: "size", aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM as const } }];
    const provider = new MeterProvider({ readers: [reader], resource, views });
    const meter = provider.getMeter("test");
    meter.createCounter("calls", { unit: "{call}" }).add(3, { model: "m" });
    meter.createHistogram("duration", { unit: "s", advice: { explicitBucketBoundaries: [1, 2] } }).record(1.5);
    meter.createHistogram("size").record(8);
    meter.createGauge("temperature").record(-4.5);
    await provider.shutdown();

    // What a view has made comes first.
    expect(collector.points).toMatchObject([
      { metric: "size", type: "exponentialHistogram", count: 1, sum: 8 },
      { metric: "calls", unit: "{call}", type: "sum", temporality: "cumulative", monotonic: true, value: 3 },
      { metric: "duration", type: "histogram", count: 1, sum: 1.5, explicitBounds: [1, 2], bucketCounts: [0, 1, 0] },
      { metric: "temperature", type: "gauge", value: -4.5 },
    ]);
    expect(collector.points[1]).toMatchObject({ attributes: { model: "m" }, resource: { "service.name": "shop" } });
  });

  it("reads log records", async () => {
    const collector = await open();
    const exporter = new OTLPLogExporter({ url: `${collector.url}/v1/logs` });
    const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] });
    provider
      .getLogger("test")
      .emit({ eventName: "rated", severityNumber: 9, body: { stars: 5 }, attributes: { by: "u" } });
    await provider.shutdown();

    expect(collector.logs).toMatchObject([
      { eventName: "rated", severityNumber: 9, body: { stars: 5 }, attributes: { by: "u" }, scope: { name: "test" } },
    ]);
  });

  it.each<[string, Record<string, string>, string]>([
    ["an unknown content type", { "Content-Type": "text/plain" }, "{}"],
    ["broken JSON", { "Content-Type": "application/json" }, "{"],
    ["JSON that is no object", { "Content-Type": "application/json" }, "null"],
    ["broken protobuf", { "Content-Type": "application/x-protobuf" }, "\u0001"],
    ["a body that is not packed as it says", { "Content-Type": "application/json", "Content-Encoding": "gzip" }, "{}"],
    ["a span without ids", { "Content-Type": "application/json" }, toTraces({ name: "x" })],
    [
      "ids of zeros",
      { "Content-Type": "application/json" },
      toTraces({ traceId: "0".repeat(32), spanId: "1".repeat(16) }),
    ],
    [
      "base64 ids",
      { "Content-Type": "application/json" },
      toTraces({ traceId: "q83vEjRWeJCrze8SNFZ4kA==", spanId: "q83vEjRWeJA=" }),
    ],
  ])("refuses %s with 400", async (_what, headers, body) => {
    const collector = await open();
    const response = await fetch(`${collector.url}/v1/traces`, {
      method: "POST",
      headers: headers,
      body,
    });
    expect(response.status).toBe(400);
    expect(collector.spans).toEqual([]);
  });

  it("tells sizes as sent and unpacked", async () => {
    const collector = await open();
    const body = toTraces({ traceId: "a".repeat(32), spanId: "b".repeat(16), name: "n".repeat(10_000) });
    const packed = gzipSync(body);
    const headers = { "Content-Type": "application/json", "Content-Encoding": "gzip" };
    await fetch(`${collector.url}/v1/traces`, { method: "POST", headers, body: packed });
    expect(collector.requests[0]).toMatchObject({ wireBytes: packed.length, answered: 200, path: "/v1/traces" });
    expect(collector.requests[0]?.body).toHaveLength(body.length);
  });
});

async function open(): Promise<OtlpCollector> {
  const collector = await otlpCollector();
  opened.push(collector);
  return collector;
}

async function exportSpans(exporter: SpanExporter): Promise<void> {
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer("test", "1.0.0");
  const parent = tracer.startSpan("parent", { startTime: 1_700_000_000_100 });
  const linked = { traceId: "a".repeat(32), spanId: "b".repeat(16), traceFlags: TraceFlags.SAMPLED };
  const child = tracer.startSpan(
    "child",
    {
      kind: SpanKind.CLIENT,
      startTime: 1_700_000_000_123,
      attributes: { text: "ä", whole: 7, part: 0.5, yes: true, list: ["a", "b"] },
      links: [{ context: linked, attributes: { why: "resumed" } }],
    },
    trace.setSpan(context.active(), parent),
  );
  child.addEvent("retry", { attempt: 2 }, 1_700_000_000_200);
  child.setStatus({ code: SpanStatusCode.ERROR, message: "boom" });
  child.end(1_700_000_000_500);
  parent.end(1_700_000_000_600);
  await provider.shutdown();
}

function toTraces(span: object): string {
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
}
