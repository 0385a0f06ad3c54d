import { describe, expect, it } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";
import type { Gate } from "./index.ts";

class Refusal extends Error {
  override readonly name = "Refusal";
}
const refusal = new Refusal("The budget is spent");
const throws: Gate = {
  enter: () => {
    throw refusal;
  },
};
const rejects: Gate = { enter: () => Promise.reject(refusal) };
const DENYING: readonly (readonly [string, Gate])[] = [
  ["throws", throws],
  ["rejects", rejects],
];

describe.each(DENYING)("a gate that %s", (_how, gate) => {
  it("keeps the call from running", async () => {
    const ran: string[] = [];
    const { telemetry } = setUp({ gates: [gate] });
    await telemetry.run({ name: "chat" }, () => void ran.push("the call")).catch(() => {});
    expect(ran).toEqual([]);
  });

  it("gives the caller its very error", async () => {
    const { telemetry } = setUp({ gates: [gate] });
    await expect(telemetry.run({ name: "chat" }, () => 1)).rejects.toBe(refusal);
  });

  it("leaves a record of the denied call", async () => {
    const { telemetry, record } = setUp({ gates: [gate] });
    await telemetry.run({ name: "chat", model: "gpt-5" }, () => 1).catch(() => {});
    expect(record()).toMatchObject({
      model: "gpt-5",
      outcome: "denied",
      error: { type: "Refusal", message: "The budget is spent" },
    });
    expect(record()).not.toHaveProperty("unpriced");
  });

  it("leaves a span of the denied call", async () => {
    const { telemetry, span } = setUpSdk({ gates: [gate] });
    await telemetry.run({ name: "chat", model: "gpt-5" }, () => 1).catch(() => {});
    expect(span("chat gpt-5").attributes).toMatchObject({ "isospan.outcome": "denied", "error.type": "Refusal" });
  });

  it("is not asked again by a second observer, who gets the same error", async () => {
    const { recorder, records } = setUp({ gates: [gate] });
    const operation = recorder.start({ name: "chat" });
    const ask = async () => recorder.admit(operation);
    await expect(ask()).rejects.toBe(refusal);
    await expect(ask()).rejects.toBe(refusal);
    expect(records()).toHaveLength(1);
  });
});

describe("a denied agent", () => {
  const denyAgents: Gate = {
    enter: ({ name }) => {
      if (name === "invoke_agent") throw refusal;
    },
  };

  it("passes its denial on to the next model call below it", () => {
    const { recorder, records } = setUp({ gates: [denyAgents] });
    const agent = recorder.start({ name: "invoke_agent" }, { key: "agent" });
    expect(() => recorder.admit(agent)).toThrow(refusal);
    const call = recorder.start({ name: "chat" }, { parentKey: "agent" });
    expect(() => recorder.admit(call)).toThrow(refusal);
    expect(records().map(({ name, outcome }) => [name, outcome])).toEqual([
      ["invoke_agent", "denied"],
      ["chat", "denied"],
    ]);
  });

  it("passes it on through what lies between, which may run", () => {
    const { recorder } = setUp({ gates: [denyAgents] });
    const agent = recorder.start({ name: "invoke_agent" }, { key: "agent" });
    expect(() => recorder.admit(agent)).toThrow(refusal);
    const tool = recorder.start({ name: "execute_tool" }, { key: "tool", parentKey: "agent" });
    recorder.admit(tool);
    const call = recorder.start({ name: "chat" }, { parentKey: "tool" });
    expect(() => recorder.admit(call)).toThrow(refusal);
  });

  it("does not concern its siblings", () => {
    const { recorder } = setUp({ gates: [denyAgents] });
    expect(() => recorder.admit(recorder.start({ name: "invoke_agent" }))).toThrow(refusal);
    expect(() => recorder.admit(recorder.start({ name: "chat" }))).not.toThrow();
  });
});
