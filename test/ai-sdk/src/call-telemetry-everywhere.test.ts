import { isospanCallTelemetry } from "@isospan/ai-sdk";
import type { OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { settleAll } from "./ending.ts";
import { scriptedModel } from "./scripted-model.ts";
import { AI_7, VERSIONS, type Version } from "./sdk.ts";
import { type SetUp, setUp } from "./set-up.ts";
import { byInstrumentModel } from "./ways.ts";
import { ASKS_AND_SAYS, run, weather } from "./weather.ts";

const EACH_WAY = [[false], [true]] as const;

/** The run of an agent, and what is said of it. */
const RUN = ["chat ok", "execute_tool ok", "chat ok", "invoke_agent ok"];
const metadata = { userId: "u" };

function agentOf({ records }: SetUp): OperationRecord | undefined {
  return records().find(({ name }) => name === "invoke_agent");
}

async function play(version: Version, all: SetUp, model: object, streamed: boolean): Promise<void> {
  const about = isospanCallTelemetry({ telemetry: all.telemetry, functionId: "agent", metadata });
  await run(version, { ...weather(version, model), experimental_telemetry: about }, streamed);
  await settleAll(all);
}

describe.each(VERSIONS)("on AI SDK $name", (version) => {
  it.each(EACH_WAY)(
    "streamed: %s: a call that has it is recorded once where we are registered, too",
    async (streamed) => {
      const all = setUp({ register: true });
      await play(
        version,
        all,
        byInstrumentModel(version, scriptedModel(version.specification, ASKS_AND_SAYS), all.telemetry),
        streamed,
      );
      expect(all.ended()).toEqual(RUN);
      expect(agentOf(all)).toMatchObject({ agent: { name: "agent" }, context: metadata });
      expect(all.telemetry.diagnostics()).toEqual({});
    },
  );
});

describe("on AI SDK 7", () => {
  it.each([
    ["registered", true],
    ["not registered", false],
  ])("a call that still has it is recorded, its model's calls among it, where we are %s", async (_what, register) => {
    const all = setUp({ register });
    await play(AI_7, all, scriptedModel("v4", ASKS_AND_SAYS), false);
    expect(all.ended()).toEqual(RUN);
    expect(agentOf(all)).toMatchObject({ agent: { name: "agent" }, context: metadata });
  });

  it("what is no agent is recorded, too", async () => {
    const all = setUp({ register: true });
    const { sdk } = AI_7;
    const schema = sdk.jsonSchema({ type: "object" } as never);
    const experimental_telemetry = isospanCallTelemetry({ telemetry: all.telemetry });
    const model = scriptedModel("v4", [{ text: "{}" }]);
    await sdk.generateObject({ model, prompt: "x", schema, experimental_telemetry } as never);
    expect(all.ended()).toEqual(["chat ok"]);
  });

  it("content that the call keeps back stays out", async () => {
    const all = setUp({ content: true });
    const { telemetry } = all;
    const about = isospanCallTelemetry({ telemetry, recordInputs: false, recordOutputs: false });
    const model = scriptedModel("v4", [{ text: "canary-answer" }]);
    await run(AI_7, { model, prompt: "canary-question", experimental_telemetry: about }, false);
    await telemetry.flush();
    expect(all.ended()).toEqual(["chat ok", "invoke_agent ok"]);
    expect(JSON.stringify(all.records())).not.toContain("canary");
  });
});
