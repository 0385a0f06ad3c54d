import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { instrumentModel } from "./index.ts";

const MARK = Symbol("mark");

class EmbeddingModel {
  readonly provider = "openai.embedding";
  readonly modelId: string;
  readonly [MARK] = "kept";
  retries = 2;
  readonly #answer = { usage: { tokens: 3 } };
  #limit = 1;

  constructor(modelId: string) {
    this.modelId = modelId;
  }

  get maxEmbeddingsPerCall(): number {
    return this.#limit;
  }

  set maxEmbeddingsPerCall(limit: number) {
    this.#limit = limit;
  }

  async doEmbed(_: object): Promise<object> {
    return this.#answer;
  }

  self(): this {
    return this;
  }
}

function made() {
  const { telemetry, record } = setUp();
  const model = new EmbeddingModel("m");
  return { model, record, wrapped: instrumentModel(model, { telemetry }) };
}

describe("an instrumented model is still", () => {
  it("of its class", () => {
    const { wrapped } = made();
    expect(wrapped).toBeInstanceOf(EmbeddingModel);
    expect(wrapped.constructor).toBe(EmbeddingModel);
  });

  it("in possession of its fields, symbols and getters", () => {
    const { wrapped, model } = made();
    expect({ ...wrapped }).toEqual({ ...model });
    expect(wrapped[MARK]).toBe("kept");
    expect(wrapped.maxEmbeddingsPerCall).toBe(1);
    expect("doEmbed" in wrapped).toBe(true);
    expect("doStream" in wrapped).toBe(false);
  });

  it("able to read its private fields", async () => {
    const { wrapped, record } = made();
    expect(await wrapped.doEmbed({})).toEqual({ usage: { tokens: 3 } });
    expect(record()).toMatchObject({ name: "embeddings", usage: { inputTokens: 3 } });
  });

  it("open to changes, by fields and by setters", () => {
    const { wrapped, model } = made();
    wrapped.retries = 5;
    wrapped.maxEmbeddingsPerCall = 7;
    expect([model.retries, model.maxEmbeddingsPerCall]).toEqual([5, 7]);
  });

  it("itself to its own methods", () => {
    const { wrapped, model } = made();
    expect(wrapped.self()).toBe(model);
  });

  it("recorded where its methods are passed on alone", async () => {
    const { wrapped, record } = made();
    const { doEmbed } = wrapped;
    expect(wrapped.doEmbed).toBe(doEmbed);
    await doEmbed({});
    expect(record()).toMatchObject({ name: "embeddings" });
  });

  it.each([
    ["frozen", Object.freeze],
    ["sealed", Object.seal],
  ])("recorded where it is %s", async (_how, close) => {
    const { telemetry, record } = setUp();
    const model = close({ provider: "p", modelId: "m", doEmbed: async () => ({ usage: { tokens: 3 } }) });
    const wrapped = instrumentModel(model, { telemetry });
    expect(await wrapped.doEmbed()).toEqual({ usage: { tokens: 3 } });
    expect(Object.keys(wrapped)).toEqual(["provider", "modelId", "doEmbed"]);
    expect(record()).toMatchObject({ name: "embeddings", model: "m" });
  });
});
