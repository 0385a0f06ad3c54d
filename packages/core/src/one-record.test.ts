import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

describe("an operation", () => {
  it("has no record before it ends", () => {
    const { recorder, records } = setUp();
    recorder.start({ name: "chat" });
    expect(records()).toEqual([]);
  });

  it("has one record once it has ended", () => {
    const { recorder, records } = setUp();
    recorder.start({ name: "chat" }).end();
    expect(records().map((record) => record.name)).toEqual(["chat"]);
  });

  it("keeps its first end and counts the second", () => {
    const { telemetry, recorder, record } = setUp();
    const operation = recorder.start({ name: "chat" });
    operation.end({ response: { id: "first" } });
    operation.end({ response: { id: "second" } });
    expect(record().response?.id).toBe("first");
    expect(telemetry.diagnostics()).toEqual({ double_end: 1 });
  });

  it("takes nothing in after its end", () => {
    const { clock, recorder, record } = setUp();
    const operation = recorder.start({ name: "chat" });
    operation.end();
    clock.advance(5);
    operation.update({ model: "late" });
    operation.chunk();
    expect(record().model).toBeUndefined();
    expect(record().chunks).toBeUndefined();
  });

  it("lasts from its start to its end on the given clock", () => {
    const { clock, recorder, record } = setUp();
    const operation = recorder.start({ name: "chat" });
    clock.advance(250);
    operation.end();
    expect(record()).toMatchObject({ startedAtMs: Date.UTC(2026, 0, 1), durationMs: 250 });
  });

  it("takes the times of a framework that reports late", () => {
    const { clock, recorder, record } = setUp();
    const startedAtMs = clock.now() - 500;
    recorder.start({ name: "chat" }, { startedAtMs }).end({}, { endedAtMs: startedAtMs + 100 });
    expect(record()).toMatchObject({ startedAtMs, durationMs: 100 });
  });

  it("never lasts less than nothing", () => {
    const { clock, recorder, record } = setUp();
    recorder.start({ name: "chat" }).end({}, { endedAtMs: clock.now() - 1 });
    expect(record().durationMs).toBe(0);
  });

  it("uses what it was told before where its end says nothing", () => {
    const { recorder, record } = setUp();
    const operation = recorder.start({ name: "chat", model: "asked" });
    operation.update({ usage: { inputTokens: 3 }, response: { id: "r" } });
    operation.end({ response: { model: "answered" } });
    expect(record()).toMatchObject({
      model: "asked",
      usage: { inputTokens: 3 },
      response: { id: "r", model: "answered" },
    });
  });
});

describe("a key", () => {
  it("leads to the open operation, and to nothing after its end", () => {
    const { recorder } = setUp();
    const operation = recorder.start({ name: "chat" }, { key: "run" });
    expect(recorder.open("run")).toBe(operation);
    recorder.end("run");
    expect(recorder.open("run")).toBeUndefined();
  });

  it("that is unknown ends nothing and is no trouble", () => {
    const { telemetry, recorder, records } = setUp();
    recorder.end("nobody", { error: new Error("lost") });
    expect(records()).toEqual([]);
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("that is open gives the same operation to a second start", () => {
    const { recorder, record } = setUp();
    const first = recorder.start({ name: "chat", model: "a" }, { key: "run" });
    const second = recorder.start({ name: "chat", model: "b" }, { key: "run" });
    recorder.end("run");
    expect(second).toBe(first);
    expect(record().model).toBe("a");
  });

  it("that has ended begins a new operation", () => {
    const { recorder, records } = setUp();
    recorder.start({ name: "chat" }, { key: "run" });
    recorder.end("run");
    recorder.start({ name: "chat" }, { key: "run" });
    recorder.end("run");
    expect(new Set(records().map((record) => record.spanId)).size).toBe(2);
  });

  it("that has ended by its handle ends nothing when it is ended again", () => {
    const { telemetry, recorder, records } = setUp();
    recorder.start({ name: "chat" }, { key: "run" }).end();
    recorder.end("run");
    expect(records()).toHaveLength(1);
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("remembers its memo, also for a while after the end", () => {
    const { recorder } = setUp();
    recorder.start({ name: "chat" }, { key: "run", memo: "noted" });
    recorder.end("run");
    expect(recorder.memo("run")).toBe("noted");
  });

  it("that was denied gives the denied operation to a second start", async () => {
    const refusal = new Error("no");
    const deny = { enter: () => Promise.reject(refusal) };
    const { recorder, records } = setUp({ gates: [deny] });
    const first = recorder.start({ name: "chat" }, { key: "run" });
    await expect(recorder.admit(first)).rejects.toBe(refusal);
    const second = recorder.start({ name: "chat" }, { key: "run" });
    expect(second).toBe(first);
    expect(() => recorder.admit(second)).toThrow(refusal);
    expect(records()).toHaveLength(1);
  });
});
