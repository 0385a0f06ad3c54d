import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import type { OperationEnd } from "./index.ts";

const failure = { error: new Error("overloaded") };
const usage = { inputTokens: 3 };

describe("two calls inside a call", () => {
  it("of which the first failed are two attempts", () => {
    const { recorder, records } = setUp();
    const identity = {};
    const outer = recorder.start({ name: "chat", model: "m" });
    outer.run(() => {
      recorder.start({ name: "chat", model: "m" }).end(failure);
      recorder.start({ name: "chat", model: "m" }).end({ identity, usage });
    });
    outer.end({ identity, usage });
    expect(records().map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
      ["error", undefined],
      ["ok", 2],
    ]);
  });
});

describe("a call of another kind inside a call", () => {
  it.each<[string, OperationEnd]>([
    ["aborted", { outcome: "aborted" }],
    ["abandoned", { outcome: "abandoned" }],
    ["incomplete", { outcome: "incomplete" }],
  ])("is not that call, although it was still open when that was %s", (_how, end) => {
    const { recorder, records } = setUp();
    const outer = recorder.start({ name: "chat", model: "gpt-5" });
    const inner = outer.run(() => recorder.start({ name: "embeddings", model: "text-embedding-3-small" }));
    outer.end(end);
    inner.end({ usage });
    expect(records().map(({ name, model }) => [name, model])).toEqual([
      ["chat", "gpt-5"],
      ["embeddings", "text-embedding-3-small"],
    ]);
  });

  it("is not that call, although it was cut short like that", () => {
    const { recorder, record } = setUp();
    const outer = recorder.start({ name: "chat" });
    outer.run(() => recorder.start({ name: "embeddings" })).end({ outcome: "aborted" });
    outer.end({ outcome: "aborted" });
    expect(record("chat").outcome).toBe("aborted");
    expect(record("embeddings").outcome).toBe("aborted");
  });
});
