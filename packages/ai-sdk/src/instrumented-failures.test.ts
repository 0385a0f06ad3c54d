import { ConfigurationError } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { setUp, unreadable } from "../test/set-up.ts";
import { instrumentModel, isospanMiddleware } from "./index.ts";

const names = { provider: "openai.some", modelId: "m" };
const TOKENS = { inputTokens: 3, outputTokens: 1, totalTokens: 4 };
const stream = { doStream: () => {} };

describe("an instrumented model", () => {
  it.each(["doGenerate", "doStream", "doEmbed", "doRerank"])("throws what %s throws, the very same", async (method) => {
    const { telemetry, record } = setUp();
    const error = new TypeError("no");
    const model = { ...names, ...stream, [method]: async (): Promise<unknown> => Promise.reject(error) };
    const call = instrumentModel(model, { telemetry })[method as "doStream"] as (asked: object) => unknown;
    await expect(call({})).rejects.toBe(error);
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TypeError", message: "no" } });
  });

  it.each([undefined, null, "text"])("throws on what is no error: %s", async (thrown) => {
    const { telemetry, record } = setUp();
    const model = { ...names, doEmbed: async () => Promise.reject(thrown) };
    await expect(instrumentModel(model, { telemetry }).doEmbed()).rejects.toBe(thrown);
    expect(record()).toMatchObject({ outcome: "error" });
  });

  it("whose call throws at once rejects, as the SDK's own models do", async () => {
    const { telemetry, record } = setUp();
    const doEmbed = (): Promise<never> => {
      throw new TypeError("no");
    };
    await expect(instrumentModel({ ...names, doEmbed }, { telemetry }).doEmbed()).rejects.toThrow("no");
    expect(record()).toMatchObject({ outcome: "error" });
  });

  it.each(["doGenerate", "doEmbed"])("whose %s is aborted by the signal is aborted", async (method) => {
    const { telemetry, record } = setUp();
    const controller = new AbortController();
    const run = ({ abortSignal }: { abortSignal: AbortSignal }): Promise<never> =>
      new Promise((_, reject) => {
        abortSignal.addEventListener("abort", () => reject(new Error("connection closed")));
      });
    const model = { ...names, [method]: run, doStream: run };
    const call = instrumentModel(model, { telemetry })[method as "doStream"];
    const running = call({ abortSignal: controller.signal });
    controller.abort();
    await expect(running).rejects.toThrow("connection closed");
    expect(record()).toMatchObject({ outcome: "aborted", error: { type: "AbortError" } });
  });
});

describe("instrumentModel", () => {
  it("is one record for what is instrumented twice, and by a middleware too", async () => {
    const { telemetry, record } = setUp();
    const model = { ...names, doStream: () => {}, doGenerate: async () => ({ usage: { ...TOKENS } }) };
    const once = instrumentModel(model, { telemetry });
    expect(instrumentModel(once, { telemetry })).toBe(once);
    const doGenerate = once.doGenerate;
    await isospanMiddleware({ telemetry }).wrapGenerate({ doGenerate, doStream: doGenerate, params: {}, model });
    expect(record()).toMatchObject({ usage: { inputTokens: 3 } });
  });

  it.each<[string, unknown]>([
    ["a text", "openai/gpt-5"],
    ["nothing", undefined],
    ["null", null],
    ["an object without calls", { modelId: "m" }],
    ["an object without a name", { doGenerate: () => {} }],
    ["an object whose calls are none", { modelId: "m", doEmbed: "later" }],
    ["a function", () => {}],
    ["what cannot be read", unreadable()],
  ])("refuses %s", (_what, model) => {
    expect(() => instrumentModel(model as never)).toThrow(ConfigurationError);
    expect(() => instrumentModel(model as never)).toThrow(expect.objectContaining({ field: "model" }));
  });

  it("refuses options that it does not know", () => {
    const model = { ...names, doEmbed: () => {} };
    expect(() => instrumentModel(model, { telemtry: {} } as never)).toThrow(
      expect.objectContaining({ field: "telemtry" }),
    );
  });
});
