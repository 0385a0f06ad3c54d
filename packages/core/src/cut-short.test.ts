import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setUp } from "../test/set-up.ts";

const GRACE_MS = 30_000;

/** An agent of a framework with one call that ended like this, and what the next sweep finds after the grace period. */
function agent(outcome: "aborted" | "abandoned" | "ok", then: (made: ReturnType<typeof setUp>) => void = () => {}) {
  const made = setUp({ graceMs: GRACE_MS });
  const { recorder, clock, records } = made;
  recorder.start({ name: "invoke_agent" }, { key: "agent" });
  recorder.start({ name: "chat" }, { key: "call", parentKey: "agent" });
  clock.advance(10);
  recorder.end("call", { outcome });
  then(made);
  clock.advance(GRACE_MS + 1);
  vi.advanceTimersByTime(1_000);
  return { ...made, agents: () => records().filter((record) => record.name === "invoke_agent") };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("an agent of a framework whose last call was cut short", () => {
  it.each(["aborted", "abandoned"] as const)("and %s ends so, too, after the grace period", (outcome) => {
    const { agents } = agent(outcome);
    expect(agents()).toMatchObject([{ outcome, durationMs: 10 }]);
  });

  it("stays open where the call ended well", () => {
    expect(agent("ok").agents()).toEqual([]);
  });

  it("goes on where another call follows", async () => {
    const { recorder, agents, clock } = agent("aborted", ({ recorder }) => {
      recorder.start({ name: "chat" }, { key: "next", parentKey: "agent" });
    });
    clock.advance(1);
    recorder.end("next");
    recorder.end("agent");
    expect(agents()).toMatchObject([{ outcome: "ok" }]);
  });

  it("stays open for as long as a step of it goes on, which has no operation of its own", () => {
    const step = ({ recorder }: ReturnType<typeof setUp>): void => {
      recorder.plumbing("node", "agent");
      // A second handler tells of it again.
      recorder.plumbing("node", "agent");
    };
    const { recorder, agents, clock } = agent("aborted", step);
    expect(agents()).toEqual([]);
    recorder.end("node");
    clock.advance(GRACE_MS + 1);
    vi.advanceTimersByTime(1_000);
    expect(agents()).toMatchObject([{ outcome: "aborted" }]);
  });

  it("waits for no step that turned out an operation and has ended", () => {
    const { agents } = agent("ok", ({ recorder, clock }) => {
      recorder.plumbing("node", "agent");
      recorder.start({ name: "invoke_workflow" }, { key: "node", parentKey: "agent" });
      clock.advance(10);
      recorder.end("node", { outcome: "aborted" });
    });
    expect(agents()).toMatchObject([{ outcome: "aborted" }]);
  });

  it("ends so, too, where the call's signal is all that told of the abort", () => {
    const { recorder, clock, records } = setUp({ graceMs: GRACE_MS });
    const abort = new AbortController();
    recorder.start({ name: "invoke_agent" }, { key: "agent" });
    recorder.start({ name: "chat" }, { key: "call", parentKey: "agent", signal: abort.signal });
    abort.abort();
    clock.advance(2_000);
    vi.advanceTimersByTime(1_000);
    clock.advance(GRACE_MS + 1);
    vi.advanceTimersByTime(1_000);
    expect(records()).toMatchObject([
      { name: "chat", outcome: "aborted" },
      { name: "invoke_agent", outcome: "aborted" },
    ]);
  });
});
