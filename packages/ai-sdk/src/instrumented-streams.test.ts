import { describe, expect, it } from "vitest";
import { readAll, setUp } from "../test/set-up.ts";
import { instrumentModel } from "./index.ts";

const names = { provider: "openai.some", modelId: "m" };
const TOKENS = { inputTokens: 3, outputTokens: 1, totalTokens: 4 };

describe("an instrumented model", () => {
  it.each(["v2", "v3", "v4"])(
    "of specification %s streams as before, and its stream's end is recorded",
    async (version) => {
      const { telemetry, record } = setUp();
      const parts = [
        { type: "text-delta", delta: "hi" },
        { type: "finish", finishReason: "stop", usage: TOKENS },
      ];
      const doStream = async (_: object) => ({ stream: ReadableStream.from(parts), request: {} });
      const model = { ...names, specificationVersion: version, doStream, doGenerate: async () => ({}) };
      const wrapped = instrumentModel(model, { telemetry });
      expect(wrapped.specificationVersion).toBe(version);
      expect(await readAll((await wrapped.doStream({ prompt: [] })).stream)).toEqual(parts);
      expect(record()).toMatchObject({ name: "chat", chunks: 1, usage: { inputTokens: 3, outputTokens: 1 } });
    },
  );

  it("that streams speech is recorded when the stream ends", async () => {
    const { telemetry, records } = setUp();
    const parts = [
      { type: "audio", audio: "" },
      { type: "finish", usage: TOKENS },
    ];
    const model = { ...names, doStream: async (_: object) => ({ stream: ReadableStream.from(parts) }) };
    const { stream } = await instrumentModel(model, { telemetry }).doStream({ text: new ReadableStream() });
    expect(records()).toEqual([]);
    expect(await readAll(stream)).toEqual(parts);
    expect(records()).toMatchObject([
      {
        name: "generate_content",
        request: { outputType: "speech" },
        chunks: 1,
        usage: { inputTokens: 3 },
        outcome: "ok",
      },
    ]);
  });

  it.each([undefined, null])("that transcribes a stream which reports %s as an error has failed", async (error) => {
    const { telemetry, record } = setUp();
    const parts = [{ type: "error", error }];
    const model = { ...names, doStream: async (_: object) => ({ stream: ReadableStream.from(parts) }) };
    await readAll((await instrumentModel(model, { telemetry }).doStream({ audio: new ReadableStream() })).stream);
    expect(record()).toMatchObject({ outcome: "error" });
  });

  it("that transcribes a stream which reports an error has failed", async () => {
    const { telemetry, record } = setUp();
    const parts = [
      { type: "transcript-delta", delta: "hi" },
      { type: "error", error: new TypeError("cut") },
    ];
    const model = { ...names, doStream: async (_: object) => ({ stream: ReadableStream.from(parts) }) };
    const { stream } = await instrumentModel(model, { telemetry }).doStream({ audio: new ReadableStream() });
    await readAll(stream);
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TypeError" }, request: { outputType: "text" } });
  });
});
