import { describe, expect, it } from "vitest";
import { readAll, setUp, throwing } from "../test/set-up.ts";
import { isospanTelemetry } from "./index.ts";

const ABOUT = { callId: "call", operationId: "ai.generateText", recordOutputs: false };
const MODEL = { ...ABOUT, provider: "openai.chat", modelId: "m" };
const HIDDEN = { ...ABOUT, content: [], finalStep: { content: [] } };

const call = (toolName: string, more: object = {}) => ({ type: "tool-call", toolCallId: toolName, toolName, ...more });
const tools = { run: { execute: () => 1 }, own: {}, ask: { needsApproval: true } };

type Ask = (content: unknown) => Promise<unknown>;

/** An agent that keeps its outputs back, up to its end; its outcome, and whether a limit has stopped it. */
async function agent(play: (ask: Ask, tool: (name: string) => Promise<unknown>) => Promise<unknown>, start: object) {
  const { telemetry, records } = setUp();
  const events = isospanTelemetry({ telemetry });
  events.onStart({ ...ABOUT, ...start });
  const ask: Ask = (content) => events.executeLanguageModelCall({ ...MODEL, execute: async () => content });
  const tool = async (name: string): Promise<void> => {
    const event = { ...ABOUT, toolCall: call(name), execute: async () => {} };
    await events.executeTool(event);
    events.onToolExecutionEnd({ ...event, toolOutput: { type: "tool-result" } });
  };
  // Two turns are a loop.
  await ask({ content: [call("run")] });
  await tool("run");
  await play(ask, tool);
  events.onEnd(HIDDEN);
  const { outcome, limitHit } = records().at(-1) ?? {};
  expect(telemetry.diagnostics()).not.toHaveProperty("double_end");
  return [outcome, limitHit];
}

describe("an agent whose answers are hidden", () => {
  it.each<[string, readonly object[], readonly unknown[]]>([
    ["waits for a person where a tool that can run has not", [call("run"), call("ask")], ["interrupted", undefined]],
    ["waits where a tool of the application's needs approval", [call("ask")], ["interrupted", undefined]],
    ["is over where the application is to run a tool", [call("run"), call("own")], ["ok", undefined]],
    ["is over where nobody knows the tool", [call("run"), call("other")], ["ok", undefined]],
    ["was stopped where all have run", [call("run")], ["ok", "steps"]],
    [
      "was stopped where the provider runs the others",
      [call("run"), call("own", { providerExecuted: true })],
      ["ok", "steps"],
    ],
  ])("%s", async (_fact, content, expected) => {
    const whole = await agent(
      async (ask, tool) => {
        await ask({ content });
        if (content.length > 0 && content[0]?.["toolName" as never] === "run") await tool("run");
      },
      { tools },
    );
    expect(whole).toEqual(expected);
  });

  it("waits as well where its answer is streamed", async () => {
    const ended = await agent(
      async (ask) => {
        const { stream } = (await ask({ stream: ReadableStream.from([call("ask")]) })) as { stream: ReadableStream };
        await readAll(stream);
      },
      { tools },
    );
    expect(ended).toEqual(["interrupted", undefined]);
  });

  it("waits for nothing that a later answer no longer asks for", async () => {
    const ended = await agent(
      async (ask) => {
        await ask({ content: [call("ask")] });
        await ask({ content: [{ type: "text" }] });
      },
      { tools },
    );
    expect(ended).toEqual(["ok", undefined]);
  });

  it("is over, and nobody knows why, where its tools are hidden too", async () => {
    expect(await agent((ask) => ask({ content: [call("ask")] }), { tools: undefined })).toEqual(["ok", undefined]);
  });

  it.each<[string, object]>([
    ["cannot be read", throwing("content")],
    ["is of other things", { content: [null] }],
    ["is none", {}],
  ])("gets an answer whose content %s as it is", async (_what, answer) => {
    await agent(async (ask) => expect(await ask(answer)).toBe(answer), { tools });
  });
});
