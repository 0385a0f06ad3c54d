import { recordOf } from "@isospan/core";
import { exportCounts } from "@isospan/core/sender";
import { langfuseServer } from "@isospan-private/vendors";

import { type ReadableSpan, TracerProvider } from "@opentelemetry/sdk-trace";
import { describe, expect, it } from "vitest";
import { exporterTo, setUp } from "../test/set-up.ts";
import type { ExportedSpan } from "./index.ts";

const input = [{ role: "user", parts: [{ type: "text", content: "MESSAGE" }] }];
const output = [{ role: "assistant", parts: [{ type: "text", content: "MESSAGE" }] }];
const context = { sessionId: "s1", tags: ["a"], prompt: { name: "greet", version: "1" } };
const CHAT = { name: "chat", provider: "openai", model: "gpt-5-mini", input, context } as const;

/** What an exporter could change, in full. */
function toPlain(span: ReadableSpan): unknown {
  const { name, kind, startTime, endTime, status, attributes, events, links, resource, instrumentationScope } = span;
  const own = { name, kind, startTime, endTime, status, attributes, events, links, instrumentationScope };
  return structuredClone({ ...own, resource: resource.attributes, record: recordOf(span, "langfuse") });
}

describe("what is exported", () => {
  it("is a copy: span and record are the same before and after", async () => {
    const before: unknown[] = [];
    const exporter = { environment: "staging", release: "r1" };
    await using at = await setUp({ exporter, before: (spans) => before.push(...spans.map(toPlain)) });
    at.telemetry.recorder.start(CHAT).end({ output, usage: { inputTokens: 3, outputTokens: 1 } });
    at.tracer.startSpan("GET /", { attributes: { "http.route": "/" } }).end();
    await at.flush();
    expect(before).toHaveLength(2);
    expect(at.spans.map(toPlain)).toEqual(before);
    expect(JSON.stringify(before)).not.toContain("langfuse.");
  });

  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])("holds messages where the policy allows it: Langfuse %s, spans %s", async (langfuse, otlp) => {
    await using at = await setUp({ telemetry: { content: { langfuse, otlp } } });
    at.telemetry.recorder.start(CHAT).end({ output });
    const tool = { name: "t", arguments: { a: "MESSAGE" } };
    at.telemetry.recorder.start({ name: "execute_tool", tool }).end({ output });
    const error = Object.assign(new Error("No JSON: MESSAGE"), { name: "OutputParserException" });
    at.telemetry.recorder.start({ name: "invoke_workflow" }).end({ error });
    await at.flush();
    const [request] = at.server.requests;
    expect(request?.body.includes("MESSAGE")).toBe(langfuse);
    for (const { attributes, status } of at.spans) {
      expect(JSON.stringify([attributes, status]).includes("MESSAGE")).toBe(otlp);
    }
    expect(at.server.observation("chat gpt-5-mini")).toMatchObject({ type: "GENERATION", promptName: "greet" });
  });
});

