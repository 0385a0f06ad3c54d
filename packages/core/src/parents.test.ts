import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import type { Recorder } from "./index.ts";

function task(recorder: Recorder, label: string, key?: string, parentKey?: string): void {
  recorder.start({ name: "task", label }, { key: key ?? label, ...(parentKey && { parentKey }) });
}

describe("the parent of an operation", () => {
  it("is the operation under its parent key", () => {
    const { recorder, record } = setUp();
    task(recorder, "above");
    task(recorder, "below", "below", "above");
    recorder.end("below");
    recorder.end("above");
    expect(record("below").parentSpanId).toBe(record("above").spanId);
  });

  it("without a parent key is the one whose function runs", async () => {
    const { telemetry, record } = setUp();
    await telemetry.run({ name: "task", label: "above" }, async () => {
      await Promise.resolve();
      await telemetry.run({ name: "task", label: "below" }, () => {});
    });
    expect(record("below").parentSpanId).toBe(record("above").spanId);
  });

  it("is the one under the parent key, although another one's function runs", () => {
    const { recorder, record } = setUp();
    task(recorder, "keyed");
    const ambient = recorder.start({ name: "task", label: "ambient" });
    ambient.run(() => task(recorder, "below", "below", "keyed"));
    for (const key of ["below", "keyed"]) recorder.end(key);
    expect(record("below").parentSpanId).toBe(record("keyed").spanId);
  });

  it("is the one whose function runs where the parent key is unknown", () => {
    const { recorder, record } = setUp();
    const ambient = recorder.start({ name: "task", label: "ambient" });
    ambient.run(() => task(recorder, "below", "below", "nobody"));
    recorder.end("below");
    ambient.end();
    expect(record("below").parentSpanId).toBe(record("ambient").spanId);
  });

  it("is found although it has ended", () => {
    const { recorder, record } = setUp();
    task(recorder, "above");
    recorder.end("above");
    task(recorder, "late", "late", "above");
    recorder.end("late");
    expect(record("late")).toMatchObject({ traceId: record("above").traceId, parentSpanId: record("above").spanId });
  });

  it("is nobody where nothing runs", () => {
    const { recorder, record } = setUp();
    task(recorder, "above");
    task(recorder, "alone");
    recorder.end("alone");
    expect(record("alone")).not.toHaveProperty("parentSpanId");
    expect(record("alone").ancestry).toEqual([]);
  });
});

describe("plumbing", () => {
  it("has no record, and what is below it attaches above, through chains of it", () => {
    const { recorder, records, record } = setUp();
    task(recorder, "above");
    recorder.plumbing("graph", "above");
    recorder.plumbing("node", "graph");
    task(recorder, "below", "below", "node");
    for (const key of ["below", "node", "graph", "above"]) recorder.end(key);
    expect(records()).toHaveLength(2);
    expect(record("below").parentSpanId).toBe(record("above").spanId);
  });

  it("without a parent key attaches to the operation whose function runs", () => {
    const { recorder, record } = setUp();
    const ambient = recorder.start({ name: "task", label: "ambient" });
    ambient.run(() => recorder.plumbing("node"));
    task(recorder, "below", "below", "node");
    recorder.end("below");
    ambient.end();
    expect(record("below").parentSpanId).toBe(record("ambient").spanId);
  });

  it("still leads upward after its release", () => {
    const { recorder, record } = setUp();
    task(recorder, "above");
    recorder.plumbing("node", "above");
    recorder.end("node");
    task(recorder, "below", "below", "node");
    for (const key of ["below", "above"]) recorder.end(key);
    expect(record("below").parentSpanId).toBe(record("above").spanId);
  });

  it("is never an open operation, and keeps its memo", () => {
    const { recorder } = setUp();
    recorder.plumbing("node", undefined, { step: 1 });
    expect(recorder.open("node")).toBeUndefined();
    expect(recorder.memo("node")).toEqual({ step: 1 });
  });

  it("that is released twice is no trouble", () => {
    const { telemetry, recorder } = setUp();
    recorder.plumbing("node");
    recorder.end("node");
    recorder.end("node");
    expect(telemetry.diagnostics()).toEqual({});
  });
});

describe("ancestry and agent path", () => {
  it("list what encloses an operation, root first", () => {
    const { recorder, clock, records } = setUp();
    const outer = recorder.start({ name: "invoke_agent", agent: { name: "outer" } });
    clock.advance(10);
    const tool = outer.run(() => recorder.start({ name: "execute_tool" }));
    clock.advance(10);
    const inner = tool.run(() => recorder.start({ name: "invoke_agent", agent: { name: "inner" } }));
    inner.run(() => recorder.start({ name: "chat" })).end();
    for (const operation of [inner, tool, outer]) operation.end();
    const [chat, ...above] = records();
    expect(chat?.agentPath).toEqual(["outer", "inner"]);
    expect(chat?.ancestry).toEqual(above.reverse().map(({ spanId, startedAtMs }) => ({ spanId, startedAtMs })));
  });

  it("of an agent do not list itself", () => {
    const { recorder, record } = setUp();
    recorder.start({ name: "invoke_agent", agent: { name: "helper" } }).end();
    expect(record()).toMatchObject({ agentPath: [], ancestry: [] });
  });

  it("pass by an agent without a name", () => {
    const { recorder, record } = setUp();
    const agent = recorder.start({ name: "invoke_agent" });
    agent.run(() => recorder.start({ name: "chat" })).end();
    expect(record().agentPath).toEqual([]);
    expect(record().ancestry).toHaveLength(1);
  });
});
