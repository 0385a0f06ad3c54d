import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

describe("run", () => {
  it("gives the function's result, and one record", async () => {
    const { telemetry, record } = setUp();
    await expect(telemetry.run({ name: "task", label: "work" }, async () => 7)).resolves.toBe(7);
    expect(record()).toMatchObject({ label: "work", outcome: "ok" });
  });

  it("rejects with the function's own error, and records it", async () => {
    const { telemetry, record } = setUp();
    const error = new TypeError("broken");
    const run = telemetry.run({ name: "task" }, () => {
      throw error;
    });
    await expect(run).rejects.toBe(error);
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TypeError" } });
  });

  it("leaves an end alone that the function made itself", async () => {
    const { telemetry, record } = setUp();
    await telemetry.run({ name: "chat" }, (operation) => operation.end({ usage: { inputTokens: 1 } }));
    expect(record().usage).toEqual({ inputTokens: 1 });
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("keeps two that run at once apart", async () => {
    const { telemetry, records } = setUp();
    const work = (label: string) =>
      telemetry.run({ name: "task", label }, async () => {
        await Promise.resolve();
        await telemetry.run({ name: "task", label: `${label} below` }, () => Promise.resolve());
      });
    await Promise.all([work("a"), work("b")]);
    for (const label of ["a", "b"]) {
      const above = records().find((record) => record.label === label);
      expect(records().find((record) => record.label === `${label} below`)?.parentSpanId).toBe(above?.spanId);
    }
  });
});

describe("capture", () => {
  it("gives the result, and the records of what ended meanwhile, in that order", async () => {
    const { telemetry, recorder } = setUp();
    const { result, records } = await telemetry.capture(async () => {
      const agent = recorder.start({ name: "invoke_agent" });
      agent.run(() => recorder.start({ name: "execute_tool" })).end();
      agent.end();
      return 7;
    });
    expect(result).toBe(7);
    expect(records.map((record) => record.name)).toEqual(["execute_tool", "invoke_agent"]);
  });

  it("has nothing of what runs beside it", async () => {
    const { telemetry } = setUp();
    const work = (label: string) => telemetry.run({ name: "task", label }, () => Promise.resolve());
    const [captured] = await Promise.all([telemetry.capture(() => work("inside")), work("beside")]);
    expect(captured.records.map((record) => record.label)).toEqual(["inside"]);
  });

  it("within a capture is seen by both", async () => {
    const { telemetry } = setUp();
    const work = (label: string) => telemetry.run({ name: "task", label }, () => {});
    const { result: inner, records } = await telemetry.capture(async () => {
      await work("before");
      return telemetry.capture(() => work("within"));
    });
    expect(inner.records.map((record) => record.label)).toEqual(["within"]);
    expect(records.map((record) => record.label)).toEqual(["before", "within"]);
  });

  it("does not change the parents of what runs in it", async () => {
    const { telemetry, record } = setUp();
    await telemetry.run({ name: "task", label: "above" }, () =>
      telemetry.capture(() => telemetry.run({ name: "task", label: "below" }, () => {})),
    );
    expect(record("below").parentSpanId).toBe(record("above").spanId);
  });

  it("rejects with the function's own error", async () => {
    const { telemetry } = setUp();
    const error = new Error("the application's own");
    await expect(telemetry.capture(() => Promise.reject(error))).rejects.toBe(error);
  });
});
