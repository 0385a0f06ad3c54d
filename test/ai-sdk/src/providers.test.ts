import { createOpenAI as createOpenAI7 } from "@ai-sdk/openai";
import { instrumentProvider } from "@isospan/ai-sdk";
import { createProviderRegistry as registry7 } from "ai";
import { createProviderRegistry as registry5 } from "ai5";
import { createOpenAI as createOpenAI5 } from "ai5-openai";
import { createProviderRegistry as registry6 } from "ai6";
import { createOpenAI as createOpenAI6 } from "ai6-openai";
import { describe, expect, it } from "vitest";
import { VERSIONS } from "./sdk.ts";
import { setUp } from "./set-up.ts";

/** What is used here of OpenAI's provider, in any version. */
interface Provider {
  (modelId: string): object;
  readonly chat: (modelId: string) => Model;
  readonly responses: (modelId: string) => Model;
  readonly languageModel: (modelId: string) => Model;
  readonly embedding: (modelId: string) => Model;
  readonly image: (modelId: string) => Model;
  readonly tools: Readonly<Record<string, (about: object) => { readonly type: string; readonly id: string }>>;
}

interface Model {
  readonly provider: string;
  readonly modelId: string;
  readonly specificationVersion: string;
}

interface Registry {
  languageModel(id: string): object;
}

const ANSWER = {
  id: "chatcmpl-1",
  created: 0,
  model: "gpt-4.1-mini-2025-04-14",
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Sunny" } }],
  usage: { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 },
};
const OPTIONS = { apiKey: "none", fetch: async () => Response.json(ANSWER) };

const FACTORIES: Readonly<Record<string, readonly [() => object, (providers: never) => Registry]>> = {
  "5": [() => createOpenAI5(OPTIONS), registry5 as never],
  "6": [() => createOpenAI6(OPTIONS), registry6 as never],
  "6 with models of 5": [() => createOpenAI5(OPTIONS), registry6 as never],
  "7": [() => createOpenAI7(OPTIONS), registry7 as never],
};

describe.each(VERSIONS)("OpenAI's provider, instrumented, in AI SDK $name", ({ name, sdk }) => {
  const setUpProvider = () => {
    const all = setUp();
    const [create, toRegistry] = FACTORIES[name] ?? [];
    if (create === undefined || toRegistry === undefined) throw new Error(`no provider for ${name}`);
    const provider = create() as Provider;
    const instrumented = instrumentProvider(provider, { telemetry: all.telemetry });
    const generate = (model: object) => sdk.generateText({ model, prompt: "The sky?", maxRetries: 0 } as never);
    return { ...all, provider, instrumented, generate, toRegistry };
  };

  it("is called as before, and its models are of the same class", () => {
    const { provider, instrumented } = setUpProvider();
    expect(typeof instrumented).toBe("function");
    for (const make of ["chat", "responses", "languageModel", "embedding", "image"] as const) {
      const [model, bare] = [instrumented[make]("m"), provider[make]("m")];
      expect(model).toBeInstanceOf(bare.constructor);
      expect(model.provider).toBe(bare.provider);
      expect(model.modelId).toBe("m");
      expect(model.specificationVersion).toBe(bare.specificationVersion);
    }
    expect(instrumented("m")).toBeInstanceOf(provider("m").constructor);
  });

  it("has the same fields, and hands out its tools as they are", () => {
    const { provider, instrumented } = setUpProvider();
    expect(Reflect.ownKeys(instrumented)).toEqual(Reflect.ownKeys(provider));
    expect("chat" in instrumented).toBe(true);
    expect(instrumented.tools).toBe(provider.tools);
    const search = instrumented.tools.webSearch?.({});
    expect(search).toMatchObject({ id: "openai.web_search" });
    expect(instrumented.chat).toBe(instrumented.chat);
  });

  it("says of a model what the model says: symbols, getters and its prototype", () => {
    const { provider, instrumented } = setUpProvider();
    const [model, bare] = [instrumented.chat("m"), provider.chat("m")];
    expect(Reflect.ownKeys(model)).toEqual(Reflect.ownKeys(bare));
    expect(Object.getPrototypeOf(model)).toBe(Object.getPrototypeOf(bare));
    expect(Object.getOwnPropertySymbols(model.constructor)).toEqual(Object.getOwnPropertySymbols(bare.constructor));
    expect((model as { supportedUrls?: unknown }).supportedUrls).toEqual(
      (bare as { supportedUrls?: unknown }).supportedUrls,
    );
  });

  it("records a call, which answers the same", async () => {
    const { provider, instrumented, generate, calls } = setUpProvider();
    const [bare, answer] = [await generate(provider.chat("m")), await generate(instrumented.chat("m"))];
    expect(answer.text).toBe("Sunny");
    expect(answer.usage).toEqual(bare.usage);
    expect(calls()).toMatchObject([{ provider: "openai", model: "m", usage: { inputTokens: 10, outputTokens: 4 } }]);
  });

  it("records through the SDK's registry", async () => {
    const { instrumented, generate, calls, toRegistry } = setUpProvider();
    const registry = toRegistry({ openai: { ...base(instrumented), languageModel: instrumented.chat } } as never);
    expect((await generate(registry.languageModel("openai:m"))).text).toBe("Sunny");
    expect(calls()).toMatchObject([{ outcome: "ok", model: "m" }]);
  });
});

/** The registry asks for nothing but these. */
const base = (provider: Provider): object => ({ embeddingModel: provider.embedding, imageModel: provider.image });
