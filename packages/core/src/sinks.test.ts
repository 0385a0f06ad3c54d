import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import type { OperationRecord, Sink, StartedRecord } from "./index.ts";

const broken = (): never => {
  throw new Error("broken sink");
};

describe("a sink", () => {
  it("gets each record as the operation ends", () => {
    const got: OperationRecord[] = [];
    const { recorder, records } = setUp({ sinks: [(record) => void got.push(record)] });
    recorder.start({ name: "chat" }).end();
    recorder.start({ name: "execute_tool" }).end();
    expect(got).toEqual(records());
  });

  it("that throws is counted, and the others get the record all the same", () => {
    const got: OperationRecord[] = [];
    const { telemetry, recorder, records } = setUp({ sinks: [broken, (record) => void got.push(record)] });
    expect(() => recorder.start({ name: "chat" }).end()).not.toThrow();
    expect(got).toHaveLength(1);
    expect(records()).toHaveLength(1);
    expect(telemetry.diagnostics()).toEqual({ sink_error: 1 });
  });

  it("is told of an operation as it starts, with the ids of its record", () => {
    const started: StartedRecord[] = [];
    const sink = Object.assign(() => {}, { started: (record: StartedRecord) => void started.push(record) });
    const { recorder, record } = setUp({ sinks: [sink] });
    const operation = recorder.start({ name: "chat", model: "gpt-5", provider: "openai.chat" });
    expect(started).toMatchObject([{ name: "chat", model: "gpt-5", provider: "openai" }]);
    operation.end();
    expect(started[0]).toMatchObject({ traceId: record().traceId, spanId: record().spanId });
  });

  it("is not told of a call inside a call as it starts", () => {
    const started: StartedRecord[] = [];
    const sink = Object.assign(() => {}, { started: (record: StartedRecord) => void started.push(record) });
    const { recorder } = setUp({ sinks: [sink] });
    const outer = recorder.start({ name: "chat" });
    outer.run(() => recorder.start({ name: "chat" }));
    expect(started).toHaveLength(1);
  });

  it("that throws as it is told of a start is counted", () => {
    const sink = Object.assign(() => {}, { started: broken });
    const { telemetry, recorder, records } = setUp({ sinks: [sink] });
    recorder.start({ name: "chat" }).end();
    expect(records()).toHaveLength(1);
    expect(telemetry.diagnostics()).toEqual({ sink_error: 1 });
  });
});

describe("flush and shutdown", () => {
  it.each<[string, () => Promise<void>]>([
    ["rejects", () => Promise.reject(new Error("network"))],
    ["throws", broken],
  ])("never reject, although a sink %s; the others are flushed all the same", async (_how, fail) => {
    const done: string[] = [];
    const failing: Sink = Object.assign(() => {}, { flush: fail, shutdown: fail });
    const good: Sink = Object.assign(() => {}, {
      flush: async () => void done.push("flush"),
      shutdown: async () => void done.push("shutdown"),
    });
    const { telemetry } = setUp({ sinks: [failing, good] });
    await telemetry.flush();
    await telemetry.shutdown();
    expect(done).toEqual(["flush", "flush", "shutdown"]);
    expect(telemetry.diagnostics()).toEqual({ sink_error: 3 });
  });

  it("flush the providers that were given, and never shut them down", async () => {
    const done: string[] = [];
    const provider = (name: string) => ({
      getTracer: () => ({ startSpan: broken }),
      getMeter: () => ({}),
      forceFlush: async () => void done.push(`${name} flush`),
      shutdown: async () => void done.push(`${name} shutdown`),
    });
    const tracerProvider = provider("tracer") as never;
    const { telemetry } = setUp({ tracerProvider, meterProvider: provider("meter") as never });
    await telemetry.shutdown();
    expect(done.sort()).toEqual(["meter flush", "tracer flush"]);
  });

  it("never reject, although a provider does", async () => {
    const tracerProvider = { getTracer: () => ({}), forceFlush: () => Promise.reject(new Error("network")) } as never;
    const { telemetry } = setUp({ tracerProvider });
    await telemetry.flush();
    expect(telemetry.diagnostics()).toEqual({ sink_error: 1 });
  });
});
