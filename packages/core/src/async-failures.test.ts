import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

const rejects = (): Promise<never> => Promise.reject(new Error("network"));
/** Rejections are reported after the microtasks of a turn. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let others: NodeJS.UnhandledRejectionListener[] = [];
let unhandled: unknown[] = [];

beforeEach(() => {
  unhandled = [];
  others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => unhandled.push(reason));
});
afterEach(() => {
  process.removeAllListeners("unhandledRejection");
  for (const other of others) process.on("unhandledRejection", other);
});

describe("what is asynchronous although it need not be, and rejects,", () => {
  it("is counted where it is a sink", async () => {
    const { telemetry, recorder } = setUp({ sinks: [rejects] });
    recorder.start({ name: "chat" }).end();
    await nextTurn();
    expect(unhandled).toEqual([]);
    expect(telemetry.diagnostics()).toEqual({ sink_error: 1 });
  });

  it("is counted where a sink is told of a start", async () => {
    const { telemetry, recorder } = setUp({ sinks: [Object.assign(() => {}, { started: rejects })] });
    recorder.start({ name: "chat" });
    await nextTurn();
    expect(unhandled).toEqual([]);
    expect(telemetry.diagnostics()).toEqual({ sink_error: 1 });
  });

  it("is counted where it is a gate's leave", async () => {
    const { telemetry } = setUp({ gates: [{ enter: () => {}, leave: rejects }] });
    await telemetry.run({ name: "chat" }, () => {});
    await nextTurn();
    expect(unhandled).toEqual([]);
    expect(telemetry.diagnostics()).toEqual({ gate_error: 1 });
  });

  it("goes no further where it listens to diagnostics", async () => {
    const { recorder } = setUp({ onDiagnostic: rejects });
    const operation = recorder.start({ name: "chat" });
    operation.end();
    operation.end();
    await nextTurn();
    expect(unhandled).toEqual([]);
  });
});
