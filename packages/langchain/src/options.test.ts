import { ConfigurationError, createTelemetry, type Gate, memoryCollector } from "@isospan/core";
import { describe, expect, it, vi } from "vitest";
import { IsospanCallbackHandler } from "./index.ts";

function setUp(...gates: readonly Gate[]) {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory, gates });
  return { handler: new IsospanCallbackHandler({ telemetry }), records: memory.records };
}

const refusal = new Error("over budget");
const refuse = (): never => {
  throw refusal;
};

describe("an option that is wrong", () => {
  it.each<[string, unknown, string]>([
    ["of another name", { telemtry: {} }, "telemtry"],
    ["and is a telemetry itself", createTelemetry(), "options"],
    ["and is no object", 5, "options"],
    ["of another type", { showPlumbing: "yes" }, "showPlumbing"],
    ["that is no telemetry", { telemetry: {} }, "telemetry"],
    ["that is null", { telemetry: null }, "telemetry"],
    ["that is a text", { telemetry: "default" }, "telemetry"],
  ])("%s throws at construction and names the field", (_what, options, field) => {
    expect(() => new IsospanCallbackHandler(options as never)).toThrow(
      expect.objectContaining({ name: "ConfigurationError", field }),
    );
    expect(() => new IsospanCallbackHandler(options as never)).toThrow(ConfigurationError);
  });

  it("is none where nothing is passed", () => {
    expect(() => new IsospanCallbackHandler()).not.toThrow();
    expect(() => new IsospanCallbackHandler({})).not.toThrow();
  });
});

describe("the handler", () => {
  it("raises no errors without gates", () => {
    expect(setUp().handler.raiseError).toBe(false);
  });

  it("raises no errors of LangChain's own where there is a gate that lets everything in", () => {
    const { handler } = setUp({ enter: () => {} });
    handler.handleChatModelStart({}, [[]], "run");
    expect(handler.raiseError).toBe(false);
  });

  it("is awaited by LangChain, and is its own copy", () => {
    const { handler } = setUp();
    expect(handler.awaitHandlers).toBe(true);
    expect(handler.copy()).toBe(handler);
  });
});

describe("a gate's refusal", () => {
  it.each<[string, (handler: IsospanCallbackHandler) => unknown]>([
    ["a model call", (handler) => handler.handleChatModelStart({}, [[]], "run")],
    ["a tool", (handler) => handler.handleToolStart({}, "{}", "run", undefined, [], {}, "search")],
    ["a workflow", (handler) => handler.handleChainStart({}, {}, "run", undefined, [], {}, undefined, "flow")],
  ])("of %s is thrown on, and recorded once as denied", async (_what, start) => {
    const { handler, records } = setUp({ enter: refuse });
    await expect((async () => start(handler))()).rejects.toBe(refusal);
    handler.handleLLMError(refusal, "run");
    expect(records()).toMatchObject([{ outcome: "denied" }]);
  });

  it.each<[string, Gate["enter"]]>([
    ["at once", refuse],
    ["late", () => Promise.reject(refusal)],
  ])("that comes %s is raised when LangChain catches it, and nothing after it is", async (_when, enter) => {
    vi.useFakeTimers();
    const { handler } = setUp({ enter });
    // As LangChain does it.
    const call = async (): Promise<unknown> => {
      try {
        return await handler.handleChatModelStart({}, [[]], "run");
      } catch {
        return handler.raiseError;
      }
    };
    expect(await call()).toBe(true);
    vi.runAllTimers();
    expect(handler.raiseError).toBe(false);
    vi.useRealTimers();
  });

  it("that comes late rejects", async () => {
    const { handler, records } = setUp({ enter: () => Promise.reject(refusal) });
    await expect(handler.handleChatModelStart({}, [[]], "run")).rejects.toBe(refusal);
    expect(records()).toMatchObject([{ outcome: "denied" }]);
  });
});
