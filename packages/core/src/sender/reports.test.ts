import { AsyncLocalStorage } from "node:async_hooks";
import { context, createContextKey, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loopbackServer } from "../../test/loopback-server.ts";
import { numbers, senderTo } from "../../test/sender-set-up.ts";
import { createTelemetry, type Diagnostic, setTelemetry } from "../index.ts";

class Reader extends MetricReader {
  protected override onForceFlush = async (): Promise<void> => {};
  protected override onShutdown = async (): Promise<void> => {};
}

let heard: Diagnostic[] = [];

beforeEach(() => {
  heard = [];
  setTelemetry(createTelemetry({ prices: false, onDiagnostic: (diagnostic) => heard.push(diagnostic) }));
});
afterEach(() => {
  setTelemetry(undefined);
  metrics.disable();
  context.disable();
  vi.restoreAllMocks();
});

describe("what is dropped", () => {
  it("for a wrong key is told once a minute, with the endpoint and the status, and without any key", async () => {
    await using server = await loopbackServer(() => 401);
    const { url } = server;
    const now = vi.spyOn(performance, "now").mockReturnValue(1_000);
    const { sender, destination } = senderTo(
      { url: `${url.replace("//", "//user:sk-secret@")}?key=sk-secret` },
      {},
      { fetch: (_, init) => fetch(url, init) },
    );
    for (let i = 0; i < 5; i++) await sender.send(numbers(10));
    expect(heard).toEqual([
      {
        code: "export_unauthorized",
        count: 1,
        message: `${destination}: 10 dropped (unauthorized), ${url}: status 401. Check the key, and that it belongs to this endpoint`,
      },
    ]);
    now.mockReturnValue(62_000);
    await sender.send(numbers(10));
    expect(heard.map(({ count }) => count)).toEqual([1, 6]);
  });

  it("is told for each destination by itself, with what it answered, redacted", async () => {
    await using server = await loopbackServer((_, response) => {
      response.writeHead(400).end("bad: jane.doe@example.com");
      return undefined;
    });
    const [one, other] = [senderTo(server), senderTo(server)];
    await Promise.all([one.sender.send([1]), other.sender.send([1])]);
    const about = heard.map(({ message }) => message.split(":")[0]);
    expect(about.toSorted()).toEqual([one.destination, other.destination].toSorted());
    expect(heard[0]?.message).toContain("status 400: bad: ");
    expect(heard[0]?.message).not.toContain("jane.doe");
  });

  it("writes nothing to the console", async () => {
    const written = (["log", "warn", "error", "info", "debug"] as const).map((name) => vi.spyOn(console, name));
    await using server = await loopbackServer(() => 403);
    await senderTo(server).sender.send([1]);
    for (const spy of written) expect(spy).not.toHaveBeenCalled();
  });
});

it("counters are made in whatever SDK the application has, once it is there", async () => {
  await using server = await loopbackServer((_, response, place) => {
    response.writeHead(place === 0 ? 503 : place === 1 ? 200 : 413).end();
    return undefined;
  });
  const { sender, destination } = senderTo(server, { maxConcurrency: 1 });
  const reader = new Reader();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  await sender.send([1]);
  await sender.send([2]);
  const { resourceMetrics } = await reader.collect();
  const points = resourceMetrics.scopeMetrics
    .flatMap((scope) => scope.metrics)
    .flatMap(({ descriptor: { name, unit }, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({ name, unit, attributes, value })),
    )
    .filter(({ attributes }) => attributes["isospan.export.destination"] === destination);
  const attributes = { "isospan.export.destination": destination };
  const because = (reason: string) => ({ ...attributes, "isospan.export.reason": reason });
  expect(points).toEqual([
    { name: "isospan.export.retries", unit: "{request}", attributes: because("unavailable"), value: 1 },
    { name: "isospan.export.spans", unit: "{span}", attributes, value: 1 },
    { name: "isospan.export.bytes", unit: "By", attributes, value: server.requests[1]?.bytes },
    { name: "isospan.export.dropped", unit: "{span}", attributes: because("too_large"), value: 1 },
  ]);
});

it("requests are not traced, and belong to no request of the application's", async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new InMemorySpanExporter();
  const tracer = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }).getTracer("app");
  const application = new AsyncLocalStorage<string>();
  const key = createContextKey("application");
  const seen: unknown[] = [];
  const fetchSeen: typeof fetch = async () => {
    tracer.startSpan("of an HTTP instrumentation").end();
    seen.push(application.getStore(), trace.getActiveSpan(), context.active().getValue(key));
    return new Response(null, { status: seen.length > 3 ? 200 : 503 });
  };
  const { sender } = senderTo({ url: "http://example.com" }, {}, { fetch: fetchSeen });
  await application.run("a request", () =>
    context.with(context.active().setValue(key, "a request"), () =>
      tracer.startActiveSpan("of the application", async (span) => {
        await sender.send([1]);
        span.end();
      }),
    ),
  );
  expect(seen).toEqual(Array.from({ length: 6 }, () => undefined));
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(["of the application"]);
});
