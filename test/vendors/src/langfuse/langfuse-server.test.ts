import { zstdCompressSync } from "node:zlib";
import { LangfuseClient } from "@langfuse/client";
import { LangfuseSpanProcessor } from "@langfuse/otel";
import {
  propagateAttributes,
  setLangfuseTracerProvider,
  startActiveObservation,
  startObservation,
} from "@langfuse/tracing";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { encodeProtobuf } from "../otlp/protobuf.ts";
import { type LangfuseServer, langfuseServer } from "./langfuse-server.ts";
import { credentials, sendSpans } from "./send-spans.ts";

const opened: LangfuseServer[] = [];

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
});

afterEach(async () => {
  setLangfuseTracerProvider(null);
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

it("shows what Langfuse's own SDK sends", async () => {
  const server = await open();
  const { publicKey, secretKey, url: baseUrl } = server;
  const processor = new LangfuseSpanProcessor({ publicKey, secretKey, baseUrl, environment: "staging", release: "r1" });
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  setLangfuseTracerProvider(provider);
  await propagateAttributes({ userId: "u1", sessionId: "s1", tags: ["a", "b"] }, async () => {
    await startActiveObservation("agent", async (agent) => {
      agent.update({ input: { question: "why" } });
      const generation = startObservation(
        "answer",
        {
          model: "gpt-5",
          modelParameters: { temperature: 0.5 },
          input: [{ role: "user", content: "why" }],
          usageDetails: { input: 100, output: 20 },
          costDetails: { input: 0.5, output: 0.25 },
          completionStartTime: new Date("2026-01-02T03:04:05.678Z"),
          prompt: { name: "greet", version: 3, isFallback: false },
        },
        { asType: "generation" },
      );
      generation.update({ output: { role: "assistant", content: "because" } }).end();
    });
  });
  await provider.forceFlush();

  expect(server.observation("answer")).toMatchObject({
    type: "GENERATION",
    parentObservationId: server.observation("agent").id,
    model: "gpt-5",
    modelParameters: { temperature: 0.5 },
    usageDetails: { input: 100, output: 20, total: 120 },
    costDetails: { input: 0.5, output: 0.25, total: 0.75 },
    totalCost: 0.75,
    completionStartTime: "2026-01-02T03:04:05.678Z",
    promptName: "greet",
    promptVersion: 3,
    promptLinked: true,
    input: [{ role: "user", content: "why" }],
    output: { role: "assistant", content: "because" },
    writePath: "direct",
  });
  expect(server.traces()).toMatchObject([
    {
      name: "agent",
      userId: "u1",
      sessionId: "s1",
      tags: ["a", "b"],
      environment: "staging",
      release: "r1",
      totalCost: 0.75,
    },
  ]);
  expect(server.traces()[0]?.input).toEqual({ question: "why" });
});

describe.each([
  ["protobuf", ProtobufExporter],
  ["JSON", JsonExporter],
] as const)("a plain OTLP exporter in %s", (_format, Exporter) => {
  it("is shown as well, packed or not", async () => {
    const server = await open();
    for (const compression of ["none", "gzip"]) {
      const exporter = new Exporter({
        url: `${server.url}/api/public/otel/v1/traces`,
        headers: { ...credentials(server), "x-langfuse-ingestion-version": "4" },
        compression: compression as never,
      });
      const resource = resourceFromAttributes({ "service.version": "7", "deployment.environment.name": "Prod" });
      const provider = new BasicTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(exporter)] });
      const attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "m",
        "gen_ai.usage.input_tokens": 7,
      };
      provider.getTracer("test").startSpan(compression, { attributes }).end();
      await provider.shutdown();
      expect(server.observation(compression)).toMatchObject({
        type: "GENERATION",
        model: "m",
        usageDetails: { input: 7, total: 7 },
        environment: "prod",
        version: "7",
        writePath: "direct",
      });
    }
    expect(server.requests.map(({ answered }) => answered)).toEqual([200, 200]);
  });
});

