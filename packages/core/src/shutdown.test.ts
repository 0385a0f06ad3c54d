import { describe, expect, it } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";

describe("shutdown", () => {
  it("closes all that is open as abandoned, children before parents", async () => {
    const { telemetry, recorder, records } = setUp();
    const agent = recorder.start({ name: "invoke_agent" });
    agent.run(() => recorder.start({ name: "execute_tool" }));
    await telemetry.shutdown();
    expect(records().map(({ name, outcome }) => [name, outcome])).toEqual([
      ["execute_tool", "abandoned"],
      ["invoke_agent", "abandoned"],
    ]);
  });

  it("ends a parent no earlier than its child was active", async () => {
    const { telemetry, clock, recorder, record } = setUp();
    const agent = recorder.start({ name: "invoke_agent" });
    clock.advance(100);
    agent.run(() => recorder.start({ name: "execute_tool" }));
    clock.advance(100);
    await telemetry.shutdown();
    expect(record("invoke_agent").durationMs).toBe(100);
  });

  it("ends the spans of what was open", async () => {
    const { telemetry, recorder, span } = setUpSdk();
    recorder.start({ name: "chat", model: "gpt-5" });
    await telemetry.shutdown();
    expect(span("chat gpt-5").attributes["isospan.outcome"]).toBe("abandoned");
  });

  it("flushes sinks and shuts them down, once", async () => {
    const calls: string[] = [];
    const sink = Object.assign(() => void calls.push("record"), {
      flush: async () => void calls.push("flush"),
      shutdown: async () => void calls.push("shutdown"),
    });
    const { telemetry, recorder } = setUp({ sinks: [sink] });
    recorder.start({ name: "chat" });
    await Promise.all([telemetry.shutdown(), telemetry.shutdown()]);
    expect(calls).toEqual(["record", "flush", "shutdown"]);
  });
});

describe("after shutdown", () => {
  it("starts do nothing and are counted", async () => {
    const { telemetry, recorder, records } = setUp();
    await telemetry.shutdown();
    const operation = recorder.start({ name: "chat" }, { key: "late" });
    operation.update({ model: "m" });
    operation.attach();
    operation.chunk();
    operation.end();
    operation.detach();
    recorder.end("late");
    expect(records()).toEqual([]);
    expect(telemetry.diagnostics()).toEqual({ start_after_shutdown: 1 });
  });

  it("functions still run and streams still flow", async () => {
    const { telemetry, recorder } = setUp();
    await telemetry.shutdown();
    const stream = new ReadableStream<number>();
    const operation = recorder.start({ name: "chat" });
    await expect(telemetry.run({ name: "task" }, () => 7)).resolves.toBe(7);
    expect(operation.run(() => 8)).toBe(8);
    expect(operation.tap(stream, () => {})).toBe(stream);
  });

  it("errors still reach the application", async () => {
    const { telemetry } = setUp();
    await telemetry.shutdown();
    const error = new Error("the application's own");
    await expect(telemetry.run({ name: "task" }, () => Promise.reject(error))).rejects.toBe(error);
  });

  it("an end of what was open is nothing new", async () => {
    const { telemetry, recorder, records } = setUp();
    const operation = recorder.start({ name: "chat" });
    await telemetry.shutdown();
    operation.end();
    expect(records()).toHaveLength(1);
  });
});