describe("spans of others", () => {
  it("are sent as they are, with events, links, status and every kind of value", async () => {
    await using at = await setUp({ exporter: { environment: "staging", release: "r1" } });
    const parent = at.tracer.startSpan("parent");
    const attributes = {
      "http.route": "/a",
      count: 7,
      ratio: 0.5,
      big: 2 ** 60,
      ok: true,
      list: ["a", "b"],
      none: NaN,
    };
    const span = at.tracer.startSpan("GET /a", { kind: 1, attributes, links: [{ context: parent.spanContext() }] });
    span.addEvent("cache.miss", { key: "k" });
    span.setStatus({ code: 2, message: "bad gateway" });
    span.end();
    await at.flush();
    const shown = at.server.observation("GET /a");
    expect(shown).toMatchObject({
      type: "SPAN",
      level: "ERROR",
      statusMessage: "bad gateway",
      environment: "staging",
      release: "r1",
    });
    const told = { "http.route": "/a", count: "7", ratio: "0.5", ok: "true", list: '["a","b"]' };
    expect(shown.metadata.attributes).toMatchObject(told);
    const sent = JSON.parse(String(at.server.requests[0]?.body)).resourceSpans[0].scopeSpans[0];
    expect(sent.scope).toEqual({ name: "application" });
    expect(sent.spans[0]).toMatchObject({
      kind: 2,
      events: [{ name: "cache.miss", attributes: [{ key: "key", value: { stringValue: "k" } }] }],
      links: [{ spanId: parent.spanContext().spanId }],
      status: { code: 2, message: "bad gateway" },
    });
  });

  it("keep what they say of environment and release themselves", async () => {
    await using at = await setUp({ exporter: { environment: "staging", release: "r1" } });
    at.tracer.startSpan("own", { attributes: { "langfuse.environment": "qa", "langfuse.release": "r2" } }).end();
    await at.flush();
    expect(at.server.observation("own")).toMatchObject({ environment: "qa", release: "r2" });
  });

  it("keep the tree together", async () => {
    await using at = await setUp();
    const { trace, context: contexts, ROOT_CONTEXT } = await import("@opentelemetry/api");
    const request = at.tracer.startSpan("POST /chat");
    const around = trace.setSpan(ROOT_CONTEXT, request);
    expect(contexts.active()).toBe(ROOT_CONTEXT);
    at.tracer.startSpan("SELECT", {}, around).end();
    request.end();
    await at.flush();
    const [query, root] = [at.server.observation("SELECT"), at.server.observation("POST /chat")];
    expect(query.parentObservationId).toBe(root.id);
    expect(root.parentObservationId).toBeUndefined();
  });

  it("are left out by a filter, and what is below them is marked as the trace's root", async () => {
    const filter = (span: ExportedSpan) => span.instrumentationScope.name !== "application";
    await using at = await setUp({ exporter: { filter } });
    at.tracer.startSpan("GET /").end();
    at.telemetry.recorder.start({ name: "invoke_agent", agent: { name: "a" } }).end();
    await at.flush();
    expect(at.server.observations().map(({ name }) => name)).toEqual(["invoke_agent a"]);
  });

  it("are not sent where the filter throws, which may be what keeps them away, but counted as dropped", async () => {
    const filter = ({ name }: ExportedSpan) => {
      if (name === "GET /") throw new Error("broken");
      return true;
    };
    await using at = await setUp({ exporter: { filter } });
    const lost = () => exportCounts().langfuse?.dropped.encode_error ?? 0;
    const before = lost();
    at.tracer.startSpan("GET /").end();
    at.tracer.startSpan("POST /").end();
    await at.flush().catch(() => {});
    expect(at.server.observations().map(({ name }) => name)).toEqual(["POST /"]);
    expect(lost() - before).toBe(1);
  });
});

describe("hostile spans", () => {
  it("one for which Langfuse refuses the whole batch is lost alone", async () => {
    await using at = await setUp();
    for (let i = 0; i < 20; i++) at.tracer.startSpan(`span ${i}`).end();
    await at.flush();
    const context = { ...at.spans[0]?.spanContext(), spanId: "" };
    const refused = Object.create(at.spans[0] ?? {}, { spanContext: { value: () => context } });
    const again = [...at.spans, refused].map((span) => Object.create(span, { name: { value: `again ${span.name}` } }));
    const result = await new Promise<{ code: number }>((done) => exporterTo(at.server).export(again, done));
    expect(result.code).toBe(1);
    expect(at.server.rows().filter(({ name }) => name.startsWith("again"))).toHaveLength(20);
  });

  it("one that cannot be read is lost alone, and told", async () => {
    const server = await langfuseServer();
    const exporter = exporterTo(server);
    const spans: ReadableSpan[] = [];
    const keep = {
      onStart: () => {},
      onEnd: (span: ReadableSpan) => void spans.push(span),
      forceFlush: async () => {},
      shutdown: async () => {},
    };
    const tracer = new TracerProvider({ spanProcessors: [keep] }).getTracer("application");
    for (const name of ["a", "broken", "b"]) tracer.startSpan(name).end();
    const broken = Object.create(spans[1] ?? {}, { attributes: { get: () => fail() } });
    const result = await new Promise<{ code: number; error?: Error }>((done) =>
      exporter.export([spans[0], broken, spans[2]] as ExportedSpan[], done),
    );
    expect(result.code).toBe(1);
    expect(result.error?.message).toMatch(/1 dropped \(encode_error\)/);
    expect(server.observations().map(({ name }) => name)).toEqual(["a", "b"]);
    await server.close();
  });
});

function fail(): never {
  throw new Error("unreadable");
}
