import { ConfigurationError, createTelemetry, memoryCollector } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { isospanMiddleware, isospanTelemetry, registerIsospan } from "./index.ts";

const model = { provider: "openai.chat", modelId: "m" };

function setUp() {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory });
  const middleware = isospanMiddleware({ telemetry });
  const generate = (doGenerate: () => Promise<unknown>, params: object = {}) =>
    middleware.wrapGenerate({ doGenerate, doStream: doGenerate, params, model });
  return { telemetry, generate, records: memory.records };
}

describe("a model call", () => {
  it("hands on the very same result", async () => {
    const result = { content: [], finishReason: "stop" };
    expect(await setUp().generate(async () => result)).toBe(result);
  });

  it("throws the very same error on, and records it", async () => {
    const { generate, records } = setUp();
    const error = Object.assign(new Error("slow down"), { name: "AI_APICallError", statusCode: 429 });
    await expect(generate(() => Promise.reject(error))).rejects.toBe(error);
    expect(records()).toMatchObject([{ outcome: "error", error: { type: "429", message: "slow down" } }]);
  });

  it("that was aborted is no error", async () => {
    const { generate, records } = setUp();
    await expect(generate(() => Promise.reject(new DOMException("stopped", "AbortError")))).rejects.toThrow();
    expect(records()).toMatchObject([{ outcome: "aborted" }]);
  });

  it("says what was asked for, and leaves out the rest", async () => {
    const { generate, records } = setUp();
    const params = { temperature: 0, maxOutputTokens: 5, topK: undefined, responseFormat: { type: "json" } };
    await generate(async () => ({}), params);
    expect(records()[0]).toMatchObject({ name: "chat", provider: "openai", model: "m" });
    expect(records()[0]?.request).toEqual({ temperature: 0, maxTokens: 5, outputType: "json" });
  });

  it("whose result cannot be read still has its record and its result", async () => {
    const { generate, records } = setUp();
    const result = {
      get finishReason(): never {
        throw new Error("unreadable");
      },
      usage: { inputTokens: 3 },
    };
    expect(await generate(async () => result)).toBe(result);
    expect(records()).toMatchObject([{ usage: { inputTokens: 3 } }]);
  });

  it("is one record where two middlewares wrap the same model", async () => {
    const { telemetry, generate, records } = setUp();
    const inner = isospanMiddleware({ telemetry });
    const doGenerate = async () => ({ usage: { inputTokens: 3 } });
    await generate(() => inner.wrapGenerate({ doGenerate, doStream: doGenerate, params: {}, model }));
    expect(records()).toMatchObject([{ usage: { inputTokens: 3 } }]);
  });

  it("that a gate refuses never reaches the model", async () => {
    const refusal = new Error("over budget");
    const memory = memoryCollector();
    const gates = [{ enter: () => Promise.reject(refusal) }];
    const telemetry = createTelemetry({ prices: false, collector: memory, gates });
    let reached = false;
    const doGenerate = async () => {
      reached = true;
    };
    const wrapped = { doGenerate, doStream: doGenerate, params: {}, model };
    await expect(isospanMiddleware({ telemetry }).wrapGenerate(wrapped)).rejects.toBe(refusal);
    expect(reached).toBe(false);
    expect(memory.records()).toMatchObject([{ outcome: "denied" }]);
  });
});

describe.each<[string, (options?: never) => unknown]>([
  ["isospanMiddleware", isospanMiddleware],
  ["isospanTelemetry", isospanTelemetry],
  ["registerIsospan", registerIsospan],
])("%s", (_name, make) => {
  it.each<[string, unknown, string]>([
    ["of another name", { telemtry: {} }, "telemtry"],
    ["that is no telemetry", { telemetry: {} }, "telemetry"],
    ["that is null", { telemetry: null }, "telemetry"],
    ["that is a text", { telemetry: "default" }, "telemetry"],
  ])("throws at once at an option %s, and names the field", (_what, options, field) => {
    expect(() => make(options as never)).toThrow(ConfigurationError);
    expect(() => make(options as never)).toThrow(expect.objectContaining({ field }));
  });
});

describe("a model call that throws nothing at all", () => {
  it.each([undefined, null])("is an error where %s was thrown", async (thrown) => {
    const memory = memoryCollector();
    const telemetry = createTelemetry({ prices: false, collector: memory });
    const fail = () => Promise.reject(thrown);
    const model = { provider: "openai.chat", modelId: "gpt-5" };
    const call = isospanMiddleware({ telemetry }).wrapGenerate({ doGenerate: fail, doStream: fail, params: {}, model });
    await expect(call).rejects.toBe(thrown);
    expect(memory.records().map(({ outcome }) => outcome)).toEqual(["error"]);
  });
});
