import { trace } from "@opentelemetry/api";
import { afterEach, describe, expect, it } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";

const API = Symbol.for("opentelemetry.js.api.1");
const shared = globalThis as { [API]?: unknown };
const before = shared[API];

afterEach(() => {
  trace.disable();
  if (before === undefined) delete shared[API];
  else shared[API] = before;
});

function chat(options: Parameters<typeof setUp>[0] = {}) {
  const all = setUp(options);
  all.recorder.start({ name: "chat" }).end();
  all.recorder.start({ name: "chat" }).end();
  return all;
}

describe("a tracer provider that is registered through another copy of the API", () => {
  it("is reported once, with both what to look at and what to do", () => {
    const heard: string[] = [];
    shared[API] = { version: "1.4.1", trace: { getTracer: () => ({}) } };
    const { telemetry } = chat({ onDiagnostic: ({ message }) => heard.push(message) });
    expect(telemetry.diagnostics()).toEqual({ hidden_provider: 1 });
    expect(heard[0]).toMatch(/api 1\.4\.1.*npm ls @opentelemetry\/api.*overrides/);
  });

  it("costs no record", () => {
    shared[API] = { version: "1.4.1", trace: {} };
    expect(chat().records()).toHaveLength(2);
  });

  it("does not matter where one was given", () => {
    const { telemetry, recorder, spans } = setUpSdk();
    shared[API] = { version: "1.4.1", trace: {} };
    recorder.start({ name: "chat" }).end();
    expect(spans()).toHaveLength(1);
    expect(telemetry.diagnostics()).toEqual({});
  });
});

describe("no trouble is", () => {
  it("no provider at all", () => {
    delete shared[API];
    expect(chat().telemetry.diagnostics()).toEqual({});
  });

  it("a provider that is registered through this copy, also after the first operation", () => {
    const tracerProvider = { getTracer: () => ({ startSpan: () => trace.wrapSpanContext(ids) }) };
    const ids = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 };
    const { telemetry, recorder, records } = chat();
    trace.setGlobalTracerProvider(tracerProvider as never);
    recorder.start({ name: "chat" }).end();
    expect(records().at(-1)?.traceId).toBe(ids.traceId);
    expect(telemetry.diagnostics()).toEqual({});
  });
});
