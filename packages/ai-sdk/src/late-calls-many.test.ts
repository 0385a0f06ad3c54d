import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { isospanTelemetry } from "./index.ts";

const about = { callId: "call", provider: "openai.some", modelId: "m" };

function made() {
  const { telemetry, ...rest } = setUp();
  const events = isospanTelemetry({ telemetry });
  events.onStart({ ...about, operationId: "ai.embedMany" });
  const start = (embedCallId: string, values: unknown = [embedCallId]) =>
    events.onEmbedStart({ ...about, embedCallId, values });
  const end = (embedCallId: string) => events.onEmbedEnd({ ...about, embedCallId, usage: { tokens: 7 } });
  const fail = () => events.onError({ ...about, error: new TypeError("no") });
  const kept = () => rest.records().map(({ outcome, usage, attempt }) => [outcome, usage?.inputTokens, attempt]);
  return { ...rest, telemetry, start, end, fail, kept };
}

const OK = ["ok", 7, undefined];
const FAILED = ["error", undefined, undefined];

describe("one of many embeddings that run at once", () => {
  it.each([
    ["the first", ["b", "c"]],
    ["another", ["a", "c"]],
    ["the last", ["b", "a"]],
  ])("fails alone, and takes nothing from those that go on: %s", (_which, others) => {
    const { start, end, fail, kept, telemetry } = made();
    for (const each of ["a", "b", "c"]) start(each);
    fail();
    for (const each of others) end(each);
    expect(kept()).toEqual([FAILED, OK, OK]);
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("fails as often as it was tried", () => {
    const { start, end, fail, kept } = made();
    const values = ["of the second"];
    start("a");
    for (const attempt of ["b", "b again", "b at last"]) start(attempt, values);
    fail();
    end("a");
    expect(kept()).toEqual([FAILED, ["error", undefined, 2], ["error", undefined, 3], OK]);
  });

  it("has no record where it fails after another, since nobody tells", () => {
    const { start, end, fail, kept } = made();
    for (const each of ["a", "b", "c"]) start(each);
    fail();
    end("c");
    expect(kept()).toEqual([FAILED, OK]);
  });

  it("has the time that it took", () => {
    const { start, end, fail, wait, records } = made();
    start("a");
    start("b");
    wait(5);
    fail();
    wait(20);
    end("b");
    expect(records().map(({ durationMs }) => durationMs)).toEqual([5, 25]);
  });
});
