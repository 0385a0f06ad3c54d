import { describe, expect, it } from "vitest";
import { finish, type Part, type ScriptedModel, scriptedModel, TEXT_START, text } from "./scripted-model.ts";
import { AI_7, VERSIONS, type Version } from "./sdk.ts";
import { setUp } from "./set-up.ts";
import { byMiddleware, type Way, waysOf } from "./ways.ts";

const ODD: readonly Part[] = [
  { type: "raw", rawValue: { any: 1 } },
  { type: "made-up-part", of: "a later version" },
  { type: "source", sourceType: "url", id: "s", url: "https://example.com" },
  { type: "reasoning-start", id: "2" },
  { type: "reasoning-delta", id: "2", delta: "" },
];

const bare: Way = (_version, model) => model;

function setUpModel(version: Version, way: Way) {
  const { telemetry } = setUp({ content: true });
  const parts = [TEXT_START, ...Array.from({ length: 50 }, (_, i) => text(`${i} `)), ...ODD];
  const all = [...parts, finish(version.specification)];
  const model = scriptedModel(version.specification, [{ stream: all }]);
  return { model, wrapped: way(version, model, telemetry) as ScriptedModel, all };
}

describe.each(VERSIONS)("AI SDK $name", (version) => {
  describe.each(waysOf(version))("by %s, a stream", (_name, way) => {
    it("hands on each part, the same object, and no other", async () => {
      const { wrapped, all } = setUpModel(version, way);
      const { stream } = await wrapped.doStream({});
      const read: Part[] = [];
      for await (const part of stream) read.push(part);
      // Before them are the two that every scripted stream begins with.
      expect(read.length).toBe(all.length + 2);
      for (const [i, part] of all.entries()) expect(read[i + 2]).toBe(part);
    });

    it("is pulled as often as it is read", async () => {
      const { model, wrapped } = setUpModel(version, way);
      const reader = (await wrapped.doStream({})).stream.getReader();
      expect(model.pulls).toBe(0);
      for (let i = 1; i <= 5; i++) {
        await reader.read();
        expect(model.pulls).toBe(i);
      }
    });

    it("is cancelled with its reason when its reader cancels", async () => {
      const { model, wrapped } = setUpModel(version, way);
      const { stream } = await wrapped.doStream({});
      await stream.cancel("enough");
      expect(model.cancels).toBe(1);
    });
  });
});

describe("AI SDK 7", () => {
  /** How far the model is ahead of a reader that has stopped. */
  async function pullsOf(way: Way, register: boolean): Promise<number> {
    const { model, wrapped } = setUpModel(AI_7, way);
    setUp({ register });
    let read = 0;
    const { textStream } = AI_7.sdk.streamText({ model: wrapped, prompt: "Hello", onError: () => {} } as never);
    for await (const _ of textStream) if (++read === 10) break;
    return model.pulls;
  }

  it("reads no further ahead than it would without us", async () => {
    const without = await pullsOf(bare, false);
    expect(without).toBeLessThan(40);
    expect(await pullsOf(byMiddleware, false)).toBe(without);
    expect(await pullsOf(bare, true)).toBe(without);
    expect(await pullsOf(byMiddleware, true)).toBe(without);
  });
});
