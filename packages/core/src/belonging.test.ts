import { context } from "@opentelemetry/api";
import { describe, expect, it, vi } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";
import { type OperationRecord, traced } from "./index.ts";

const usage = { inputTokens: 10, outputTokens: 1 };

describe("a call inside a call", () => {
  it("is the same call although a traced function stands between", () => {
    const { telemetry, recorder, records } = setUp();
    const identity = {};
    const route = traced("route", () => recorder.start({ name: "chat", model: "m" }).end({ usage, identity }), {
      telemetry,
    });
    const outer = recorder.start({ name: "chat", model: "router" });
    outer.run(route);
    outer.end({ usage, identity });
    expect(records().filter((record) => record.name === "chat")).toHaveLength(1);
  });

  it("is another where its key says so", () => {
    const { recorder, records } = setUp();
    recorder.start({ name: "invoke_agent" }, { key: "agent" });
    const first = recorder.start({ name: "chat" }, { key: "a", parentKey: "agent" });
    first.attach();
    recorder.start({ name: "chat" }, { key: "b", parentKey: "agent" });
    for (const key of ["a", "b", "agent"]) recorder.end(key, { outcome: "aborted" });
    expect(records().map((record) => record.name)).toEqual(["chat", "chat", "invoke_agent"]);
  });

  it("lends its cache tokens to the record of both", () => {
    const { recorder, record } = setUp();
    const outer = recorder.start({ name: "chat", model: "m" });
    const inner = outer.run(() => recorder.start({ name: "chat", model: "m" }));
    inner.end({ usage: { ...usage, cacheReadTokens: 9 }, response: { id: "r" } });
    outer.end({ usage, response: { id: "r" } });
    expect(record().usage).toEqual({ ...usage, cacheReadTokens: 9 });
  });

  it("tells the gates of each attempt", () => {
    const left: OperationRecord[] = [];
    const { recorder } = setUp({ gates: [{ enter: () => {}, leave: (record) => void left.push(record) }] });
    const outer = recorder.start({ name: "chat", model: "m" });
    recorder.admit(outer);
    const identity = {};
    outer.run(() => {
      recorder.start({ name: "chat", model: "m" }).end({ usage });
      recorder.start({ name: "chat", model: "m" }).end({ usage, identity });
    });
    outer.end({ usage, identity });
    expect(left).toHaveLength(2);
  });
});

describe("a cancelled call", () => {
  it("is aborted whatever the reason, and so is what it was made for", () => {
    const { recorder, records } = setUp();
    const abort = new AbortController();
    const reason = new Error("the user left");
    const agent = recorder.start({ name: "invoke_agent" });
    const call = agent.run(() => recorder.start({ name: "chat" }, { signal: abort.signal }));
    abort.abort(reason);
    call.end({ error: reason });
    agent.end({ error: reason });
    expect(records().map(({ outcome, error }) => [outcome, error?.type])).toEqual([
      ["aborted", "AbortError"],
      ["aborted", "AbortError"],
    ]);
  });

  it("takes the run around it with it, whatever the reason", async () => {
    const { telemetry, recorder, records } = setUp();
    const abort = new AbortController();
    const reason = new Error("the user left");
    const run = telemetry.run({ name: "task" }, () => {
      const call = recorder.start({ name: "chat" }, { signal: abort.signal });
      abort.abort(reason);
      call.end({ error: reason });
      throw reason;
    });
    await expect(run).rejects.toBe(reason);
    expect(records().map(({ outcome }) => outcome)).toEqual(["aborted", "aborted"]);
  });
});

describe("an operation in a context that was saved before another began", () => {
  it("belongs to the same one in its record as in its span", () => {
    const { recorder, record } = setUpSdk();
    const outside = context.active();
    const agent = recorder.start({ name: "invoke_agent", agent: { name: "a" } });
    const call = agent.run(() => context.with(outside, () => recorder.start({ name: "chat" })));
    call.end();
    expect(record("chat").ancestry).toEqual([]);
    expect(record("chat").parentSpanId).toBeUndefined();
  });
});

describe("what waits at a gate", () => {
  it("is not closed as idle", async () => {
    vi.useFakeTimers();
    const { recorder, records } = setUp({
      clock: { now: () => Date.now() },
      idleTimeoutMs: 1_000,
      gates: [{ enter: () => new Promise((resolve) => setTimeout(resolve, 10_000)) }],
    });
    const call = recorder.start({ name: "chat" });
    const admitted = recorder.admit(call);
    await vi.advanceTimersByTimeAsync(11_000);
    await admitted;
    call.end({ usage });
    vi.useRealTimers();
    expect(records().map((record) => record.outcome)).toEqual(["ok"]);
  });
});

describe("a traced function", () => {
  it("returns the very promise that it was given, where that is of a kind of its own", async () => {
    class Request extends Promise<number> {
      withResponse(): string {
        return "response";
      }
    }
    const { telemetry, record } = setUp();
    const call = traced("call", () => Request.resolve(1) as Request, { telemetry });
    expect(call().withResponse()).toBe("response");
    await new Promise(setImmediate);
    expect(record()).toMatchObject({ label: "call", outcome: "ok" });
  });
});
