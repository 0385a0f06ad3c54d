import { context, createContextKey, ROOT_CONTEXT } from "@opentelemetry/api";
import { afterEach, describe, expect, it } from "vitest";
import { setUpSdk } from "../test/set-up.ts";

afterEach(() => {
  context.disable();
});

describe("where OpenTelemetry's context and ours meet", () => {
  it("a span of the application is the parent of a root operation", async () => {
    const { telemetry, tracer, span, record } = setUpSdk();
    await tracer.startActiveSpan("request", async (request) => {
      await telemetry.run({ name: "chat" }, () => {});
      request.end();
    });
    expect(span("chat").parentSpanContext?.spanId).toBe(span("request").spanContext().spanId);
    expect(record()).toMatchObject({ parentSpanId: span("request").spanContext().spanId, ancestry: [] });
  });

  it("a span that the application makes within an operation is its child", async () => {
    const { telemetry, tracer, span } = setUpSdk();
    await telemetry.run({ name: "execute_tool", tool: { name: "search" } }, async () => {
      await Promise.resolve();
      tracer.startSpan("GET").end();
    });
    expect(span("GET").parentSpanContext?.spanId).toBe(span("execute_tool search").spanContext().spanId);
  });

  it.each([undefined, "above"])("a span between operation and child is kept, with parent key %s", (parentKey) => {
    const { recorder, tracer, span, record } = setUpSdk();
    const above = recorder.start({ name: "task", label: "above" }, { key: "above" });
    above.run(() =>
      tracer.startActiveSpan("between", (between) => {
        recorder.start({ name: "task", label: "below" }, { key: "below", parentKey }).end();
        between.end();
      }),
    );
    above.end();
    expect(span("below").parentSpanContext?.spanId).toBe(span("between").spanContext().spanId);
    expect(record("below").ancestry.map(({ spanId }) => spanId)).toEqual([record("above").spanId]);
  });

  it("a span of another trace wins over our own context", () => {
    const { recorder, tracer, span, record } = setUpSdk();
    const above = recorder.start({ name: "task", label: "above" });
    above.run(() => {
      const job = tracer.startSpan("job", { root: true });
      tracer.startActiveSpan("job's child", { root: true }, (live) => {
        recorder.start({ name: "task", label: "below" }).end();
        live.end();
      });
      job.end();
    });
    above.end();
    expect(span("below").parentSpanContext?.spanId).toBe(span("job's child").spanContext().spanId);
    expect(record("below")).toMatchObject({ traceId: span("job's child").spanContext().traceId, ancestry: [] });
  });

  it("a context that was emptied on purpose begins a new trace", () => {
    const { recorder, record, span } = setUpSdk();
    const above = recorder.start({ name: "invoke_agent", agent: { name: "helper" } });
    above.run(() => context.with(ROOT_CONTEXT, () => recorder.start({ name: "chat" }).end()));
    above.end();
    expect(span("chat").parentSpanContext).toBeUndefined();
    expect(record("chat")).toMatchObject({ ancestry: [], agentPath: [] });
    expect(record("chat").traceId).not.toBe(record("invoke_agent").traceId);
  });

  it("a value that the application adds to the context changes nothing", () => {
    const { recorder, record } = setUpSdk();
    const above = recorder.start({ name: "invoke_agent" });
    above.run(() => {
      const more = context.active().setValue(createContextKey("tenant"), "acme");
      context.with(more, () => recorder.start({ name: "chat" }).end());
    });
    above.end();
    expect(record("chat").parentSpanId).toBe(record("invoke_agent").spanId);
  });

  it("a late child is in the trace of its ended parent", () => {
    const { recorder, span } = setUpSdk();
    recorder.start({ name: "task", label: "above" }, { key: "above" });
    recorder.end("above");
    recorder.start({ name: "task", label: "late" }, { parentKey: "above" }).end();
    expect(span("late").parentSpanContext?.spanId).toBe(span("above").spanContext().spanId);
    expect(span("late").spanContext().traceId).toBe(span("above").spanContext().traceId);
  });

  it("two requests that run at once keep to their own traces", async () => {
    const { telemetry, spans } = setUpSdk();
    const request = async (id: string) => {
      await telemetry.run({ name: "invoke_agent", agent: { name: id } }, async () => {
        await Promise.resolve();
        await telemetry.run({ name: "chat", model: id }, () => Promise.resolve());
      });
    };
    await Promise.all(["a", "b"].map(request));
    const traceOf = (name: string) =>
      spans()
        .find((span) => span.name === name)
        ?.spanContext().traceId;
    expect(traceOf("chat a")).toBe(traceOf("invoke_agent a"));
    expect(traceOf("chat b")).toBe(traceOf("invoke_agent b"));
    expect(traceOf("chat a")).not.toBe(traceOf("chat b"));
  });
});
