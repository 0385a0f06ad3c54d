import { describe, expect, it, vi } from "vitest";
import { setUp } from "../test/set-up.ts";
import { instrumentModel, isospanTelemetry } from "./index.ts";

const names = { provider: "openai.some", modelId: "m" };
const PROMPT = [{ role: "user", content: [{ type: "text", text: "secret" }] }];

function made() {
  const { telemetry, ...rest } = setUp({ content: true });
  // As on Cloudflare's runtime.
  vi.spyOn(telemetry.recorder, "enterStep").mockReturnValue(false);
  const events = isospanTelemetry({ telemetry });
  const answer = { content: [], usage: {} };
  const model = { ...names, doGenerate: async (_asked: object) => answer, doStream: async () => ({}) };
  const tell = (callId: string, wishes: object = {}): void => {
    const event = { ...names, callId, ...wishes };
    events.onStart({ ...event, operationId: "ai.generateObject" });
    events.onObjectStepStart(event);
  };
  return { ...rest, telemetry, events, tell, wrapped: instrumentModel(model, { telemetry }) };
}

describe("where the runtime cannot say in which call another begins", () => {
  it("a wrapped model's call is the one of its name that was told of, however many there are", async () => {
    const { tell, wrapped, events, records } = made();
    const calls = Array.from({ length: 150 }, (_, index) => `call ${index}`);
    for (const call of calls) tell(call);
    for (const _ of calls) await wrapped.doGenerate({ prompt: [] });
    for (const callId of calls) events.onObjectStepEnd({ ...names, callId, usage: {} });
    expect(records()).toHaveLength(150);
  });

  it("a call keeps back what any of that name keeps back", async () => {
    const { tell, wrapped, record } = made();
    tell("confidential", { recordInputs: false });
    tell("other");
    await wrapped.doGenerate({ prompt: PROMPT });
    expect(record()).not.toHaveProperty("input");
  });

  it("a call keeps nothing back once those are over", async () => {
    const { tell, wrapped, events, records } = made();
    tell("confidential", { recordInputs: false });
    events.onObjectStepEnd({ ...names, callId: "confidential", usage: {} });
    await wrapped.doGenerate({ prompt: PROMPT });
    expect(records().at(-1)).toHaveProperty("input");
  });

  it("a call of another name is one of its own", async () => {
    const { telemetry, tell, events, records } = made();
    tell("call");
    const other = { ...names, modelId: "other", doEmbed: async () => ({ usage: { tokens: 1 } }) };
    await instrumentModel(other, { telemetry }).doEmbed();
    events.onObjectStepEnd({ ...names, callId: "call", usage: {} });
    expect(records().map(({ model }) => model)).toEqual(["other", "m"]);
  });
});
