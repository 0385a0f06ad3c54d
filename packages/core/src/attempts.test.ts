import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

const failure = { error: new Error("overloaded") };

function calls(...made: readonly (readonly [model: string, failed: boolean])[]): readonly (number | undefined)[] {
  const { recorder, records } = setUp();
  recorder.start({ name: "invoke_agent" }, { key: "agent" });
  for (const [model, failed] of made) {
    recorder.start({ name: "chat", model }, { parentKey: "agent" }).end(failed ? failure : {});
  }
  return records().map((record) => record.attempt);
}

describe("the attempt of a model call", () => {
  it("is not given where nothing failed before", () => {
    expect(calls(["a", false], ["a", false])).toEqual([undefined, undefined]);
  });

  it("counts on from the failed call before it", () => {
    expect(calls(["a", true], ["a", true], ["a", false])).toEqual([undefined, 2, 3]);
  });

  it("is not given to a call of another model", () => {
    expect(calls(["a", true], ["b", false])).toEqual([undefined, undefined]);
  });

  it("begins anew after a success", () => {
    expect(calls(["a", true], ["a", false], ["a", false])).toEqual([undefined, 2, undefined]);
  });

  it("begins anew with a failure after a success", () => {
    expect(calls(["a", true], ["a", false], ["a", true], ["a", false])).toEqual([undefined, 2, undefined, 2]);
  });

  it("is counted under plumbing as well", () => {
    const { recorder, records } = setUp();
    recorder.plumbing("node");
    recorder.start({ name: "chat", model: "a" }, { parentKey: "node" }).end(failure);
    recorder.start({ name: "chat", model: "a" }, { parentKey: "node" }).end();
    expect(records().map((record) => record.attempt)).toEqual([undefined, 2]);
  });

  it("is not shared between two parents", () => {
    const { recorder, records } = setUp();
    for (const key of ["one", "other"]) recorder.start({ name: "task" }, { key });
    recorder.start({ name: "chat", model: "a" }, { parentKey: "one" }).end(failure);
    recorder.start({ name: "chat", model: "a" }, { parentKey: "other" }).end();
    expect(records().map((record) => record.attempt)).toEqual([undefined, undefined]);
  });

  it("is counted under the function that runs", async () => {
    const { telemetry, recorder, records } = setUp();
    await telemetry.run({ name: "task" }, () => {
      recorder.start({ name: "chat", model: "a" }).end(failure);
      recorder.start({ name: "chat", model: "a" }).end();
    });
    expect(records().map((record) => record.attempt)).toEqual([undefined, 2, undefined]);
  });

  it("is not given after a call that was aborted", () => {
    const { recorder, records } = setUp();
    recorder.start({ name: "task" }, { key: "task" });
    recorder.start({ name: "chat", model: "a" }, { parentKey: "task" }).end({ outcome: "aborted" });
    recorder.start({ name: "chat", model: "a" }, { parentKey: "task" }).end();
    expect(records().map((record) => record.attempt)).toEqual([undefined, undefined]);
  });

  it("is not given to tools", () => {
    const { recorder, records } = setUp();
    recorder.start({ name: "task" }, { key: "task" });
    recorder.start({ name: "execute_tool", tool: { name: "t" } }, { parentKey: "task" }).end(failure);
    recorder.start({ name: "execute_tool", tool: { name: "t" } }, { parentKey: "task" }).end();
    expect(records().map((record) => record.attempt)).toEqual([undefined, undefined]);
  });
});
