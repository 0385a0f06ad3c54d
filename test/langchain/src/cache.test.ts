import { InMemoryCache } from "@langchain/core/caches";
import { StringOutputParser } from "@langchain/core/output_parsers";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";

/** The same question twice, to a model that is priced. */
async function askTwice(ask: (model: ScriptedModel, config: object) => Promise<unknown>) {
  const played = setUp({ prices: true });
  const model = new ScriptedModel({ name: "gpt-4.1-mini", replies: ["one two"] }, { cache: new InMemoryCache() });
  await ask(model, { callbacks: played.callbacks });
  await ask(model, { callbacks: played.callbacks });
  await played.telemetry.flush();
  return { ...played, model };
}

describe("an answer from the cache", () => {
  it("is a call that asked nobody", async () => {
    const { model, tree } = await askTwice((model, config) => model.invoke("Hello", config));
    expect(tree()).toEqual(["chat gpt-4.1-mini", "chat gpt-4.1-mini [cached]"]);
    expect(model.calls).toBe(1);
  });

  it("costs nothing and has no usage", async () => {
    const { records } = await askTwice((model, config) => model.invoke("Hello", config));
    const [asked, cached] = records();
    expect(asked).toMatchObject({ usage: { inputTokens: 12 }, cost: { source: "book" } });
    expect(cached?.usage).toBeUndefined();
    expect(cached?.cost).toBeUndefined();
  });

  it("did not stream, though LangChain reports a token", async () => {
    const { records } = await askTwice(async (model, config) => {
      for await (const _ of await model.stream("Hello", config));
    });
    const cached = records().find((record) => record.outcome === "cached");
    expect(cached?.request?.stream).toBeUndefined();
    expect(cached?.timeToFirstChunkMs).toBeUndefined();
  });

  it("within a chain is the same", async () => {
    const { tree } = await askTwice((model, config) => model.pipe(new StringOutputParser()).invoke("Hello", config));
    expect(tree()[3]).toBe("  chat gpt-4.1-mini [cached]");
  });

  it("adds its duration to the metrics, and no tokens", async () => {
    const { measured } = await askTwice((model, config) => model.invoke("Hello", config));
    expect(await measured("gen_ai.client.operation.duration")).toBe(2);
    expect(await measured("gen_ai.client.token.usage")).toBe(2); // The first call's input and output.
  });
});
