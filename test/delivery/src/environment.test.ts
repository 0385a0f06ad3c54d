import { ConfigurationError } from "@isospan/core";
import { startTelemetry } from "@isospan/node";
import { context, propagation, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { describe, expect, it, vi } from "vitest";
import { cleanUp, collector, makeSpans, start, tracesTo } from "./set-up.ts";

cleanUp();

const NOWHERE = { OTEL_TRACES_EXPORTER: "none" };
const RUN = { name: "chat", provider: "openai", model: "gpt-4.1-mini" } as const;

describe("where spans go", () => {
  it("to the OTLP endpoint of the environment: spans, metrics and logs, protobuf", async () => {
    const server = await collector();
    const { telemetry } = start({ OTEL_EXPORTER_OTLP_ENDPOINT: server.url, OTEL_SERVICE_NAME: "shop" });
    await telemetry.run(RUN, (operation) => operation.end({ usage: { inputTokens: 3, outputTokens: 4 } }));
    await telemetry.flush();
    expect(server.spans.map(({ name, resource }) => [name, resource["service.name"]])).toEqual([
      ["chat gpt-4.1-mini", "shop"],
    ]);
    expect(server.requests.map(({ path }) => path).toSorted()).toEqual(["/v1/metrics", "/v1/traces"]);
    expect(server.requests.every(({ headers }) => headers["content-type"] === "application/x-protobuf")).toBe(true);
  });

  it.each(["http/protobuf", "http/json"])(
    "with the protocol, headers and compression of the environment: %s",
    async (protocol) => {
      const server = await collector();
      const { telemetry } = start({
        ...tracesTo(server),
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20key,team=a",
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: "team=b",
        OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
      });
      makeSpans(telemetry, 100);
      await telemetry.flush();
      expect(server.spans).toHaveLength(100);
      expect(server.requests.map(({ headers }) => headers)).toEqual([
        expect.objectContaining({
          authorization: "Bearer key",
          team: "b",
          "content-encoding": "gzip",
          "content-type": protocol === "http/json" ? "application/json" : "application/x-protobuf",
        }),
      ]);
    },
  );

  it("with nothing configured: a readable tree, and nothing is sent", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const { telemetry } = start({});
    await telemetry.run({ name: "invoke_agent", agent: { name: "support" } }, () => telemetry.run(RUN, () => {}));
    await telemetry.flush();
    expect(log.mock.calls.map(([text]) => text)).toEqual([
      expect.stringMatching(/^invoke_agent support .*\n└─ chat gpt-4.1-mini /),
    ]);
    log.mockRestore();
  });

  it("to the console and the endpoint, where the options say so, whatever the environment says", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const server = await collector();
    const variables = { ...tracesTo(server), OTEL_TRACES_EXPORTER: "none" };
    const { telemetry } = start(variables, { exporters: ["otlp", "console"] });
    makeSpans(telemetry, 1);
    await telemetry.flush();
    expect([log.mock.calls.length, server.spans.length]).toEqual([1, 1]);
    log.mockRestore();
  });

  it.each([{ OTEL_TRACES_EXPORTER: "none" }, { OTEL_SDK_DISABLED: "true" }])("nowhere: %j", async (variables) => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const server = await collector();
    const { telemetry } = start({ ...tracesTo(server), ...variables });
    const { records } = await telemetry.capture(() => makeSpans(telemetry, 3));
    await telemetry.flush();
    expect([server.requests.length, log.mock.calls.length, records.length]).toEqual([0, 0, 3]);
    log.mockRestore();
  });

  it("an exporter that there is not is told, and the others are used", async () => {
    const server = await collector();
    const { telemetry, heard } = start({ ...tracesTo(server), OTEL_TRACES_EXPORTER: "zipkin,otlp" });
    makeSpans(telemetry, 1);
    await telemetry.flush();
    expect(server.spans).toHaveLength(1);
    expect(heard).toEqual([
      expect.objectContaining({ code: "environment_ignored", message: expect.stringContaining("zipkin") }),
    ]);
  });
});

it("an endpoint that is no URL is told, and does not stop the application", async () => {
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: "localhost:4318", OTEL_METRICS_EXPORTER: "none" };
  const { telemetry, heard } = start(variables);
  const { records } = await telemetry.capture(() => makeSpans(telemetry, 1));
  await telemetry.flush();
  expect(records).toHaveLength(1);
  expect(heard).toEqual([
    expect.objectContaining({
      code: "environment_ignored",
      message: expect.stringContaining("OTEL_EXPORTER_OTLP_ENDPOINT is no"),
    }),
  ]);
});

