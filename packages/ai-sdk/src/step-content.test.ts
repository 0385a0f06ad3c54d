import { describe, expect, it } from "vitest";
import { readAll, setUp } from "../test/set-up.ts";
import { isospanTelemetry } from "./index.ts";

const TOOL = { type: "function", name: "search", inputSchema: { type: "object" } };
const CALL = {
  callId: "call",
  provider: "openai.chat",
  modelId: "m",
  prompt: [{ role: "user", content: "hi" }],
  tools: [TOOL],
};

/** The record of a call outside of any agent, whose stream answers. */
async function called(wishes: object) {
  const { telemetry, record } = setUp({ content: true });
  const execute = async () => ({
    stream: ReadableStream.from([{ type: "text-delta", delta: "hello" }, { type: "finish" }]),
  });
  const { stream } = await isospanTelemetry({ telemetry }).executeLanguageModelCall({ ...CALL, ...wishes, execute });
  await readAll(stream);
  return record();
}

describe("a model call outside of any agent", () => {
  it.each<[object, readonly string[]]>([
    [{}, ["input", "toolDefinitions", "output"]],
    [{ recordInputs: true, recordOutputs: true }, ["input", "toolDefinitions", "output"]],
    [{ recordInputs: false }, ["output"]],
    [{ recordOutputs: false }, ["input", "toolDefinitions"]],
    [{ recordInputs: false, recordOutputs: false }, []],
  ])("of which is asked %o has the content that may be kept", async (wishes, kept) => {
    const record = await called(wishes);
    expect((["input", "toolDefinitions", "output"] as const).filter((key) => record[key] !== undefined)).toEqual(kept);
    expect(record).toMatchObject({ outcome: "ok", chunks: 1 });
  });
});
