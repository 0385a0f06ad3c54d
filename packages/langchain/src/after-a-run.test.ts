import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

describe("what begins after a run has ended, where that was called", () => {
  it.each(["handleChainEnd", "handleChainError"] as const)("is not below it, ended by %s", async (end) => {
    const { handler, memory, telemetry } = setUp();
    handler.handleChainStart({}, {}, "run");
    await Promise.resolve();
    handler[end](new Error("no"), "run");
    telemetry.recorder.start({ name: "chat" }).end();
    expect(memory.records()[1]?.parentSpanId).toBeUndefined();
  });
});
