import { context, logs, metrics, propagation, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { describe, expect, it, vi } from "vitest";
import { program } from "./program.ts";
import { cleanUp, collector, makeSpans, start, tracesTo } from "./set-up.ts";

cleanUp();

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const NOWHERE = { OTEL_TRACES_EXPORTER: "none" };

describe("the sampler", () => {
  const sampled = { traceId: TRACE_ID, spanId: "b7ad6b7169203331", traceFlags: 1, isRemote: true };
  const dropped = { ...sampled, traceFlags: 0 };
  // Of the ids that are sampled by a ratio of a half, and of those that are not.
  const low = "00000000000000000000000000000001";
  const isSampled = (parent: typeof sampled) =>
    trace.getTracer("test").startSpan("x", {}, trace.setSpanContext(ROOT_CONTEXT, parent)).isRecording();

  it.each([
    ["always_on", "", [true, true]],
    ["always_off", "", [false, false]],
    ["parentbased_always_on", "", [true, false]],
    ["parentbased_always_off", "", [true, false]],
    ["traceidratio", "1", [true, true]],
    ["traceidratio", "0", [false, false]],
    ["parentbased_traceidratio", "0", [true, false]],
    ["", "", [true, false]],
  ])('"%s" "%s": with a parent that is sampled, and one that is not', (name, argument, expected) => {
    const { heard } = start({ ...NOWHERE, OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument });
    expect([isSampled(sampled), isSampled(dropped)]).toEqual(expected);
    expect(heard).toEqual([]);
  });

  it.each([
    ["parentbased_always_off", "", false],
    ["parentbased_traceidratio", "0", false],
    ["parentbased_traceidratio", "1", true],
    ["parentbased_always_on", "", true],
  ])("%s %s without a parent", (name, argument, expected) => {
    start({ ...NOWHERE, OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument });
    expect(trace.getTracer("test").startSpan("x", {}, ROOT_CONTEXT).isRecording()).toBe(expected);
  });

  it("by a ratio decides by the trace's id", () => {
    start({ ...NOWHERE, OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.5" });
    const decisions = [low, "ffffffff000000000000000000000001"].map((traceId) => isSampled({ ...sampled, traceId }));
    expect(decisions).toEqual([true, false]);
  });

  it.each([
    ["jaeger_remote", "", "OTEL_TRACES_SAMPLER is jaeger_remote"],
    ["traceidratio", "2", "OTEL_TRACES_SAMPLER_ARG is no ratio"],
    ["traceidratio", "half", "OTEL_TRACES_SAMPLER_ARG is no ratio"],
  ])("that there is not is told, and all are sampled: %s %s", (name, argument, message) => {
    const { heard } = start({ ...NOWHERE, OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument });
    expect(isSampled(sampled)).toBe(true);
    expect(heard.map((each) => [each.code, each.message])).toEqual([
      ["environment_ignored", expect.stringContaining(message)],
    ]);
  });
});

describe("limits", () => {
  it.each([
    [{ OTEL_ATTRIBUTE_COUNT_LIMIT: "1" }, { attributes: 1, text: 4, events: 2, inEvent: 2, links: 2, inLink: 2 }],
    [
      { OTEL_ATTRIBUTE_COUNT_LIMIT: "1", OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "2" },
      { attributes: 2, text: 4, events: 2, inEvent: 2, links: 2, inLink: 2 },
    ],
    [
      { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: "3" },
      { attributes: 2, text: 3, events: 2, inEvent: 2, links: 2, inLink: 2 },
    ],
    [
      { OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: "2" },
      { attributes: 2, text: 2, events: 2, inEvent: 2, links: 2, inLink: 2 },
    ],
    [{ OTEL_SPAN_EVENT_COUNT_LIMIT: "1" }, { attributes: 2, text: 4, events: 1, inEvent: 2, links: 2, inLink: 2 }],
    [{ OTEL_SPAN_LINK_COUNT_LIMIT: "1" }, { attributes: 2, text: 4, events: 2, inEvent: 2, links: 1, inLink: 2 }],
    [{ OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: "1" }, { attributes: 2, text: 4, events: 2, inEvent: 1, links: 2, inLink: 2 }],
    [{ OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: "1" }, { attributes: 2, text: 4, events: 2, inEvent: 2, links: 2, inLink: 1 }],
    [{ OTEL_SPAN_EVENT_COUNT_LIMIT: "-1" }, { attributes: 2, text: 4, events: 2, inEvent: 2, links: 2, inLink: 2 }],
  ])("of spans: %j", async (variables, expected) => {
    const server = await collector();
    const { telemetry } = start({ ...tracesTo(server), ...variables });
    const attributes = { a: "text", b: "text" };
    const link = { context: { traceId: TRACE_ID, spanId: "b7ad6b7169203331", traceFlags: 1 }, attributes };
    const span = trace.getTracer("test").startSpan("x", { attributes, links: [link, link] });
    span.addEvent("first", attributes).addEvent("second", attributes).end();
    await telemetry.flush();
    const [sent] = server.spans;
    expect({
      attributes: Object.keys(sent?.attributes ?? {}).length,
      text: String(sent?.attributes.a).length,
      events: sent?.events.length,
      inEvent: Object.keys(sent?.events[0]?.attributes ?? {}).length,
      links: sent?.links.length,
      inLink: Object.keys(sent?.links[0]?.attributes ?? {}).length,
    }).toEqual(expected);
  });

  it("of log records", async () => {
    const server = await collector();
    const variables = { OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: "1", OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: "2" };
    const { telemetry } = start({
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${server.url}/v1/logs`,
      ...NOWHERE,
      ...variables,
    });
    logs.getLogger("test").emit({ attributes: { a: "text", b: "text" } });
    await telemetry.flush();
    expect(server.logs.map(({ attributes }) => attributes)).toEqual([{ a: "te" }]);
  });
});

describe("metrics", () => {
  it.each(["http/protobuf", "http/json"])(
    "go by the protocol and to the endpoint of their own: %s",
    async (protocol) => {
      const server = await collector();
      const { telemetry } = start({
        ...NOWHERE,
        OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${server.url}/v1/metrics`,
        OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: protocol,
      });
      metrics.getMeter("test").createCounter("orders").add(2);
      await telemetry.flush();
      expect(server.points.map(({ metric, value }) => [metric, value])).toEqual([["orders", 2]]);
      expect(server.requests[0]?.headers["content-type"]).toContain(protocol.slice("http/".length));
    },
  );

  it("are sent at the interval of the environment, also where their time limit is longer", async () => {
    const server = await collector();
    const { telemetry, heard } = start({
      ...NOWHERE,
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${server.url}/v1/metrics`,
      OTEL_METRIC_EXPORT_INTERVAL: "20",
      OTEL_METRIC_EXPORT_TIMEOUT: "5000",
    });
    metrics.getMeter("test").createCounter("orders").add(1);
    await server.received(1);
    expect(server.points[0]?.metric).toBe("orders");
    await telemetry.shutdown();
    expect(heard).toEqual([]);
  });

  it("and logs go to the console where their variable says so", async () => {
    const said = vi.spyOn(console, "dir").mockImplementation(() => {});
    const { telemetry } = start({ ...NOWHERE, OTEL_METRICS_EXPORTER: "console", OTEL_LOGS_EXPORTER: "console" });
    metrics.getMeter("test").createCounter("orders").add(1);
    logs.getLogger("test").emit({ body: "log line" });
    await telemetry.shutdown();
    const text = JSON.stringify(said.mock.calls);
    said.mockRestore();
    expect([text.includes("orders"), text.includes("log line")]).toEqual([true, true]);
  });
});

describe("logs", () => {
  it.each(["http/protobuf", "http/json"])("go by the protocol, in batches of the size given: %s", async (protocol) => {
    const server = await collector();
    start({
      ...NOWHERE,
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${server.url}/v1/logs`,
      OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: protocol,
      OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: "2",
      OTEL_BLRP_SCHEDULE_DELAY: "600000",
    });
    for (let i = 0; i < 3; i++) logs.getLogger("test").emit({ body: `line ${i}` });
    await server.received(1);
    expect(server.logs).toHaveLength(2);
    expect(server.requests[0]?.headers["content-type"]).toContain(protocol.slice("http/".length));
  });

  it("wait as long as the environment says", async () => {
    const server = await collector();
    start({
      ...NOWHERE,
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${server.url}/v1/logs`,
      OTEL_BLRP_SCHEDULE_DELAY: "43210",
    });
    const timers = vi.spyOn(globalThis, "setTimeout");
    logs.getLogger("test").emit({ body: "one" });
    const delays = timers.mock.calls.map(([, delayMs]) => delayMs);
    timers.mockRestore();
    expect(delays).toEqual([43_210]);
  });
});

describe("the propagators", () => {
  it.each([
    ["", ["baggage", "traceparent"]],
    ["tracecontext", ["traceparent"]],
    ["b3", ["b3"]],
    ["b3multi,baggage", ["baggage", "x-b3-sampled", "x-b3-spanid", "x-b3-traceid"]],
    ["none,b3", []],
  ])("%s", (names, expected) => {
    const { heard } = start({ ...NOWHERE, OTEL_PROPAGATORS: names });
    const within = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ a: { value: "b" } }));
    const carrier: Record<string, string> = {};
    propagation.inject(trace.setSpan(within, trace.getTracer("test").startSpan("x")), carrier);
    expect(Object.keys(carrier).toSorted()).toEqual(expected);
    expect(heard).toEqual([]);
  });
});

describe("the resource", () => {
  const keysOf = async (variables: Record<string, string>) => {
    const server = await collector();
    const { telemetry } = start({ ...tracesTo(server), ...variables });
    makeSpans(telemetry, 1);
    await telemetry.flush();
    return server.spans[0]?.resource ?? {};
  };

  it.each([
    ["process", ["process.pid"]],
    ["host,os", ["host.name", "os.type"]],
    ["serviceinstance", ["service.instance.id"]],
    ["all", ["process.pid", "host.name", "os.type", "service.instance.id"]],
    ["none", []],
    ["", ["host.name", "os.type", "service.instance.id"]],
  ])("holds what the detectors find that are named: %s", async (names, expected) => {
    const keys = Object.keys(await keysOf({ OTEL_NODE_RESOURCE_DETECTORS: names }));
    const all = ["process.pid", "host.name", "os.type", "service.instance.id"];
    expect(all.filter((key) => keys.includes(key))).toEqual(expected);
  });

  it("holds rather what the environment says than what was found out", async () => {
    const said = { "host.name": "mine", "service.instance.id": "first" };
    const text = Object.entries(said).map((each) => each.join("="));
    expect(await keysOf({ OTEL_RESOURCE_ATTRIBUTES: text.join() })).toMatchObject(said);
  });
});

it("each thing that the environment asks for and there is not is told", () => {
  const { heard } = start({
    OTEL_TRACES_EXPORTER: "otlp",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/xml",
    OTEL_METRICS_EXPORTER: "statsd",
    OTEL_LOGS_EXPORTER: "otlp",
    OTEL_PROPAGATORS: "xray",
    OTEL_NODE_RESOURCE_DETECTORS: "cloud",
  });
  expect(heard.map(({ code, message }) => [code, message.split(" are ")[0]])).toEqual([
    ["environment_ignored", "OTEL_NODE_RESOURCE_DETECTORS names cloud; known"],
    ["environment_ignored", "The OTLP protocol http/xml is not known; known"],
    ["environment_ignored", "OTEL_METRICS_EXPORTER names statsd; known"],
    ["environment_ignored", "OTEL_PROPAGATORS names xray; known"],
  ]);
});

describe("a number that is none, or too small, is told, and the default holds:", () => {
  const startAt = async (variables: Readonly<Record<string, string>>) =>
    start({ OTEL_EXPORTER_OTLP_ENDPOINT: (await collector()).url, ...variables });

  it.each([
    ["OTEL_BSP_MAX_QUEUE_SIZE", "many", 1],
    ["OTEL_BSP_SCHEDULE_DELAY", "-5", 1],
    ["OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", "0", 1],
    ["OTEL_METRIC_EXPORT_INTERVAL", "1 min", 1],
    ["OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "all", 0],
    ["OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT", "-1", 0],
  ])("%s=%s", async (name, value, least) => {
    const { heard } = await startAt({ [name]: value });
    expect(heard.map(({ code, message }) => [code, message])).toEqual([
      ["environment_ignored", `${name} is ${value}, which is no number from ${least} on; the default holds`],
    ]);
  });

  it("one that two signals share is told once", async () => {
    const { heard } = await startAt({ OTEL_ATTRIBUTE_COUNT_LIMIT: "few" });
    expect(heard.map(({ message }) => message.split(",")[0])).toEqual(["OTEL_ATTRIBUTE_COUNT_LIMIT is few"]);
  });
});

it.each(["yes", "1"])("OTEL_SDK_DISABLED=%s disables nothing, and is told", (value) => {
  const { heard } = start({ ...NOWHERE, OTEL_SDK_DISABLED: value });
  expect(trace.getTracer("test").startSpan("x").isRecording()).toBe(true);
  expect(heard.map(({ code, message }) => [code, message])).toEqual([
    ["environment_ignored", `OTEL_SDK_DISABLED is ${value}; known are true and false. Nothing is disabled`],
  ]);
});

it("OpenTelemetry's own diagnostics are written from the level of the environment on", {
  timeout: 60_000,
}, async () => {
  const lines = 'const { diag } = await import("@opentelemetry/api"); diag.warn("a warning"); diag.info("a remark");';
  const { output } = await program(lines, { ...NOWHERE, OTEL_LOG_LEVEL: "warn" }).ended;
  expect(output).toBe("a warning\n");
});

it("the context goes on through await", async () => {
  start(NOWHERE);
  const active = trace.setSpanContext(ROOT_CONTEXT, { traceId: TRACE_ID, spanId: "b7ad6b7169203331", traceFlags: 1 });
  const seen = await context.with(active, async () => {
    await Promise.resolve();
    return trace.getSpanContext(context.active())?.traceId;
  });
  expect(seen).toBe(TRACE_ID);
});
