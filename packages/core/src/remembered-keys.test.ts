import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

describe("an ended key", () => {
  it("is forgotten after a thousand others: a late child then has no parent", () => {
    const { recorder, record } = setUp();
    recorder.start({ name: "task", label: "above" }, { key: "above", memo: "noted" });
    recorder.end("above");
    for (let i = 0; i < 1_000; i++) {
      recorder.start({ name: "task" }, { key: `${i}` });
      recorder.end(`${i}`);
    }
    recorder.start({ name: "task", label: "late" }, { parentKey: "above" }).end();
    expect(record("late")).not.toHaveProperty("parentSpanId");
    expect(recorder.memo("above")).toBeUndefined();
  });

  it("is never forgotten while it is open", () => {
    const { recorder } = setUp();
    const operation = recorder.start({ name: "task" }, { key: "open" });
    for (let i = 0; i < 2_000; i++) recorder.end(`${i}`);
    expect(recorder.open("open")).toBe(operation);
  });
});

describe("plumbing that is never released", () => {
  it("is forgotten, the oldest first, where there is too much", () => {
    const { recorder } = setUp({ maxOpenOperations: 3 });
    for (const key of ["a", "b", "c", "d"]) recorder.plumbing(key, undefined, key);
    expect(["a", "b", "c", "d"].map((key) => recorder.memo(key))).toEqual([undefined, "b", "c", "d"]);
  });
});