describe("content", () => {
  it.each(["http/protobuf", "http/json"])("that is not for OTLP is not in its bytes: %s", async (protocol) => {
    const server = await collector();
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: server.url, OTEL_EXPORTER_OTLP_PROTOCOL: protocol };
    const ask = async (otlp: boolean) => {
      const { telemetry } = start(variables, { content: { otlp, capture: true } });
      const input = [{ role: "user", parts: [{ type: "text", content: "canary" }] }] as const;
      const { records } = await telemetry.capture(() => telemetry.run({ ...RUN, input }, () => {}));
      await telemetry.shutdown();
      return JSON.stringify(records).includes("canary");
    };
    expect(await ask(false)).toBe(true);
    expect(server.requests.length).toBeGreaterThan(0);
    expect(server.requests.filter(({ body }) => body.includes("canary"))).toEqual([]);
    await ask(true);
    expect(server.requests.filter(({ body }) => body.includes("canary"))).toHaveLength(1);
  });
});

describe("what else the environment decides", () => {
  it("resource attributes, without the command line", async () => {
    const server = await collector();
    const variables = {
      ...tracesTo(server),
      OTEL_RESOURCE_ATTRIBUTES: "service.name=a,deployment.environment.name=test",
    };
    const { telemetry } = start(variables, { serviceName: "b" });
    makeSpans(telemetry, 1);
    await telemetry.flush();
    expect(server.spans[0]?.resource).toMatchObject({ "service.name": "b", "deployment.environment.name": "test" });
    expect(Object.keys(server.spans[0]?.resource ?? {}).filter((key) => key.startsWith("process."))).toEqual([]);
  });

  it("the sampler; records are complete all the same", async () => {
    const server = await collector();
    const { telemetry } = start({ ...tracesTo(server), OTEL_TRACES_SAMPLER: "always_off" });
    const { records } = await telemetry.capture(() => makeSpans(telemetry, 3));
    await telemetry.flush();
    expect([records.length, server.requests.length]).toEqual([3, 0]);
  });

  it("the propagators", async () => {
    const { telemetry } = start({ OTEL_PROPAGATORS: "b3", OTEL_TRACES_EXPORTER: "none" });
    const carrier: Record<string, string> = {};
    await telemetry.run(RUN, () => propagation.inject(context.active(), carrier));
    expect(Object.keys(carrier)).toEqual(["b3"]);
  });

  it("the sizes of batches", async () => {
    const server = await collector();
    const { telemetry } = start({ ...tracesTo(server), OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "7" });
    makeSpans(telemetry, 7);
    await server.received(1);
    expect(server.spans).toHaveLength(7);
  });
});

describe("an SDK that the application has already", () => {
  it("is kept, and it is said how exporters get into it", async () => {
    const { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = await import("@opentelemetry/sdk-trace");
    const exporter = new InMemorySpanExporter();
    const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    trace.setGlobalTracerProvider(provider);
    const server = await collector();
    const { telemetry, heard } = start(tracesTo(server));
    makeSpans(telemetry, 1);
    await telemetry.shutdown();
    const kept = trace.getTracerProvider();
    trace.disable();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(["span 0"]);
    expect(kept).toHaveProperty("getDelegate");
    expect(server.requests).toEqual([]);
    expect(heard).toEqual([
      expect.objectContaining({
        code: "existing_provider",
        message: expect.stringContaining("new BatchSpanProcessor({ exporter })"),
      }),
    ]);
  });

  it("a second call returns the first telemetry, and says so", () => {
    const { telemetry, heard } = start({ OTEL_TRACES_EXPORTER: "none" });
    expect(startTelemetry()).toBe(telemetry);
    expect(heard.map(({ code }) => code)).toEqual(["existing_provider"]);
  });

  it("after a shutdown telemetry can be started again", async () => {
    const first = start({ OTEL_TRACES_EXPORTER: "none" }).telemetry;
    await first.shutdown();
    const server = await collector();
    const { telemetry, heard } = start(tracesTo(server));
    makeSpans(telemetry, 1);
    await telemetry.flush();
    expect([server.spans.length, heard]).toEqual([1, []]);
  });
});

describe("a wrong option", () => {
  it.each<[string, unknown]>([
    ["serviceName", ""],
    ["exporters", ["jaeger"]],
    ["exporters", "otlp"],
    ["exporters", ["otlp", "otlp"]],
    ["shutdownTimeoutMs", 0],
    ["shutdownAtExit", 1],
    ["semconv", "2"],
    ["exporter", []],
  ])("is named, and nothing has been set up: %s %j", (field, value) => {
    const make = () => startTelemetry({ [field]: value });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(expect.objectContaining({ field }));
    expect(trace.getTracer("x").startSpan("y", {}, ROOT_CONTEXT).isRecording()).toBe(false);
  });

  it("that is misspelt is told with those that there are: its own, and those of createTelemetry", () => {
    const make = () => startTelemetry({ servicename: "shop" } as never);
    expect(make).toThrow(/^servicename: no such option\. Options are serviceName, exporters, .*, content, /);
  });

  it("that is undefined is as good as left out", async () => {
    const options = { serviceName: undefined, shutdownTimeoutMs: undefined, content: undefined };
    const { telemetry } = start(NOWHERE, { exporters: undefined, ...options });
    expect(telemetry.diagnostics()).toEqual({});
  });
});
