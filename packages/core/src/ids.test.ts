import { context, createContextKey, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SetUp, setUp, setUpSdk, useContextManager } from "../test/set-up.ts";

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;
// The key of `suppressTracing` in @opentelemetry/core, which is not one of our dependencies.
const SUPPRESSED = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

async function nested({ telemetry, records }: SetUp) {
  await telemetry.run({ name: "task", label: "outer" }, () => telemetry.run({ name: "task", label: "inner" }, () => 1));
  const [inner, outer] = records();
  return { inner, outer };
}

afterEach(() => {
  context.disable();
});

describe("without an SDK", () => {
  it("ids are valid, and no two operations share one", async () => {
    const { inner, outer } = await nested(setUp());
    expect(inner?.traceId).toMatch(TRACE_ID);
    expect(inner?.spanId).toMatch(SPAN_ID);
    expect(outer?.spanId).toMatch(SPAN_ID);
    expect(inner?.spanId).not.toBe(outer?.spanId);
  });

  it("a child shares its parent's trace and names it", async () => {
    const { inner, outer } = await nested(setUp());
    expect(inner).toMatchObject({ traceId: outer?.traceId, parentSpanId: outer?.spanId });
    expect(outer).not.toHaveProperty("parentSpanId");
  });

  it("two roots have two traces", () => {
    const { recorder, memory } = setUp();
    recorder.start({ name: "chat" }).end();
    recorder.start({ name: "chat" }).end();
    expect(memory.runs()).toHaveLength(2);
  });
});

describe("with a context manager but no tracer provider", () => {
  beforeEach(useContextManager);

  it("a span of the application that is no real one gives no ids", async () => {
    const all = setUp();
    await trace.getTracer("application").startActiveSpan("request", () => nested(all));
    expect(all.record("outer").traceId).toMatch(TRACE_ID);
    expect(all.record("outer")).not.toHaveProperty("parentSpanId");
  });

  it("a span of the application that is no real one does not come between parent and child", async () => {
    const { telemetry, record } = setUp();
    const tracer = trace.getTracer("application");
    await telemetry.run({ name: "task", label: "outer" }, () =>
      tracer.startActiveSpan("step", () => telemetry.run({ name: "task", label: "inner" }, () => 1)),
    );
    expect(record("inner")).toMatchObject({ traceId: record("outer").traceId, parentSpanId: record("outer").spanId });
  });
});

describe("with an SDK", () => {
  it("records have the ids of their spans", async () => {
    const all = setUpSdk();
    const { inner } = await nested(all);
    const span = all.span("inner");
    expect(inner).toMatchObject({ traceId: span.spanContext().traceId, spanId: span.spanContext().spanId });
    expect(inner?.parentSpanId).toBe(span.parentSpanContext?.spanId);
  });

  it("suppressed tracing costs the spans, not the records", async () => {
    const all = setUpSdk();
    const { inner, outer } = await context.with(ROOT_CONTEXT.setValue(SUPPRESSED, true), () => nested(all));
    expect(all.spans()).toEqual([]);
    expect(outer?.traceId).toMatch(TRACE_ID);
    expect(inner).toMatchObject({ traceId: outer?.traceId, parentSpanId: outer?.spanId });
    expect(inner?.spanId).toMatch(SPAN_ID);
  });

  it("a span of the application under suppressed tracing gives no ids", async () => {
    const all = setUpSdk();
    await context.with(ROOT_CONTEXT.setValue(SUPPRESSED, true), () =>
      all.tracer.startActiveSpan("request", () => nested(all)),
    );
    expect(all.record("outer").traceId).toMatch(TRACE_ID);
  });

  it("a tracer that hands out its parent's span again makes no span of ours", async () => {
    useContextManager();
    const spanContext = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 };
    const tracer = { startSpan: () => trace.wrapSpanContext(spanContext) };
    const { telemetry, record } = setUp({ tracerProvider: { getTracer: () => tracer } as never });
    await context.with(trace.setSpanContext(ROOT_CONTEXT, spanContext), () => telemetry.run({ name: "chat" }, () => 1));
    expect(record()).toMatchObject({ traceId: spanContext.traceId, parentSpanId: spanContext.spanId });
    expect(record().spanId).not.toBe(spanContext.spanId);
  });

  it("a tracer that throws costs the span, not the record", async () => {
    const startSpan = () => {
      throw new Error("broken tracer");
    };
    const { telemetry, record } = setUp({ tracerProvider: { getTracer: () => ({ startSpan }) } as never });
    await telemetry.run({ name: "chat" }, () => 1);
    expect(record().traceId).toMatch(TRACE_ID);
    expect(telemetry.diagnostics()).toEqual({ internal_error: 1 });
  });

  it("a span that throws costs nothing else", async () => {
    const span = { spanContext: () => ({ traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 }) };
    const tracerProvider = { getTracer: () => ({ startSpan: () => span }) } as never;
    const { telemetry, record } = setUp({ tracerProvider });
    await telemetry.run({ name: "chat" }, () => 1);
    expect(record().outcome).toBe("ok");
  });
});
