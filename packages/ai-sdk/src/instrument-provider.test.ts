import { ConfigurationError } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { setUp, unreadable } from "../test/set-up.ts";
import { instrumentProvider } from "./index.ts";

class Model {
  readonly provider = "openai.embedding";
  readonly modelId: string;

  constructor(modelId: string) {
    this.modelId = modelId;
  }

  async doEmbed(): Promise<object> {
    return { usage: { tokens: 3 } };
  }
}

const files = { upload: () => {} };
const tools = { search: () => ({ type: "provider", id: "openai.search" }) };

/** A provider as the SDK's packages make them: a function with factories for fields. */
function callable() {
  return Object.assign((id: string) => new Model(id), {
    chat: (id: string) => new Model(id),
    embedding: (id: string) => new Model(id),
    specificationVersion: "v3",
    tools,
    files: () => files,
    missing: (_: string) => undefined,
    nothing: () => null,
    names: () => "gpt-5",
    broken: () => unreadable(),
    later: async (id: string) => new Model(id),
  });
}

class Provider {
  readonly #made = new Map<string, Model>();
  region = "eu";

  languageModel(id: string): Model {
    const model = this.#made.get(id) ?? new Model(id);
    this.#made.set(id, model);
    return model;
  }

  textEmbeddingModel(id: string): Model {
    return this.languageModel(id);
  }

  get size(): number {
    return this.#made.size;
  }

  set zone(zone: string) {
    this.#made.clear();
    this.region = zone;
  }
}

describe("a model of an instrumented provider", () => {
  type Callable = ReturnType<typeof callable>;
  it.each<[string, (provider: Callable) => Model]>([
    ["that is called", (provider) => provider("m")],
    ["that has a factory for it", (provider) => provider.chat("m")],
    ["whose factory is passed on alone", ({ embedding }) => embedding("m")],
    ["that is instrumented twice", (provider) => instrumentProvider(provider).chat("m")],
  ])("%s is recorded once", async (_how, make) => {
    const { telemetry, record } = setUp();
    const model = make(instrumentProvider(callable(), { telemetry }));
    expect(model).toBeInstanceOf(Model);
    expect(await model.doEmbed()).toEqual({ usage: { tokens: 3 } });
    expect(record()).toMatchObject({ name: "embeddings", model: "m", usage: { inputTokens: 3 } });
  });

  it("that is a class with private fields is recorded", async () => {
    const { telemetry, records } = setUp();
    const provider = instrumentProvider(new Provider(), { telemetry });
    await provider.languageModel("a").doEmbed();
    await provider.textEmbeddingModel("b").doEmbed();
    expect(records().map(({ model }) => model)).toEqual(["a", "b"]);
    expect(provider.size).toBe(2);
  });
});

describe("an instrumented provider", () => {
  it("hands out what is no model as it is", () => {
    const wrapped = instrumentProvider(callable());
    expect(wrapped.tools).toBe(tools);
    expect(wrapped.specificationVersion).toBe("v3");
    expect(wrapped.files()).toBe(files);
    expect([wrapped.missing("m"), wrapped.nothing(), wrapped.names()]).toEqual([undefined, null, "gpt-5"]);
    expect(() => wrapped.broken()).not.toThrow();
  });

  it("hands out a promise of a model unrecorded, for the SDK takes none", async () => {
    const { telemetry, records } = setUp();
    await (await instrumentProvider(callable(), { telemetry }).later("m")).doEmbed();
    expect(records()).toEqual([]);
  });

  it("has the same factory each time", () => {
    const wrapped = instrumentProvider(callable());
    expect(wrapped.chat).toBe(wrapped.chat);
  });

  it("is of its class, and can be changed", () => {
    const provider = new Provider();
    const wrapped = instrumentProvider(provider);
    wrapped.zone = "us";
    expect(wrapped).toBeInstanceOf(Provider);
    expect(wrapped.constructor).toBe(Provider);
    expect(provider.region).toBe("us");
  });

  it("that is frozen is recorded too", async () => {
    const { telemetry, record } = setUp();
    const provider = instrumentProvider(Object.freeze({ chat: (id: string) => new Model(id), tools }), { telemetry });
    await provider.chat("m").doEmbed();
    expect(provider.tools).toBe(tools);
    expect(record()).toMatchObject({ model: "m" });
  });

  it("that is a frozen function is recorded too", async () => {
    const { telemetry, records } = setUp();
    const provider = instrumentProvider(Object.freeze(callable()), { telemetry });
    await provider.chat("a").doEmbed();
    await provider("b").doEmbed();
    expect(records().map(({ model }) => model)).toEqual(["a", "b"]);
  });

  it("throws what a factory throws", () => {
    const error = new TypeError("no such model");
    const chat = (): never => {
      throw error;
    };
    expect(() => instrumentProvider({ chat }).chat()).toThrow(error);
  });

  it.each(["openai", undefined, null, 7])("is refused where it is %s", (provider) => {
    expect(() => instrumentProvider(provider as never)).toThrow(ConfigurationError);
    expect(() => instrumentProvider(provider as never)).toThrow(expect.objectContaining({ field: "provider" }));
  });

  it("refuses options that it does not know", () => {
    expect(() => instrumentProvider({}, { model: "m" } as never)).toThrow("model");
  });
});
