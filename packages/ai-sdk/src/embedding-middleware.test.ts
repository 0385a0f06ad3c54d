import { describe, expect, it } from "vitest";
import { setUp, throwing, unreadable } from "../test/set-up.ts";
import { isospanEmbeddingMiddleware } from "./index.ts";

const model = { provider: "openai.embedding", modelId: "m" };

function made(options: object = {}) {
  const { telemetry, ...rest } = setUp(options);
  const { wrapEmbed } = isospanEmbeddingMiddleware({ telemetry });
  return {
    ...rest,
    embed: (doEmbed: () => Promise<unknown>, params: unknown = {}) => wrapEmbed({ doEmbed, params, model }),
  };
}

describe("embeddings", () => {
  it.each<[string, object, object]>([
    ["have their tokens", { usage: { tokens: 3 } }, { usage: { inputTokens: 3 } }],
    ["have the model that answered", { response: { modelId: "m-1" } }, { response: { model: "m-1" } }],
    ["have the model that the body names", { response: { body: { model: "m-1" } } }, { response: { model: "m-1" } }],
    ["have no model that is empty", { response: { body: { model: "" } } }, { outcome: "ok" }],
  ])("%s", async (_fact, result, expected) => {
    const { embed, record } = made();
    expect(await embed(async () => result)).toBe(result);
    expect(record()).toMatchObject({ name: "embeddings", provider: "openai", model: "m", ...expected });
  });

  it.each([{ tokens: Number.NaN }, { tokens: null }, {}, null, undefined, 7])(
    "of usage %o have none",
    async (usage) => {
      const { embed, record } = made();
      await embed(async () => ({ usage }));
      expect(record()).toMatchObject({ outcome: "ok" });
      expect(record().usage).toBeUndefined();
    },
  );

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["unreadable", unreadable()],
    ["without a readable signal", throwing("abortSignal")],
  ])("whose options are %s are recorded", async (_what, params) => {
    const { embed, record } = made();
    expect(await embed(async () => undefined, params)).toBeUndefined();
    expect(record()).toMatchObject({ outcome: "ok" });
  });

  it("that fail throw the very same error", async () => {
    const { embed, record } = made();
    const error = Object.assign(new Error("slow down"), { statusCode: 429 });
    await expect(embed(() => Promise.reject(error))).rejects.toBe(error);
    expect(record()).toMatchObject({ outcome: "error", error: { type: "429" } });
  });

  it("whose signal fires are aborted", async () => {
    const { embed, record } = made();
    const failing = () => Promise.reject(new Error("connection closed"));
    await expect(embed(failing, { abortSignal: AbortSignal.abort() })).rejects.toThrow();
    expect(record()).toMatchObject({ outcome: "aborted" });
  });

  it("that a gate refuses never reach the model", async () => {
    const { embed, record } = made({ gates: [{ enter: () => Promise.reject(new Error("over budget")) }] });
    let reached = false;
    const call = embed(async () => {
      reached = true;
    });
    await expect(call).rejects.toThrow("over budget");
    expect(reached).toBe(false);
    expect(record()).toMatchObject({ outcome: "denied" });
  });

  it("refuse options that are none", () => {
    expect(() => isospanEmbeddingMiddleware({ model: "m" } as never)).toThrow(
      expect.objectContaining({ field: "model" }),
    );
  });
});
