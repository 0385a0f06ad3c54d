import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setUp, T0 } from "../test/set-up.ts";
import type { OperationEnd } from "./index.ts";

const clock = { now: () => Date.now() };

beforeEach(() => {
  vi.useFakeTimers({ now: T0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("an operation whose signal fires", () => {
  it("ends as aborted at that moment, if no end follows", () => {
    const { recorder, record } = setUp({ clock });
    const { signal, abort } = controller();
    recorder.start({ name: "chat" }, { signal });
    vi.advanceTimersByTime(500);
    abort();
    vi.advanceTimersByTime(5_000);
    expect(record()).toMatchObject({ outcome: "aborted", durationMs: 500, error: { type: "AbortError" } });
  });

  it("is an error where a time limit was hit", () => {
    const { recorder, record } = setUp({ clock });
    const { signal, abort } = controller();
    recorder.start({ name: "chat" }, { signal });
    abort(new DOMException("The operation timed out", "TimeoutError"));
    vi.advanceTimersByTime(5_000);
    expect(record()).toMatchObject({
      outcome: "error",
      error: { type: "TimeoutError", message: "The operation timed out" },
    });
  });

  it("ends as its framework says, if that follows in time", () => {
    const { recorder, record } = setUp({ clock });
    const { signal, abort } = controller();
    const operation = recorder.start({ name: "chat" }, { signal });
    abort();
    vi.advanceTimersByTime(500);
    operation.end({ response: { id: "answered after all" } });
    vi.advanceTimersByTime(5_000);
    expect(record()).toMatchObject({ outcome: "ok", durationMs: 500 });
  });

  it.each<[string, OperationEnd]>([
    ["usage", { usage: { inputTokens: 7 } }],
    ["usage of nothing at all", { usage: { inputTokens: 0 } }],
    ["an answer, also with content off", { output: [{ role: "assistant", parts: [{ type: "text", content: "Hi" }] }] }],
    ["documents", { documents: [] }],
    ["a result object", { identity: {} }],
    ["that it went well", { outcome: "ok" }],
    [
      "something that cannot be read",
      {
        get usage(): never {
          throw new Error("not to be read");
        },
      },
    ],
  ])("is ok where the end that follows has %s", (_what, end) => {
    const { recorder, record } = setUp({ clock });
    const { signal, abort } = controller();
    const operation = recorder.start({ name: "embeddings" }, { signal });
    abort();
    operation.end(end);
    expect(record().outcome).toBe("ok");
    expect(record().error).toBeUndefined();
  });

  it("is aborted where it had told its usage, and fails", () => {
    const { recorder, record } = setUp({ clock });
    const { signal, abort } = controller();
    const operation = recorder.start({ name: "chat" }, { signal });
    operation.update({ usage: { inputTokens: 7 } });
    abort();
    operation.end({ error: new TypeError("fetch failed"), usage: { inputTokens: 7 } });
    expect(record()).toMatchObject({ outcome: "aborted", error: { type: "AbortError" } });
  });

  it("is aborted where the end that follows says nothing", () => {
    const { recorder, record } = setUp({ clock });
    const { signal, abort } = controller();
    const operation = recorder.start({ name: "chat" }, { signal });
    abort();
    operation.end();
    expect(record().outcome).toBe("aborted");
  });

  it.each([new Error("Request was aborted."), new TypeError("fetch failed")])(
    "is aborted where the client makes an error of it: %s",
    (error) => {
      const { recorder, record } = setUp({ clock });
      const { signal, abort } = controller();
      const operation = recorder.start({ name: "chat" }, { signal });
      abort();
      operation.end({ error });
      expect(record()).toMatchObject({ outcome: "aborted", error: { type: "AbortError" } });
    },
  );

  it("is an error where a time limit was hit and the client calls that an abort", () => {
    const { recorder, record } = setUp({ clock });
    const { signal, abort } = controller();
    const operation = recorder.start({ name: "chat" }, { signal });
    abort(new DOMException("The operation timed out", "TimeoutError"));
    operation.end({ error: new DOMException("This operation was aborted", "AbortError") });
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TimeoutError" } });
  });

  it("is aborted where the signal had fired before its start", () => {
    const { recorder, record } = setUp({ clock });
    recorder.start({ name: "chat" }, { signal: AbortSignal.abort() });
    vi.advanceTimersByTime(5_000);
    expect(record()).toMatchObject({ outcome: "aborted", durationMs: 0 });
  });

  it("takes its open children with it, as aborted", () => {
    const { recorder, record } = setUp({ clock });
    const { signal, abort } = controller();
    const agent = recorder.start({ name: "invoke_agent" }, { signal });
    agent.run(() => recorder.start({ name: "execute_tool" }));
    abort();
    vi.advanceTimersByTime(60_000);
    expect(record("execute_tool").outcome).toBe("aborted");
  });

  it("makes aborted what it was made for, where that never ends", () => {
    const { recorder, record } = setUp({ clock });
    const { signal, abort } = controller();
    const agent = recorder.start({ name: "invoke_agent" });
    agent.run(() => recorder.start({ name: "chat" }, { signal }));
    abort();
    vi.advanceTimersByTime(700_000);
    expect(record("invoke_agent")).toMatchObject({ outcome: "aborted", durationMs: 0 });
  });

  it("takes its open children with it also where shutdown comes first", async () => {
    const { telemetry, recorder, record } = setUp({ clock });
    const { signal, abort } = controller();
    const agent = recorder.start({ name: "invoke_agent" }, { signal });
    agent.run(() => recorder.start({ name: "execute_tool" }));
    abort();
    await telemetry.shutdown();
    expect(record("invoke_agent").outcome).toBe("aborted");
    expect(record("execute_tool").outcome).toBe("aborted");
  });
});

describe("the listener on a signal", () => {
  it.each(["an end", "an eviction", "shutdown"])("is gone after %s", async (how) => {
    const { telemetry, recorder } = setUp({ clock });
    const { signal } = controller();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    const operation = recorder.start({ name: "chat" }, { signal });
    if (how === "an end") operation.end();
    else if (how === "shutdown") await telemetry.shutdown();
    else vi.advanceTimersByTime(700_000);
    expect(added).toHaveBeenCalledTimes(1);
    const [type, listener] = added.mock.calls[0] ?? [];
    expect(removed).toHaveBeenCalledWith(type, listener);
  });

  it("is gone after a joined call was merged", () => {
    const { recorder } = setUp({ clock });
    const { signal } = controller();
    const removed = vi.spyOn(signal, "removeEventListener");
    const response = { id: "r" };
    const outer = recorder.start({ name: "chat" });
    outer.run(() => recorder.start({ name: "chat" }, { signal }).end({ response }));
    outer.end({ response });
    expect(removed).toHaveBeenCalledTimes(1);
  });
});

function controller(): { readonly signal: AbortSignal; readonly abort: (reason?: unknown) => void } {
  const made = new AbortController();
  return { signal: made.signal, abort: (reason) => made.abort(reason) };
}
