import { setImmediate as turn } from "node:timers/promises";
import { exportLedger } from "@isospan/core/sender";
import { LangfuseTraceExporter } from "@isospan/langfuse";
import { LangSmithTraceExporter } from "@isospan/langsmith";
import { langfuseServer, langsmithServer } from "@isospan-private/vendors";
import { context } from "@opentelemetry/api";
import { isTracingSuppressed } from "@opentelemetry/core";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { type ReadableSpan, type SpanExporter, TracerProvider as TracerProvider3 } from "@opentelemetry/sdk-trace";
import { BasicTracerProvider as TracerProvider2 } from "otel2-sdk-trace-base";
import { describe, expect, it } from "vitest";
import { CountedProcessor } from "../../../packages/node/src/counted-processor.ts";
import { accountOf, cleanUp, collector, distinct, makeSpans, start, tracesTo } from "./set-up.ts";

cleanUp();

/** An exporter of somebody else's, which answers as it is told to. */
class Other implements SpanExporter {
  readonly received: ReadableSpan[] = [];
  readonly suppressed: boolean[] = [];
  readonly #answer: (batch: number) => "success" | "failure" | "silence" | "throw";
  #batches = 0;

  constructor(answer: (batch: number) => "success" | "failure" | "silence" | "throw" = () => "success") {
    this.#answer = answer;
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter["export"]>[1]): void {
    this.suppressed.push(isTracingSuppressed(context.active()));
    const answer = this.#answer(this.#batches++);
    if (answer === "throw") throw new TypeError("broken exporter");
    if (answer === "success") this.received.push(...spans);
    if (answer !== "silence") done(answer === "success" ? { code: 0 } : { code: 1, error: new Error("no") });
  }

  async shutdown(): Promise<void> {}
}

const LIMITS = {
  maxQueueSize: 10,
  maxQueueBytes: 1_000,
  maxExportBatchSize: 5,
  scheduledDelayMs: 1_000,
  exportTimeoutMs: 1_000,
  shutdownTimeoutMs: 100,
} as const;

describe("sent and dropped are together what was created", () => {
  it("of a burst that is larger than the queue", async () => {
    const server = await collector();
    const account = accountOf("otlp");
    const { telemetry } = start({ ...tracesTo(server), OTEL_BSP_MAX_QUEUE_SIZE: "1000" });
    makeSpans(telemetry, 3_000);
    await telemetry.flush();
    expect(account()).toEqual({ sent: 1_000, dropped: 2_000, reasons: { queue_full: 2_000 } });
    expect(distinct(server.spans)).toEqual({ different: 1_000, twice: 0 });
  });

  it("by default of a burst of ten thousand, of which none is lost", async () => {
    const server = await collector();
    const account = accountOf("otlp");
    const { telemetry } = start(tracesTo(server));
    makeSpans(telemetry, 10_000);
    await telemetry.flush();
    expect(account()).toEqual({ sent: 10_000, dropped: 0, reasons: {} });
    expect(distinct(server.spans)).toEqual({ different: 10_000, twice: 0 });
  });

  it("where the collector refuses some in a successful answer", async () => {
    const server = await collector();
    server.fail({ partialSuccess: { rejected: 7, message: "too old" } });
    const account = accountOf("otlp");
    const { telemetry, heard } = start(tracesTo(server));
    makeSpans(telemetry, 100);
    await telemetry.flush();
    expect(account()).toEqual({ sent: 93, dropped: 7, reasons: { rejected: 7 } });
    expect(heard).toEqual([
      expect.objectContaining({ code: "export_dropped", message: expect.stringContaining("too old") }),
    ]);
  });

  it("where the key is wrong: one clear diagnostic", async () => {
    const server = await collector();
    server.fail({ status: 401, times: "always" });
    const account = accountOf("otlp");
    const { telemetry, heard } = start(tracesTo(server));
    makeSpans(telemetry, 2_000);
    await telemetry.flush();
    expect(account()).toEqual({ sent: 0, dropped: 2_000, reasons: { unauthorized: 2_000 } });
    expect(heard).toEqual([
      expect.objectContaining({
        code: "export_unauthorized",
        message: expect.stringContaining(`${server.url}/v1/traces: status 401`),
      }),
    ]);
  });

  it("where shutdown finds a server that hangs", async () => {
    const server = await collector();
    server.fail({ hang: true, times: "always" });
    const account = accountOf("otlp");
    const { telemetry } = start(tracesTo(server), { shutdownTimeoutMs: 100 });
    makeSpans(telemetry, 5_000);
    await telemetry.shutdown();
    expect(account()).toEqual({ sent: 0, dropped: 5_000, reasons: { shutdown: 5_000 } });
  });
});

