import { ConfigurationError, createTelemetry, setTelemetry } from "@isospan/core";
import { afterEach, describe, expect, it } from "vitest";
import { setUp, throwing, unreadable } from "../test/set-up.ts";
import { isospanCallTelemetry } from "./index.ts";

afterEach(() => setTelemetry(undefined));

describe("isospanCallTelemetry", () => {
  it.each<[string, unknown, string]>([
    ["null", null, "options"],
    ["of another name", { isEnabled: true }, "isEnabled"],
    ["with no telemetry", { telemetry: {} }, "telemetry"],
    ["with a name that is none", { functionId: 7 }, "functionId"],
    ["with a wish that is none", { recordInputs: "no" }, "recordInputs"],
    ["with a wish of null", { recordOutputs: null }, "recordOutputs"],
    ["with metadata that is a text", { metadata: "user-1" }, "metadata"],
    ["with metadata of null", { metadata: null }, "metadata"],
  ])("refuses options %s", (_what, options, field) => {
    expect(() => isospanCallTelemetry(options as never)).toThrow(ConfigurationError);
    expect(() => isospanCallTelemetry(options as never)).toThrow(expect.objectContaining({ field }));
  });

  it.each<[string, object | undefined]>([
    ["none", undefined],
    ["empty", {}],
    ["left open", { functionId: undefined, recordInputs: undefined, recordOutputs: undefined, metadata: undefined }],
  ])("takes options that are %s, and is on", (_what, options) => {
    expect(isospanCallTelemetry(options)).toMatchObject({ isEnabled: true, recordOutputs: true });
  });

  it.each<[boolean, boolean | undefined, boolean]>([
    [true, undefined, true],
    [true, true, true],
    [true, false, false],
    [false, undefined, false],
    [false, true, false],
  ])("with content %s and recordInputs %s lets the SDK write inputs down: %s", (content, recordInputs, expected) => {
    const { telemetry } = setUp({ content });
    expect(isospanCallTelemetry({ telemetry, recordInputs }).recordInputs).toBe(expected);
  });

  it.each([true, false])("lets the SDK write outputs down as asked: %s", (recordOutputs) => {
    const { telemetry } = setUp();
    expect(isospanCallTelemetry({ telemetry, recordOutputs }).recordOutputs).toBe(recordOutputs);
  });

  it("asks for the process's telemetry when it is used, not before", () => {
    const call = isospanCallTelemetry();
    setTelemetry(createTelemetry({ content: true, prices: false }));
    expect(call.recordInputs).toBe(true);
  });
});

describe("an agent's run", () => {
  it.each<[string, object, object]>([
    ["has its name", { functionId: "planner" }, { agent: { name: "planner" } }],
    [
      "says whom it is for",
      { metadata: { userId: "u", session_id: "s", conversationId: "c" } },
      { context: { userId: "u", sessionId: "s" }, conversationId: "c" },
    ],
    ["is nobody's where metadata says other things", { metadata: { userId: 7, tags: ["a"] } }, { context: {} }],
    ["is recorded where metadata cannot be read", { metadata: unreadable() }, { context: {} }],
    [
      "loses what cannot be read of metadata",
      { metadata: throwing("userId", { threadId: "c" }) },
      { conversationId: "c" },
    ],
  ])("%s", async (_fact, options, expected) => {
    const { telemetry, record } = setUp();
    const { tracer } = isospanCallTelemetry({ telemetry, ...options });
    await tracer.startActiveSpan("ai.generateText", {}, async (span: { end(): void }) => span.end());
    expect(record()).toMatchObject({ name: "invoke_agent", outcome: "ok", ...expected });
  });

  const waiting = { content: [{ type: "text" }, { type: "tool-approval-request" }] };

  it.each<[string, unknown, string]>([
    ["that asks a person waits", waiting, "interrupted"],
    ["that answers does not wait", { content: [{ type: "text" }] }, "ok"],
    ["of which nothing is told does not wait", undefined, "ok"],
    ["of which null is told does not wait", null, "ok"],
    ["whose content is none does not wait", { content: 7 }, "ok"],
    ["whose content holds other things does not wait", { content: [null, 7] }, "ok"],
    ["whose content cannot be read does not wait", throwing("content"), "ok"],
  ])("%s", (_fact, event, outcome) => {
    const { telemetry, record } = setUp();
    const { tracer, integrations } = isospanCallTelemetry({ telemetry });
    tracer.startActiveSpan("ai.generateText", {}, (span: { end(): void }) => {
      expect(() => integrations[0]?.onFinish(event)).not.toThrow();
      span.end();
    });
    expect(record()).toMatchObject({ outcome });
  });

  it("that shares its telemetry with another that runs is not said to wait: nobody knows which does", () => {
    const { telemetry, records } = setUp();
    const { tracer, integrations } = isospanCallTelemetry({ telemetry });
    tracer.startActiveSpan("ai.generateText", {}, (outer: { end(): void }) => {
      tracer.startActiveSpan("ai.streamText", {}, (inner: { end(): void }) => {
        integrations[0]?.onFinish(waiting);
        inner.end();
      });
      outer.end();
    });
    expect(records().map(({ outcome }) => outcome)).toEqual(["ok", "ok"]);
  });

  it("that shares its telemetry with others that are over waits", () => {
    const { telemetry, records } = setUp();
    const { tracer, integrations } = isospanCallTelemetry({ telemetry });
    tracer.startActiveSpan("ai.generateText", {}, (span: { end(): void }) => span.end());
    tracer.startActiveSpan("ai.generateText", {}, (span: { end(): void }) => {
      integrations[0]?.onFinish(waiting);
      span.end();
    });
    expect(records().map(({ outcome }) => outcome)).toEqual(["ok", "interrupted"]);
  });

  it("waits, where a gate has refused another of the same telemetry", () => {
    const refusals = [new Error("over budget")];
    const enter = (): void => {
      const refusal = refusals.shift();
      if (refusal !== undefined) throw refusal;
    };
    const { telemetry, records } = setUp({ gates: [{ enter }] });
    const { tracer, integrations } = isospanCallTelemetry({ telemetry });
    expect(() => tracer.startActiveSpan("ai.generateText", {}, () => {})).toThrow("over budget");
    tracer.startActiveSpan("ai.generateText", {}, (span: { end(): void }) => {
      integrations[0]?.onFinish(waiting);
      span.end();
    });
    expect(records().map(({ outcome }) => outcome)).toEqual(["denied", "interrupted"]);
  });
});
