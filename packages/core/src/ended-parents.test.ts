import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setUp, T0 } from "../test/set-up.ts";

const clock = { now: () => Date.now() };

beforeEach(() => {
  vi.useFakeTimers({ now: T0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("an open child of an ended parent", () => {
  it("is closed as abandoned after the grace period, at its last activity", () => {
    const { recorder, record } = setUp({ clock, graceMs: 10_000 });
    const agent = recorder.start({ name: "invoke_agent" });
    const tool = agent.run(() => recorder.start({ name: "execute_tool" }));
    vi.advanceTimersByTime(2_000);
    tool.update({});
    vi.advanceTimersByTime(1_000);
    agent.end();
    vi.advanceTimersByTime(12_000);
    expect(record("execute_tool")).toMatchObject({ outcome: "abandoned", durationMs: 2_000 });
  });

  it("may still end by itself within the grace period", () => {
    const { recorder, record, telemetry } = setUp({ clock, graceMs: 10_000 });
    const agent = recorder.start({ name: "invoke_agent" });
    const tool = agent.run(() => recorder.start({ name: "execute_tool" }));
    agent.end();
    vi.advanceTimersByTime(5_000);
    tool.end();
    vi.advanceTimersByTime(60_000);
    expect(record("execute_tool")).toMatchObject({ outcome: "ok", durationMs: 5_000 });
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("stays open for as long as it is active", () => {
    const { recorder, record, records } = setUp({ clock, graceMs: 10_000 });
    const agent = recorder.start({ name: "invoke_agent" });
    const call = agent.run(() => recorder.start({ name: "chat" }));
    agent.end();
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(8_000);
      call.chunk();
    }
    expect(records()).toHaveLength(1);
    call.end();
    expect(record("chat")).toMatchObject({ outcome: "ok", durationMs: 40_000 });
  });

  it("stays open for as long as something within it is active", () => {
    const { recorder, record } = setUp({ clock, graceMs: 10_000 });
    const route = recorder.start({ name: "task" });
    const agent = route.run(() => recorder.start({ name: "invoke_agent" }));
    const call = agent.run(() => recorder.start({ name: "chat" }));
    route.end();
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(8_000);
      call.chunk();
    }
    call.end();
    agent.end();
    expect(record("chat")).toMatchObject({ outcome: "ok", durationMs: 40_000 });
    expect(record("invoke_agent")).toMatchObject({ outcome: "ok", durationMs: 40_000 });
  });

  it("is closed too where it began after the parent's end", () => {
    const { recorder, record } = setUp({ clock, graceMs: 10_000 });
    recorder.start({ name: "invoke_agent" }, { key: "agent" });
    recorder.end("agent");
    vi.advanceTimersByTime(1_000);
    recorder.start({ name: "execute_tool" }, { key: "tool", parentKey: "agent" });
    vi.advanceTimersByTime(30_000);
    expect(record("execute_tool").outcome).toBe("abandoned");
  });

  it("does not end before its own child began", () => {
    const { recorder, record } = setUp({ clock, graceMs: 10_000 });
    const agent = recorder.start({ name: "invoke_agent" });
    const tool = agent.run(() => recorder.start({ name: "execute_tool" }));
    vi.advanceTimersByTime(3_000);
    tool.run(() => recorder.start({ name: "chat" }));
    agent.end();
    vi.advanceTimersByTime(60_000);
    expect(record("chat").outcome).toBe("abandoned");
    expect(record("execute_tool").durationMs).toBe(3_000);
  });

  it("is aborted where the parent was aborted", () => {
    const { recorder, record } = setUp({ clock, graceMs: 10_000 });
    const agent = recorder.start({ name: "invoke_agent" });
    agent.run(() => recorder.start({ name: "execute_tool" }));
    agent.end({ outcome: "aborted" });
    vi.advanceTimersByTime(12_000);
    expect(record("execute_tool").outcome).toBe("aborted");
  });
});
