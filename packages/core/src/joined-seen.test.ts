import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

describe("seen", () => {
  it("is false for a result that nobody has recorded", () => {
    expect(setUp().recorder.seen({})).toBe(false);
  });

  it("is true for the result of a call that was recorded", () => {
    const { recorder } = setUp();
    const identity = {};
    recorder.start({ name: "embeddings" }).end({ identity });
    expect(recorder.seen(identity)).toBe(true);
  });

  it("is true for the result of a joined call that was merged", () => {
    const { recorder } = setUp();
    const identity = {};
    const response = { id: "r" };
    const outer = recorder.start({ name: "chat" });
    outer.run(() => recorder.start({ name: "chat" }).end({ identity, response }));
    outer.end({ response });
    expect(recorder.seen(identity)).toBe(true);
  });

  it("is false for what its framework has told of by a key", () => {
    const { recorder } = setUp();
    const identity = {};
    recorder.start({ name: "embeddings" }, { key: "run" }).end({ identity });
    expect(recorder.seen(identity)).toBe(false);
  });

  it("tells equal results apart", () => {
    const { recorder } = setUp();
    recorder.start({ name: "embeddings" }).end({ identity: { tokens: 1 } });
    expect(recorder.seen({ tokens: 1 })).toBe(false);
  });
});
