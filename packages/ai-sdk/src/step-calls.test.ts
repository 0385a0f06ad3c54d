import { createTelemetry, memoryCollector } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { isospanTelemetry } from "./index.ts";

type Execute = () => PromiseLike<unknown>;

const ABOUT = { callId: "call", operationId: "ai.generateText" };

/** Two integrations in the same telemetry, and a model call by either. */
function setUp() {
  const memory = memoryCollector();
  const telemetry = createTelemetry({ prices: false, collector: memory });
  const integrations = [isospanTelemetry({ telemetry }), isospanTelemetry({ telemetry })] as const;
  for (const { onStart } of integrations) onStart(ABOUT);
  const [outer, inner] = integrations.map(({ executeLanguageModelCall }) => (modelId: string, execute: Execute) => {
    return executeLanguageModelCall({ ...ABOUT, provider: "openai", modelId, execute }) as Promise<unknown>;
  }) as [Call, Call];
  return { outer, inner, models: () => memory.records().map(({ model, outcome }) => `${model} ${outcome}`) };
}

type Call = (modelId: string, execute: Execute) => Promise<unknown>;

const answers = async (): Promise<object> => ({ usage: { inputTokens: 3 } });

describe("a model call", () => {
  it("that two integrations are around is one", async () => {
    const { outer, inner, models } = setUp();
    await outer("m", () => inner("m", answers));
    expect(models()).toEqual(["m ok"]);
  });

  it("that begins while another of its agent is under way is its own", async () => {
    const { outer, models } = setUp();
    await Promise.all([outer("a", answers), outer("b", answers)]);
    expect(models()).toEqual(["a ok", "b ok"]);
  });

  it("that begins within another, when that has waited for something, is its own", async () => {
    const { outer, inner, models } = setUp();
    await outer("a", async () => {
      await inner("b", answers);
      await inner("c", answers);
      return answers();
    });
    expect(models()).toContain("c ok");
  });

  it("after one that failed at once is its own", async () => {
    const { outer, models } = setUp();
    const fails = (): never => {
      throw new TypeError("no key");
    };
    await expect(outer("a", fails)).rejects.toThrow("no key");
    await outer("b", answers);
    expect(models()).toEqual(["a error", "b ok"]);
  });
});
