import { type Attributes, context, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BasicTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type LangSmithServer, langsmithServer } from "./langsmith-server.ts";
import { runId, START_MS, segment } from "./send-runs.ts";

let server: LangSmithServer;
let provider: BasicTracerProvider;

beforeEach(async () => {
  server = await langsmithServer();
  const headers = { "x-api-key": server.apiKey, "Langsmith-Project": "shop" };
  const exporter = new OTLPTraceExporter({ url: `${server.url}/otel/v1/traces`, headers });
  provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
});

afterEach(async () => {
  await provider.shutdown();
  await server.close();
});

it("a child waits for its parent, and is never shown without it", async () => {
  const parent = start("parent", { "gen_ai.operation.name": "invoke_agent" });
  const child = start(
    "child",
    { "gen_ai.operation.name": "chat", "gen_ai.request.model": "m", "gen_ai.system": "openai" },
    parent,
  );
  child.end();
  await provider.forceFlush();
  expect(server.runs()).toEqual([]);
  expect(server.otlp.waiting()).toHaveLength(1);
  parent.end();
  await provider.forceFlush();
  expect(server.trees()).toMatchObject([
    {
      name: "parent",
      runType: "chain",
      project: "shop",
      children: [{ name: "child", runType: "llm", metadata: { ls_model_name: "m" } }],
    },
  ]);
  expect(server.run("child").id).toBe(
    `00000000-0000-0000-${child.spanContext().spanId.slice(0, 4)}-${child.spanContext().spanId.slice(4)}`,
  );
});

it("ids that are told are kept, and refused later if they do not fit", async () => {
  const id = runId(1);
  const told = { "langsmith.span.id": id, "langsmith.trace.id": id, "langsmith.span.dotted_order": segment(id) };
  start("told", told).end(START_MS + 10);
  start("wrong", { ...told, "langsmith.trace.id": runId(2), "langsmith.span.id": runId(3) }).end(START_MS + 10);
  await provider.forceFlush();
  expect(server.run("told")).toMatchObject({ id, traceId: id, startMs: START_MS });
  expect(server.otlp.lost()).toMatchObject([{ run: { name: "wrong" } }]);
  expect(server.requests.map(({ answered }) => answered)).toEqual([200, 200]);
});

it("usage counts only where there are outputs", async () => {
  const usage = { "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 7, "gen_ai.usage.output_tokens": 2 };
  start("without", usage).end();
  start("with", { ...usage, "gen_ai.completion": "{}" }).end();
  const told = { "langsmith.usage_metadata": JSON.stringify({ input_tokens: 1, total_cost: 0.5 }) };
  start("told", { ...usage, ...told, "gen_ai.completion": "{}" }).end();
  await provider.forceFlush();
  expect(server.run("without").own.totalTokens).toBeUndefined();
  expect(server.run("with").own).toMatchObject({ promptTokens: 7, completionTokens: 2, totalTokens: 9 });
  expect(server.run("told").own).toMatchObject({ promptTokens: 1, totalCost: 0.5 });
});

it("an error is an exception event, not a status", async () => {
  const failed = start("failed");
  failed.setStatus({ code: SpanStatusCode.ERROR, message: "boom" });
  failed.end();
  const thrown = start("thrown");
  thrown.recordException(new Error("bang"));
  thrown.end();
  await provider.forceFlush();
  expect(server.run("failed").status).toBe("success");
  expect(server.run("thrown")).toMatchObject({ status: "error", error: "bang" });
});

it.each([
  [{ "langsmith.span.kind": "retriever" }, "retriever"],
  [{ "gen_ai.operation.name": "embeddings" }, "chain"],
  [{ "gen_ai.operation.name": "text_completion" }, "chain"],
  [{ "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search" }, "tool"],
  [{}, "chain"],
])("%j is a %s", async (attributes, runType) => {
  start("span", attributes as Attributes).end();
  await provider.forceFlush();
  expect(server.run("span").runType).toBe(runType);
});

it("content is read from messages, numbered prompts and JSON; metadata and tags by their own names", async () => {
  const messages = { "gen_ai.input.messages": '[{"role":"user"}]', "gen_ai.output.messages": '[{"role":"assistant"}]' };
  start("messages", { ...messages, "langsmith.metadata.thread_id": "t", "langsmith.span.tags": "a, b" }).end();
  start("numbered", {
    "gen_ai.prompt.0.role": "user",
    "gen_ai.prompt.0.content": "hi",
    "gen_ai.completion": '{"a":1}',
  }).end();
  await provider.forceFlush();
  expect(server.run("messages")).toMatchObject({
    inputs: { messages: [{ role: "user" }] },
    outputs: { messages: [{ role: "assistant" }] },
    threadId: "t",
    tags: ["a", "b"],
  });
  expect(server.run("numbered")).toMatchObject({
    inputs: { messages: [{ role: "user", content: "hi" }] },
    outputs: { a: 1 },
  });
});

function start(name: string, attributes: Attributes = {}, parent?: Span): Span {
  const within = parent ? trace.setSpan(context.active(), parent) : context.active();
  return provider.getTracer("test").startSpan(name, { attributes, startTime: START_MS }, within);
}
