import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setUp, setUpSdk, T0 } from "../test/set-up.ts";

const clock = { now: () => Date.now() };

beforeEach(() => {
  vi.useFakeTimers({ now: T0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("an operation that never ends", () => {
  it("is closed at its last activity once it was idle for long enough", () => {
    const { recorder, record, telemetry } = setUp({ clock, idleTimeoutMs: 60_000 });
    const operation = recorder.start({ name: "chat" });
    vi.advanceTimersByTime(5_000);
    operation.chunk();
    vi.advanceTimersByTime(70_000);
    expect(record()).toMatchObject({ outcome: "abandoned", durationMs: 5_000 });
    expect(telemetry.diagnostics()).toEqual({ evicted: 1 });
  });

  it("stays open while it is active", () => {
    const { recorder, records } = setUp({ clock, idleTimeoutMs: 60_000 });
    const operation = recorder.start({ name: "chat" });
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(50_000);
      operation.update({ response: { id: "r" } });
    }
    expect(records()).toEqual([]);
  });

  it("has its last activity when a child of it ends", () => {
    const { recorder, record } = setUp({ clock, idleTimeoutMs: 60_000 });
    const agent = recorder.start({ name: "invoke_agent" });
    vi.advanceTimersByTime(2_000);
    const tool = agent.run(() => recorder.start({ name: "execute_tool" }));
    vi.advanceTimersByTime(3_000);
    tool.end();
    vi.advanceTimersByTime(70_000);
    expect(record("invoke_agent")).toMatchObject({ outcome: "abandoned", durationMs: 5_000 });
  });

  it("has a span that ends at the same moment as its record", () => {
    const { recorder, span } = setUpSdk({ clock, idleTimeoutMs: 60_000 });
    const operation = recorder.start({ name: "chat" });
    vi.advanceTimersByTime(5_000);
    operation.chunk();
    vi.advanceTimersByTime(70_000);
    expect(span("chat").endTime).toEqual([T0 / 1000 + 5, 0]);
  });

  it("is not outlived by a child that never ends either", () => {
    const { recorder, record } = setUp({ clock, idleTimeoutMs: 60_000 });
    const agent = recorder.start({ name: "invoke_agent" });
    vi.advanceTimersByTime(5_000);
    agent.run(() => recorder.start({ name: "execute_tool" }));
    vi.advanceTimersByTime(200_000);
    expect(record("execute_tool")).toMatchObject({ startedAtMs: T0 + 5_000, durationMs: 0 });
    expect(record("invoke_agent")).toMatchObject({ startedAtMs: T0, durationMs: 5_000 });
  });

  it("is not idle while a child of it is active", () => {
    const { recorder, records } = setUp({ clock, idleTimeoutMs: 60_000 });
    const agent = recorder.start({ name: "invoke_agent" });
    const call = agent.run(() => recorder.start({ name: "chat" }));
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(50_000);
      call.chunk();
    }
    expect(records()).toEqual([]);
  });

  it("is closed as abandoned where too many are open, the oldest first", () => {
    const { recorder, records, telemetry } = setUp({ clock, maxOpenOperations: 2 });
    for (const label of ["a", "b", "c", "d"]) recorder.start({ name: "task", label });
    expect(records().map(({ label, outcome }) => [label, outcome])).toEqual([
      ["a", "abandoned"],
      ["b", "abandoned"],
    ]);
    expect(telemetry.diagnostics()).toEqual({ evicted: 2 });
  });

  it("keeps no timer that would hold the process", () => {
    vi.useRealTimers();
    const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    setUp().recorder.start({ name: "chat" });
    expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout")).toHaveLength(before);
  });

  it("needs a timer only while something is open", () => {
    const { recorder } = setUp({ clock });
    const operation = recorder.start({ name: "chat" });
    expect(vi.getTimerCount()).toBe(1);
    operation.end();
    vi.advanceTimersByTime(1_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