describe("Langfuse refuses", () => {
  it.each([
    ["a wrong key", { Authorization: `Basic ${Buffer.from("pk:sk").toString("base64")}` }, 401],
    ["no key", { Authorization: "" }, 401],
    ["a bearer token", { Authorization: "Bearer sk-lf-test" }, 401],
    ["another content type", { "Content-Type": "text/plain" }, 400],
    ["a version that is not there yet", { "x-langfuse-ingestion-version": "5" }, 400],
    ["a version that is no number", { "x-langfuse-ingestion-version": "four" }, 400],
    ["what is not packed as it says", { "Content-Encoding": "gzip" }, 400],
  ])("%s", async (_what, headers, status) => {
    const server = await open();
    expect((await sendSpans(server, [{}], headers)).status).toBe(status);
    expect(server.rows()).toEqual([]);
  });

  it.each([
    ["a span without id", { spanId: "" }],
    ["an id that is no text", { traceId: 7 }],
    ["a parent's id that is no text", { parentSpanId: 7 }],
    ["events that are no list", { events: {} }],
  ])("a whole export for %s", async (_what, span) => {
    const server = await open();
    const response = await sendSpans(server, [{ name: "fine" }, span as object]);
    expect(response.status).toBe(400);
    expect(server.rows()).toEqual([]);
  });

  it("zstd, though it is well packed", async () => {
    const server = await open();
    const response = await fetch(`${server.url}/api/public/otel/v1/traces`, {
      method: "POST",
      headers: { ...credentials(server), "Content-Type": "application/json", "Content-Encoding": "zstd" },
      body: new Uint8Array(zstdCompressSync("{}")),
    });
    expect(response.status).toBe(400);
  });

  it("logs, which look like spans without ids", async () => {
    const server = await open();
    const logs = encodeProtobuf("ExportLogsServiceRequest", {
      resourceLogs: [{ scopeLogs: [{ scope: { name: "app" }, logRecords: [{ timeUnixNano: 1, severityText: "" }] }] }],
    });
    const refused = await fetch(`${server.url}/api/public/otel/v1/traces`, {
      method: "POST",
      headers: { ...credentials(server), "Content-Type": "application/x-protobuf" },
      body: new Uint8Array(logs),
    });
    expect(refused.status).toBe(400);
    expect(server.rows()).toEqual([]);
    const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{}] }] }] });
    const headers = { ...credentials(server), "Content-Type": "application/json" };
    const send = (path: string) => fetch(`${server.url}/api/public/otel${path}`, { method: "POST", headers, body });
    expect((await send("/v1/logs")).status).toBe(404);
    // In JSON they are nothing at all.
    expect(await (await send("/v1/traces")).json()).toEqual({});
    expect((await send("/v1/metrics")).status).toBe(200);
  });
});

it("tells that it is well", async () => {
  const server = await open();
  expect(await (await fetch(`${server.url}/api/public/health`)).json()).toEqual({ status: "OK", version: "4.16.0" });
});

describe("scores", () => {
  it("come from Langfuse's own client, and are replaced by those of the same id", async () => {
    const server = await open();
    const { publicKey, secretKey, url: baseUrl } = server;
    const client = new LangfuseClient({ publicKey, secretKey, baseUrl });
    client.score.create({ id: "s-1", traceId: "t", name: "helpful", value: 1, environment: "staging" });
    await client.score.flush();
    client.score.create({ id: "s-1", traceId: "other", name: "helpful", value: 0, comment: "no", environment: "prod" });
    await client.score.flush();
    expect(server.scores()).toMatchObject([
      { id: "s-1", traceId: "t", value: 0, dataType: "NUMERIC", comment: "no", environment: "staging", source: "API" },
    ]);
  });

  it.each([
    [{ name: "n", traceId: "t", value: 0.5 }, 200],
    [{ name: "n", traceId: "t", observationId: "o", value: "good" }, 200],
    [{ name: "n", sessionId: "s", value: 1, dataType: "BOOLEAN" }, 200],
    [{ name: "n", traceId: "t", value: true, dataType: "BOOLEAN" }, 400],
    [{ name: "n", traceId: "t", value: "1", dataType: "NUMERIC" }, 400],
    [{ name: "n", traceId: "t", value: "", dataType: "TEXT" }, 400],
    [{ name: "n", traceId: "t", value: "x".repeat(501), dataType: "TEXT" }, 400],
    [{ name: "", traceId: "t", value: 1 }, 400],
    [{ name: "n", value: 1 }, 400],
    [{ name: "n", traceId: "t", sessionId: "s", value: 1 }, 400],
    [{ name: "n", observationId: "o", sessionId: "s", value: 1 }, 400],
    [{ name: "n", traceId: "t", value: 1, source: "ANNOTATION" }, 400],
    [{ name: "n", traceId: "t", value: 1, id: "x".repeat(801) }, 400],
    [{ name: "n", traceId: "t" }, 400],
  ])("%j are answered with %s", async (body, status) => {
    const server = await open();
    expect((await post(server, "/api/public/scores", body)).status).toBe(status);
    expect(server.scores()).toHaveLength(status === 200 ? 1 : 0);
  });

  it("are all that the old ingestion still takes, and lost without an id", async () => {
    const server = await open();
    const score = { name: "n", traceId: "t", value: 1 };
    const batch = [
      { id: "1", type: "score-create", body: { ...score, id: "s" } },
      { id: "2", type: "score-create", body: score },
      { id: "3", type: "trace-create", body: { id: "t" } },
    ];
    const response = await post(server, "/api/public/ingestion", { batch });
    expect(response.status).toBe(207);
    expect(await response.json()).toMatchObject({
      successes: [{ id: "1" }, { id: "2" }],
      errors: [{ id: "3", status: 400 }],
    });
    expect(server.scores().map(({ id }) => id)).toEqual(["s"]);
  });
});

async function open(): Promise<LangfuseServer> {
  const server = await langfuseServer({ prompts: [{ name: "greet", version: 3 }] });
  opened.push(server);
  return server;
}

function post(server: LangfuseServer, path: string, body: object): Promise<Response> {
  const headers = { ...credentials(server), "Content-Type": "application/json" };
  return fetch(`${server.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}
