import { trace } from "@opentelemetry/api";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { describe, expect, it } from "vitest";
import { setUp, setUpSdk } from "../../test/set-up.ts";
import type { Sink, TelemetryEvent, TraceReference } from "../index.ts";

function listen() {
  const events: TelemetryEvent[] = [];
  const sink: Sink = Object.assign(() => {}, { event: (event: TelemetryEvent) => void events.push(event) });
  return { events, sinks: [sink] };
}

describe("a reference", () => {
  it("is to the innermost operation around, with what enclosed it", () => {
    const { telemetry, recorder, record } = setUp();
    const agent = recorder.start({ name: "invoke_agent" });
    const tool = agent.run(() => recorder.start({ name: "execute_tool" }));
    const reference = tool.run(() => telemetry.reference());
    tool.end();
    agent.end();
    const { traceId, spanId, startedAtMs } = record("execute_tool");
    const root = record("invoke_agent");
    const ancestry = [{ spanId: root.spanId, startedAtMs: root.startedAtMs }];
    expect(reference).toEqual({ traceId, spanId, startedAtMs, ancestry });
  });

  it("is there before a gated operation's span has begun", () => {
    const { telemetry, recorder, record } = setUp({ gates: [{ enter: () => {} }] });
    const agent = recorder.start({ name: "invoke_agent" });
    const reference = agent.run(() => telemetry.reference());
    agent.end();
    expect(reference).toMatchObject({ traceId: record().traceId, spanId: record().spanId });
  });

  it("is none outside of any operation, and to the application's own span where that is around", () => {
    const { telemetry, tracer } = setUpSdk();
    expect(telemetry.reference()).toBeUndefined();
    tracer.startActiveSpan("request", (span) => {
      const { traceId, spanId } = span.spanContext();
      expect(telemetry.reference()).toEqual({ traceId, spanId });
      span.end();
    });
  });

  it("to a record has the ids of its span, and the response's id of a model call, but none of its content", () => {
    const { telemetry, recorder, record } = setUp({ content: true });
    recorder.start({ name: "chat", input: [{ role: "user", parts: [] }] }).end({ response: { id: "resp_1" } });
    const { traceId, spanId, startedAtMs, ancestry } = record();
    expect(telemetry.reference(record())).toEqual({ traceId, spanId, startedAtMs, ancestry, responseId: "resp_1" });
  });

  it("comes with what was captured: to the outermost operation, which the caller got the answer of", async () => {
    const { telemetry, record } = setUp();
    const { reference } = await telemetry.capture(() =>
      telemetry.run({ name: "invoke_agent" }, () => telemetry.run({ name: "execute_tool" }, () => 1)),
    );
    expect(reference).toEqual(telemetry.reference(record("invoke_agent")));
    expect((await telemetry.capture(() => 1)).reference).toBeUndefined();
  });

  it("that has been JSON, or a record itself, is what feedback is about", async () => {
    const { events, sinks } = listen();
    const { telemetry, recorder, record } = setUp({ sinks });
    const agent = recorder.start({ name: "invoke_agent" });
    agent.run(() => recorder.start({ name: "chat" })).end({ response: { id: "resp_1" } });
    agent.end();
    const reference = telemetry.reference(record("chat"));
    await telemetry.feedback({ reference: JSON.parse(JSON.stringify(reference)), thumbs: "up" });
    await telemetry.feedback({ reference: record("chat"), thumbs: "up" });
    expect(events[0]?.reference).toEqual(reference);
    expect(events[1]?.reference).toMatchObject({ traceId: reference.traceId, spanId: reference.spanId });
  });

  it("to a trace that was not sampled is as good", async () => {
    const sampler = { shouldSample: () => ({ decision: 0 }), toString: () => "never" };
    const { events, sinks } = listen();
    const { telemetry, records } = setUpSdk({ tracerProvider: new TracerProvider({ sampler }), sinks });
    const { reference } = await telemetry.capture(() => telemetry.run({ name: "invoke_agent" }, () => 1));
    expect(trace.wrapSpanContext({ ...reference, traceFlags: 0 } as never).spanContext().traceId).toBe(
      records()[0]?.traceId,
    );
    await telemetry.feedback({ reference: reference as TraceReference, thumbs: "up" });
    expect(events).toMatchObject([{ reference }]);
  });

  it.each<[string, object]>([
    ["ancestors that are none", { ancestry: [{ spanId: "no", startedAtMs: 1 }] }],
    ["ancestors that are no list", { ancestry: "root" }],
    ["a start that is no time", { startedAtMs: "yesterday" }],
    ["more than it has to have", { admin: true, response: { id: "x".repeat(10_000) } }],
    ["null in place of what is left out", { spanId: null, startedAtMs: null, ancestry: null, responseId: null }],
  ])("that comes back with %s is used without", async (_what, change) => {
    const { events, sinks } = listen();
    const { telemetry } = setUp({ sinks });
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    await telemetry.feedback({ reference: { traceId, ...change } as TraceReference, thumbs: "up" });
    expect(events[0]?.reference).toEqual({ traceId });
  });
});
