import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { getTelemetry, setTelemetry } from "./index.ts";

beforeEach(() => {
  setTelemetry(undefined);
});
afterEach(() => {
  setTelemetry(undefined);
});

describe("the telemetry of the process", () => {
  it("is made when it is first asked for, and stays the same", () => {
    expect(getTelemetry()).toBe(getTelemetry());
  });

  it("works without anything being set up", async () => {
    const { records } = await getTelemetry().capture(() => getTelemetry().run({ name: "task" }, () => {}));
    expect(records).toHaveLength(1);
  });

  it("is the one that was set", () => {
    const { telemetry } = setUp();
    setTelemetry(telemetry);
    expect(getTelemetry()).toBe(telemetry);
  });

  it.each([{}, { sinks: [] }, null, "otlp"])("is no %j: options are told at once, not at the first call", (wrong) => {
    const { telemetry } = setUp();
    setTelemetry(telemetry);
    expect(() => setTelemetry(wrong as never)).toThrow(expect.objectContaining({ field: "telemetry" }));
    expect(getTelemetry()).toBe(telemetry);
  });

  it("is a new one after it was unset", () => {
    const { telemetry } = setUp();
    setTelemetry(telemetry);
    setTelemetry(undefined);
    expect(getTelemetry()).not.toBe(telemetry);
  });
});
