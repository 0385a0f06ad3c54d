import { describe, expect, it } from "vitest";
import { setUp } from "../../test/set-up.ts";
import { memoryCollector } from "../index.ts";

describe("the memory collector", () => {
  it("groups records by trace, oldest first", async () => {
    const memory = memoryCollector();
    const { telemetry, recorder } = setUp({ collector: memory });
    await telemetry.run({ name: "task", label: "a" }, () =>
      telemetry.run({ name: "task", label: "a below" }, () => {}),
    );
    recorder.start({ name: "task", label: "b" }).end();
    const labels = memory.runs().map((run) => run.records.map((record) => record.label));
    expect(labels).toEqual([["a below", "a"], ["b"]]);
    expect(memory.records().map((record) => record.label)).toEqual(["a below", "a", "b"]);
  });

  it("finds a run by its trace", () => {
    const memory = memoryCollector();
    setUp({ collector: memory }).recorder.start({ name: "chat" }).end();
    const [run] = memory.runs();
    expect(memory.run(run?.traceId ?? "")).toBe(run);
    expect(memory.run("unknown")).toBeUndefined();
  });

  it("forgets the oldest run where there are too many", () => {
    const memory = memoryCollector({ maxRuns: 2 });
    const { recorder } = setUp({ collector: memory });
    for (const label of ["a", "b", "c"]) recorder.start({ name: "task", label }).end();
    expect(memory.records().map((record) => record.label)).toEqual(["b", "c"]);
  });

  it("can be emptied", () => {
    const memory = memoryCollector();
    setUp({ collector: memory }).recorder.start({ name: "chat" }).end();
    memory.clear();
    expect(memory.runs()).toEqual([]);
  });
});
