import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setUp } from "../test/set-up.ts";
import type { Operation, Recorder } from "./index.ts";

const wrongForm = Object.assign(new Error("no such object"), { name: "AI_NoObjectGeneratedError" });

const agent = (recorder: Recorder): Operation =>
  recorder.start({ name: "invoke_agent", agent: { name: "helper" } }, { key: "call" });

const endings = ({ records }: ReturnType<typeof setUp>): readonly unknown[] =>
  records().map(({ name, outcome, durationMs }) => [name, outcome, durationMs]);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("an end that an error may still follow", () => {
  it("is one from the event loop's next turn on, at the time at which it was told", () => {
    const all = setUp();
    const operation = agent(all.recorder);
    all.clock.advance(10);
    operation.end({}, { tentative: true });
    all.clock.advance(5);
    expect(endings(all)).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(endings(all)).toEqual([["invoke_agent", "ok", 10]]);
    expect(all.telemetry.diagnostics()).toEqual({});
  });

  it("gives way to an error, by key or by handle, at the error's time", () => {
    const all = setUp();
    agent(all.recorder).end({}, { tentative: true });
    all.clock.advance(5);
    all.recorder.end("call", { error: wrongForm });
    vi.advanceTimersByTime(1);
    expect(endings(all)).toEqual([["invoke_agent", "error", 5]]);
    expect(all.records()[0]).toMatchObject({ parseFailure: true, error: { type: "AI_NoObjectGeneratedError" } });
    expect(all.telemetry.diagnostics()).toEqual({});
  });

  it("stands where another end says nothing of an error, which is counted as a second one", () => {
    const all = setUp();
    const operation = agent(all.recorder);
    operation.end({ outcome: "interrupted" }, { tentative: true });
    operation.end();
    expect(endings(all)).toEqual([["invoke_agent", "interrupted", 0]]);
    expect(all.telemetry.diagnostics()).toEqual({ double_end: 1 });
  });

  it("stands once it was one: an error comes too late", () => {
    const all = setUp();
    const operation = agent(all.recorder);
    operation.end({}, { tentative: true });
    vi.advanceTimersByTime(1);
    operation.end({ error: wrongForm });
    expect(endings(all)).toEqual([["invoke_agent", "ok", 0]]);
    expect(all.telemetry.diagnostics()).toEqual({ double_end: 1 });
  });

  it("comes before that of what is around it, however far out", async () => {
    const all = setUp();
    const job = all.recorder.start({ name: "task", label: "job" });
    const tool = job.run(() => all.recorder.start({ name: "execute_tool", tool: { name: "ask" } }));
    tool.run(() => agent(all.recorder)).end({}, { tentative: true });
    agent(all.recorder);
    job.end();
    expect(all.records().map(({ name }) => name)).toEqual(["invoke_agent", "task"]);
  });

  it("leaves those of other runs alone", () => {
    const all = setUp();
    const one = agent(all.recorder);
    one.end({}, { tentative: true });
    all.recorder.start({ name: "task", label: "another" }).end();
    one.end({ error: wrongForm });
    expect(endings(all)).toEqual([
      ["task", "ok", 0],
      ["invoke_agent", "error", 0],
    ]);
  });

  it.each<[string, (all: ReturnType<typeof setUp>) => Promise<unknown>]>([
    ["a flush", ({ telemetry }) => telemetry.flush()],
    ["a shutdown", ({ telemetry }) => telemetry.shutdown()],
    ["a capture's end", ({ telemetry }) => telemetry.capture(() => {})],
  ])("is there after %s, though time stands still", async (_, look) => {
    const all = setUp();
    agent(all.recorder).end({}, { tentative: true });
    await look(all);
    expect(endings(all)).toEqual([["invoke_agent", "ok", 0]]);
  });

  it.each<[string, (all: ReturnType<typeof setUp>) => Promise<unknown>]>([
    ["a flush", ({ telemetry }) => telemetry.flush()],
    ["a capture's end", ({ telemetry }) => telemetry.capture(() => {})],
  ])("is not made real by another request's %s before its error has come", async (_, look) => {
    const all = setUp();
    const operation = agent(all.recorder);
    operation.end({}, { tentative: true });
    const looking = look(all);
    // Whoever reads the answer awaits more than once.
    for (let i = 0; i < 50; i++) await undefined;
    operation.end({ error: wrongForm });
    await looking;
    expect(endings(all)).toEqual([["invoke_agent", "error", 0]]);
    expect(all.telemetry.diagnostics()).toEqual({});
  });

  it("is no obstacle where there are too many open operations", () => {
    const all = setUp({ maxOpenOperations: 1 });
    agent(all.recorder).end({}, { tentative: true });
    all.recorder.start({ name: "task", label: "next" });
    expect(endings(all)).toEqual([["invoke_agent", "ok", 0]]);
  });
});
