import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

describe("chunks", () => {
  it("give the time to the first of them, and their number", () => {
    const { clock, recorder, record } = setUp();
    const operation = recorder.start({ name: "chat" });
    for (const waitMs of [40, 10, 10]) {
      clock.advance(waitMs);
      operation.chunk();
    }
    operation.end();
    expect(record()).toMatchObject({ timeToFirstChunkMs: 40, chunks: 3, request: { stream: true } });
  });

  it("are counted once where two observers report the same one", () => {
    const { recorder, record } = setUp();
    const operation = recorder.start({ name: "chat" });
    for (const chunk of [{}, {}]) {
      operation.chunk(chunk);
      operation.chunk(chunk);
    }
    operation.end();
    expect(record().chunks).toBe(2);
  });

  it("of a stream that was answered from a cache are none", () => {
    const { recorder, record } = setUp();
    const operation = recorder.start({ name: "chat" });
    operation.chunk();
    operation.end({ outcome: "cached" });
    expect(record()).not.toHaveProperty("chunks");
    expect(record()).not.toHaveProperty("timeToFirstChunkMs");
  });

  it("are not given where there were none", () => {
    const { recorder, record } = setUp();
    recorder.start({ name: "chat" }).end();
    expect(record()).not.toHaveProperty("chunks");
  });
});
