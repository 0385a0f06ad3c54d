import { describe, expect, it } from "vitest";
import { gate as door, setUp, setUpSdk } from "../test/set-up.ts";
import type { Gate, GateView, OperationRecord } from "./index.ts";

const open: Gate = { enter: () => {} };

describe("gates", () => {
  it("are not there unless they were given", () => {
    expect(setUp().recorder.gated).toBe(false);
    expect(setUp({ gates: [open] }).recorder.gated).toBe(true);
  });

  it("that answer at once make nobody wait", () => {
    const { recorder } = setUp({ gates: [open] });
    expect(recorder.admit(recorder.start({ name: "chat" }))).toBeUndefined();
  });

  it.each(["at once", "later"])("are asked in order where they answer %s", async (when) => {
    const asked: string[] = [];
    const gate = (name: string): Gate => ({
      enter: () => {
        asked.push(name);
        return when === "later" ? Promise.resolve() : undefined;
      },
    });
    const { recorder } = setUp({ gates: [gate("first"), gate("second"), gate("third")] });
    await recorder.admit(recorder.start({ name: "chat" }));
    expect(asked).toEqual(["first", "second", "third"]);
  });

  it("are asked one after the other: the next only once the one before has let in", async () => {
    const { opened, open: letIn } = door();
    const asked: string[] = [];
    const { recorder } = setUp({ gates: [{ enter: () => opened }, { enter: () => void asked.push("second") }] });
    const admitted = recorder.admit(recorder.start({ name: "chat" }));
    expect(asked).toEqual([]);
    letIn();
    await admitted;
    expect(asked).toEqual(["second"]);
  });

  it("are asked once an operation, whoever asks", async () => {
    let asked = 0;
    const { recorder } = setUp({ gates: [{ enter: async () => void asked++ }] });
    const operation = recorder.start({ name: "chat" });
    await Promise.all([recorder.admit(operation), recorder.admit(operation)]);
    expect(asked).toBe(1);
  });

  it("are not asked about a call inside a call", () => {
    const views: GateView[] = [];
    const { recorder } = setUp({ gates: [{ enter: (view) => void views.push(view) }] });
    const outer = recorder.start({ name: "chat", model: "outer" });
    recorder.admit(outer);
    outer.run(() => recorder.admit(recorder.start({ name: "chat", model: "inner" })));
    expect(views.map((view) => view.model)).toEqual(["outer"]);
  });

  it("see what the operation is, and what it runs under", async () => {
    const views: GateView[] = [];
    const { telemetry } = setUp({ gates: [{ enter: (view) => void views.push(view) }] });
    await telemetry.run({ name: "invoke_agent", agent: { name: "helper" } }, () =>
      telemetry.run({ name: "chat", model: "gpt-5", provider: "openai.chat", conversationId: "c" }, () => {}),
    );
    expect(views[1]).toMatchObject({
      name: "chat",
      model: "gpt-5",
      provider: "openai",
      conversationId: "c",
      agentPath: ["helper"],
    });
  });

  it("make a wait that is not part of the call's duration", async () => {
    const { opened, open: letIn } = door();
    const { clock, telemetry, record } = setUp({ gates: [{ enter: () => opened }] });
    const running = telemetry.run({ name: "chat" }, () => clock.advance(30));
    clock.advance(5_000);
    letIn();
    await running;
    expect(record()).toMatchObject({ startedAtMs: Date.UTC(2026, 0, 1) + 5_000, durationMs: 30 });
  });

  it("make a wait that is not part of the call's span", async () => {
    const { opened, open: letIn } = door();
    const { clock, telemetry, span } = setUpSdk({ gates: [{ enter: () => opened }] });
    const running = telemetry.run({ name: "chat" }, () => clock.advance(30));
    clock.advance(5_000);
    letIn();
    await running;
    expect(span("chat").duration).toEqual([0, 30_000_000]);
  });
});

describe("leave", () => {
  const leaving = (left: OperationRecord[], enter: Gate["enter"] = () => {}): Gate => {
    return { enter, leave: (record) => void left.push(record) };
  };

  it("is called once, with the finished record", async () => {
    const left: OperationRecord[] = [];
    const { telemetry, record } = setUp({ gates: [leaving(left)] });
    await telemetry.run({ name: "chat", model: "m" }, () => expect(left).toEqual([]));
    expect(left).toEqual([record()]);
  });

  it("is called for the gates that were entered, not for the one that denied and those behind it", () => {
    const [first, second, third]: OperationRecord[][] = [[], [], []];
    const deny = () => {
      throw new Error("no");
    };
    const gates = [leaving(first ?? []), leaving(second ?? [], deny), leaving(third ?? [])];
    const { recorder } = setUp({ gates });
    expect(() => recorder.admit(recorder.start({ name: "chat" }))).toThrow("no");
    expect([first, second, third].map((left) => left?.map((record) => record.outcome))).toEqual([["denied"], [], []]);
  });

  it("that throws is counted, and the others are still left", async () => {
    const left: OperationRecord[] = [];
    const broken: Gate = {
      enter: () => {},
      leave: () => {
        throw new Error("broken");
      },
    };
    const { telemetry, records } = setUp({ gates: [broken, leaving(left)] });
    await expect(telemetry.run({ name: "chat" }, () => 1)).resolves.toBe(1);
    expect(left).toHaveLength(1);
    expect(records()).toHaveLength(1);
    expect(telemetry.diagnostics()).toEqual({ gate_error: 1 });
  });

  it.each([false, true])("is called where the operation ended while it waited, prices %s", async (prices) => {
    const { opened, open: letIn } = door();
    const left: OperationRecord[] = [];
    const { telemetry, recorder } = setUp({ prices, gates: [leaving(left, () => opened)] });
    const operation = recorder.start({ name: "chat" });
    const admitted = recorder.admit(operation);
    operation.end({ outcome: "aborted" });
    await telemetry.flush();
    letIn();
    await admitted;
    expect(left.map((record) => record.outcome)).toEqual(["aborted"]);
  });
});
