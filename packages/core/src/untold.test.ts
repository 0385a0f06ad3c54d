import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import type { OperationEnd } from "./index.ts";

/** An agent that ended like this, after calls that ended like those. */
function agent(end: OperationEnd, ...calls: readonly OperationEnd[]) {
  const { recorder, record } = setUp();
  const operation = recorder.start({ name: "invoke_agent" });
  operation.run(() => {
    for (const call of calls) recorder.start({ name: "chat" }).end(call);
  });
  operation.end(end);
  const { outcome, error } = record("invoke_agent");
  return { outcome, error: error?.type };
}

const failed = { error: new TypeError("no") };
const aborted = { outcome: "aborted", error: new DOMException("stop", "AbortError") } as const;

describe("a run of which nobody says how it ended", () => {
  it.each<[string, readonly OperationEnd[], object]>([
    ["failed with its last call", [{}, failed], { outcome: "error", error: "TypeError" }],
    ["was aborted with its last call", [aborted], { outcome: "aborted", error: "AbortError" }],
    ["went well where its last call did", [failed, {}], { outcome: "ok", error: undefined }],
    ["went well where it made none", [], { outcome: "ok", error: undefined }],
  ])("%s", (_fact, calls, ending) => {
    expect(agent({ untold: true }, ...calls)).toEqual(ending);
  });

  it("has its own error where its calls went well, and its call's where that failed", () => {
    expect(agent({ untold: true, error: new RangeError("bad") }, {})).toEqual({
      outcome: "error",
      error: "RangeError",
    });
    expect(agent({ untold: true, error: "a text" }, failed)).toEqual({ outcome: "error", error: "TypeError" });
  });

  it("is told from one that ends as it says", () => {
    expect(agent({}, failed)).toEqual({ outcome: "ok", error: undefined });
  });
});

describe("a run that says that it was aborted", () => {
  const abort = { error: new Error("Abort") };
  const timeout = { error: new DOMException("took too long", "TimeoutError") };

  it.each<[string, readonly OperationEnd[], object]>([
    ["has hit the time limit that its last call has hit", [{}, timeout], { outcome: "error", error: "TimeoutError" }],
    ["was aborted where another call went well since", [timeout, {}], { outcome: "aborted", error: "AbortError" }],
    ["was aborted where its call was", [aborted], { outcome: "aborted", error: "AbortError" }],
    ["was aborted where its call failed otherwise", [failed], { outcome: "aborted", error: "AbortError" }],
  ])("%s", (_fact, calls, ending) => {
    expect(agent(abort, ...calls)).toEqual(ending);
  });
});

describe("a run that waits for a person", () => {
  it("has failed where it ends with an error after all", () => {
    const { recorder, record } = setUp();
    const operation = recorder.start({ name: "invoke_workflow" });
    operation.update({ outcome: "interrupted" });
    operation.end({ error: new TypeError("no") });
    expect(record("invoke_workflow")).toMatchObject({ outcome: "error", error: { type: "TypeError" } });
    expect(record("invoke_workflow").confirmation).toBeUndefined();
  });

  it("still waits where its end says so, whatever error it comes as", () => {
    const { recorder, record } = setUp();
    const operation = recorder.start({ name: "execute_tool" });
    operation.end({ outcome: "interrupted", error: new Error("waits") });
    expect(record("execute_tool").outcome).toBe("interrupted");
  });
});
