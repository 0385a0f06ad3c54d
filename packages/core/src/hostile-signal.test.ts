import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

const throws = (): never => {
  throw new Error("hostile");
};

describe("a signal that is none", () => {
  it.each<[string, unknown]>([
    ["a text", "stop"],
    ["an object", {}],
    ["one that cannot be listened to", { aborted: false, addEventListener: throws }],
    ["one that cannot be read", Object.defineProperty({}, "aborted", { get: throws })],
  ])("costs the operation nothing but itself: %s", (_what, signal) => {
    const { recorder, record, telemetry } = setUp();
    const operation = recorder.start({ name: "chat", model: "m" }, { signal: signal as never });
    operation.end({ usage: { inputTokens: 3 } });
    expect(record()).toMatchObject({ model: "m", outcome: "ok", usage: { inputTokens: 3 } });
    expect(telemetry.diagnostics()).toEqual({ internal_error: 1 });
  });
});