it("sent and dropped are what was created where shutdown's deadline finds spans that are still converted", async () => {
  const [langfuse, langsmith] = await Promise.all([langfuseServer(), langsmithServer()]);
  await using _langfuse = { [Symbol.asyncDispose]: () => langfuse.close() };
  await using _langsmith = { [Symbol.asyncDispose]: () => langsmith.close() };
  const { publicKey, secretKey } = langfuse;
  const exporters = [
    new LangfuseTraceExporter({ publicKey, secretKey, baseUrl: langfuse.url }),
    new LangSmithTraceExporter({ apiKey: langsmith.apiKey, endpoint: langsmith.url }),
  ];
  const accounts = [accountOf("langfuse"), accountOf("langsmith")];
  const { telemetry } = start({}, { exporters, content: true, shutdownTimeoutMs: 150 });
  makeSpans(telemetry, { spans: 30_000, charactersEach: 1_000 });
  await telemetry.shutdown();
  const told = accounts.map((account) => account());
  expect(told.map(({ sent, dropped }) => sent + dropped)).toEqual([30_000, 30_000]);
  // They had the time to hand all of them over, and none to convert them.
  for (const { reasons } of told) expect(reasons.shutdown).toBeGreaterThan(0);
});

describe("an exporter of somebody else's", () => {
  it("is accounted for by what it answers, under its name", async () => {
    const account = accountOf("Other");
    const exporter = new Other((batch) => (batch === 1 ? "failure" : batch === 2 ? "throw" : "success"));
    const { telemetry, heard } = start({}, { exporters: [exporter] });
    makeSpans(telemetry, 2_000);
    await telemetry.flush();
    expect(account()).toEqual({ sent: 976, dropped: 1_024, reasons: { failed: 1_024 } });
    expect(exporter.received).toHaveLength(976);
    expect(heard.map(({ code, message }) => [code, message])).toEqual([
      ["export_dropped", expect.stringMatching(/^Other: 512 dropped/)],
    ]);
  });

  it("that never answers is given up after the time limit, or at shutdown", async () => {
    const account = accountOf("Other");
    // Nothing is to be found out first, for which the time limit might be too short.
    const variables = { OTEL_BSP_EXPORT_TIMEOUT: "30", OTEL_NODE_RESOURCE_DETECTORS: "none" };
    const { telemetry } = start(variables, {
      exporters: [new Other((batch) => (batch === 0 ? "silence" : "success"))],
    });
    makeSpans(telemetry, 600);
    await telemetry.flush();
    await telemetry.shutdown();
    expect(account()).toEqual({ sent: 88, dropped: 512, reasons: { timeout: 512 } });

    const later = accountOf("Other");
    const second = start({}, { exporters: [new Other(() => "silence")], shutdownTimeoutMs: 50 });
    makeSpans(second.telemetry, 600);
    await second.telemetry.shutdown();
    expect(later()).toEqual({ sent: 0, dropped: 600, reasons: { shutdown: 600 } });
  });

  it("beside another gets every span, whatever happens to the other", async () => {
    const server = await collector();
    server.fail({ status: 400, times: "always" });
    const exporter = new Other();
    const { telemetry } = start(tracesTo(server), { exporters: ["otlp", exporter] });
    makeSpans(telemetry, 1_000);
    await telemetry.flush();
    expect(exporter.received).toHaveLength(1_000);
  });

  it("exports untraced", async () => {
    const exporter = new Other();
    const { telemetry } = start({}, { exporters: [exporter] });
    makeSpans(telemetry, 1);
    await telemetry.flush();
    expect(exporter.suppressed).toEqual([true]);
  });
});

it("a batch that is given up while its resource is still being found out is not handed over later", async () => {
  const account = accountOf("slow resource");
  const { promise, resolve } = Promise.withResolvers<string>();
  const ledger = exportLedger("slow resource");
  const exporter = Object.assign(new Other(), { destination: "slow resource", keepsAccount: true });
  exporter.export = (spans) => ledger.dropped(spans.length, "shutdown", "handed over after shutdown");
  const processor = new CountedProcessor({ ...LIMITS, exporter, destination: "slow resource", shutdownTimeoutMs: 1 });
  const resource = resourceFromAttributes({ "host.id": promise });
  new TracerProvider3({ resource, spanProcessors: [processor] }).getTracer("test").startSpan("one").end();
  await processor.shutdown();
  resolve("late");
  await resource.waitForAsyncAttributes?.();
  await turn(); // Whoever waits for that as well has gone on by now.
  expect(account()).toEqual({ sent: 0, dropped: 1, reasons: { shutdown: 1 } });
});

describe.each([
  ["2", (processor: CountedProcessor) => new TracerProvider2({ spanProcessors: [processor] })],
  ["3", (processor: CountedProcessor) => new TracerProvider3({ spanProcessors: [processor] })],
])("with SDK %s", (line, toProvider) => {
  it("what ends before shutdown is sent, and what ends after it is counted, too", async () => {
    const account = accountOf(`late ${line}`);
    const processor = new CountedProcessor({ ...LIMITS, exporter: new Other(), destination: `late ${line}` });
    const tracer = toProvider(processor).getTracer("test");
    tracer.startSpan("in time").end();
    const late = tracer.startSpan("late");
    await processor.shutdown();
    late.end();
    expect(account()).toEqual({ sent: 1, dropped: 1, reasons: { shutdown: 1 } });
  });
});
