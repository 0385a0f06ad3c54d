import { afterEach, describe, expect, it } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";
import { setTelemetry, traced } from "./index.ts";

afterEach(() => {
  setTelemetry(undefined);
});

describe("a traced function", () => {
  it("keeps a synchronous result synchronous", () => {
    const { telemetry, record } = setUp();
    const double = traced("double", (n: number) => n * 2, { telemetry });
    expect(double(4)).toBe(8);
    expect(record("double")).toMatchObject({ name: "task", label: "double", outcome: "ok" });
  });

  it("that returns a promise is timed until that settles", async () => {
    const { telemetry, clock, records, record } = setUp();
    const { promise, resolve } = Promise.withResolvers<string>();
    const running = traced("fetch", () => promise, { telemetry })();
    clock.advance(40);
    expect(records()).toEqual([]);
    resolve("done");
    await expect(running).resolves.toBe("done");
    expect(record()).toMatchObject({ durationMs: 40, outcome: "ok" });
  });

  it("keeps this and its arguments", () => {
    const { telemetry } = setUp();
    const account = {
      balance: 10,
      add: traced(
        "add",
        function add(this: { balance: number }, a: number, b: number) {
          return this.balance + a + b;
        },
        { telemetry },
      ),
    };
    expect(account.add(1, 2)).toBe(13);
  });

  it("throws what the function throws, the same object", () => {
    const { telemetry, record } = setUp();
    const error = new RangeError("too much");
    const fail = traced(
      "fail",
      () => {
        throw error;
      },
      { telemetry },
    );
    expect(fail).toThrow(error);
    expect(record()).toMatchObject({ outcome: "error", error: { type: "RangeError", message: "too much" } });
  });

  it("rejects with what the function rejects with, the same object", async () => {
    const { telemetry, record } = setUp();
    const error = new RangeError("too much");
    await expect(traced("fail", () => Promise.reject(error), { telemetry })()).rejects.toBe(error);
    expect(record().outcome).toBe("error");
  });

  it("leaves a rejection that nobody handles unhandled, once", async () => {
    const { telemetry } = setUp();
    const error = new Error("nobody cares");
    const unhandled: unknown[] = [];
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", (reason) => unhandled.push(reason));
    void traced("fail", () => Promise.reject(error), { telemetry })();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    process.removeAllListeners("unhandledRejection");
    for (const other of others) process.on("unhandledRejection", other);
    expect(unhandled).toEqual([error]);
  });

  it("is the parent of what runs in it", async () => {
    const { telemetry, recorder, record } = setUp();
    await traced(
      "outer",
      async () => {
        await Promise.resolve();
        recorder.start({ name: "chat" }).end();
      },
      { telemetry },
    )();
    expect(record("chat").parentSpanId).toBe(record("outer").spanId);
  });

  it("has a span with its label as name", () => {
    const { telemetry, span } = setUpSdk();
    traced("kb.search", () => 1, { telemetry })();
    expect(span("kb.search").attributes["isospan.operation.name"]).toBe("task");
  });

  it("asks at each call for the telemetry of the process", () => {
    const [first, second] = [setUp(), setUp()];
    const work = traced("work", () => 1);
    setTelemetry(first.telemetry);
    work();
    setTelemetry(second.telemetry);
    work();
    expect([first, second].map(({ records }) => records().length)).toEqual([1, 1]);
  });
});
