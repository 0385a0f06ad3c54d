import { exportCounts } from "@isospan/core/sender";
import { langfuseServer } from "@isospan-private/vendors";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, it } from "vitest";
import { exporterTo } from "../test/set-up.ts";
import type { LangfuseExporterOptions } from "./index.ts";

function finishedSpans(count: number) {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  for (let i = 0; i < count; i++) provider.getTracer("application").startSpan(`span ${i}`).end();
  return exporter.getFinishedSpans();
}

async function setUp(options: LangfuseExporterOptions) {
  const server = await langfuseServer();
  const { dropped: before = {} } = exportCounts().langfuse ?? {};
  const lost = (reason: "queue_full" | "encode_error") =>
    (exportCounts().langfuse?.dropped[reason] ?? 0) - (before[reason] ?? 0);
  return { server, exporter: exporterTo(server, options), lost, [Symbol.asyncDispose]: () => server.close() };
}

it("exports that nobody waits for are held within bounds, before they are converted as well", async () => {
  await using at = await setUp({ maxQueueItems: 120 });
  const spans = finishedSpans(50);
  const codes: number[] = [];
  for (let i = 0; i < 10; i++) at.exporter.export(spans, ({ code }) => codes.push(code));
  expect(at.lost("queue_full")).toBe(380);
  await at.exporter.forceFlush();
  expect(codes.toSorted()).toEqual([0, 0, ...Array(8).fill(1)]);
  expect(at.server.requests).not.toEqual([]);
});

it("a span that cannot be copied costs itself alone", async () => {
  await using at = await setUp({});
  const broken = { spanContext: () => ({ traceId: "", spanId: "" }) } as never;
  const result = new Promise((resolve) => at.exporter.export([broken, ...finishedSpans(3)], resolve));
  expect(await result).toMatchObject({
    code: 1,
    error: { message: expect.stringContaining("could not be converted") },
  });
  expect(at.lost("encode_error")).toBe(1);
  expect(at.server.observations()).toHaveLength(3);
});
