import { StringOutputParser } from "@langchain/core/output_parsers";
import { tool } from "@langchain/core/tools";
import { createAgent } from "langchain";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, tick, toTool } from "./tools.ts";

const IDLE_MS = 60_000;

afterEach(() => void vi.useRealTimers());

/** A clock that stands still until it is told to pass, and the sweep with it. */
function setUpClock() {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  let nowMs = Date.UTC(2026, 0, 1);
  const play = setUp({ clock: { now: () => nowMs }, idleTimeoutMs: IDLE_MS });
  const pass = (ms: number): void => {
    nowMs += ms;
    vi.advanceTimersByTime(1_000);
  };
  return { ...play, pass };
}

const toAgent = () => {
  const model = new ScriptedModel({ replies: [[{ name: "search" }], "done"] });
  return createAgent({ name: "planner", model, tools: [toTool("search")] });
};

async function breakOff(stream: AsyncIterable<unknown>, afterChunks = 1): Promise<void> {
  let chunks = 0;
  for await (const _ of stream) if (++chunks === afterChunks) break;
  // What is under way in the background comes to its end.
  for (let i = 0; i < 20; i++) await tick();
}

describe("an agent's stream that its reader breaks off", () => {
  it("stays open until the sweep, then is abandoned", async () => {
    const { callbacks, pass, records } = setUpClock();
    await breakOff(await toAgent().stream(ASK, { callbacks }));
    expect(records().map((record) => record.name)).not.toContain("invoke_agent");
    pass(IDLE_MS + 1);
    expect(records().at(-1)).toMatchObject({ name: "invoke_agent", outcome: "abandoned" });
  });

  it("is abandoned at the latest when the process shuts down", async () => {
    const { callbacks, records, telemetry } = setUpClock();
    await breakOff(await toAgent().stream(ASK, { callbacks }));
    await telemetry.shutdown();
    expect(records().at(-1)).toMatchObject({ name: "invoke_agent", outcome: "abandoned" });
  });

  it("leaves nothing open, and one record each", async () => {
    const { callbacks, pass, records } = setUpClock();
    await breakOff(await toAgent().stream(ASK, { callbacks }));
    pass(IDLE_MS + 1);
    pass(IDLE_MS + 1);
    expect(records().filter((record) => record.name === "invoke_agent")).toHaveLength(1);
  });
});

describe("an agent's stream that nobody reads", () => {
  it("runs to its end all the same", async () => {
    const { callbacks, tree } = setUpClock();
    await toAgent().stream(ASK, { callbacks });
    // As long as a slow machine takes.
    await vi.waitFor(() => expect(tree()[0]).toBe("invoke_agent planner"), { timeout: 30_000 });
    expect(tree()).toHaveLength(4);
  });
});

describe("a model's stream", () => {
  it("that its reader breaks off is abandoned, with its time to first chunk", async () => {
    const { callbacks, pass, records } = setUpClock();
    // LangChain hands out a chunk before it tells handlers of it.
    await breakOff(await new ScriptedModel({ replies: ["one two three"] }).stream("Hello", { callbacks }), 2);
    pass(IDLE_MS + 1);
    expect(records()).toEqual([expect.objectContaining({ name: "chat", outcome: "abandoned", timeToFirstChunkMs: 0 })]);
  });

  it("that nobody reads is abandoned", async () => {
    const { callbacks, pass, records } = setUpClock();
    await new ScriptedModel({ replies: ["one two three"] }).stream("Hello", { callbacks });
    pass(IDLE_MS + 1);
    expect(records()).toEqual([expect.objectContaining({ name: "chat", outcome: "abandoned" })]);
  });

  it("that is cancelled by its reader is abandoned", async () => {
    const { callbacks, pass, records } = setUpClock();
    const stream = await new ScriptedModel({ replies: ["one two three"] }).stream("Hello", { callbacks });
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    pass(IDLE_MS + 1);
    expect(records()).toEqual([expect.objectContaining({ name: "chat", outcome: "abandoned" })]);
  });

  it("within a chain that its reader breaks off is abandoned, and so is the chain", async () => {
    const { callbacks, pass, tree } = setUpClock();
    const chain = new ScriptedModel({ replies: ["one two three"] }).pipe(new StringOutputParser());
    await breakOff(await chain.stream("Hello", { callbacks }));
    pass(IDLE_MS + 1);
    pass(IDLE_MS + 1);
    expect(tree()).toEqual(["invoke_workflow RunnableSequence [abandoned]", "  chat m [abandoned]"]);
  });

  it("that goes on slowly stays open", async () => {
    const { callbacks, pass, records } = setUpClock();
    const model = new ScriptedModel({ replies: ["one two three"], beforeChunk: () => pass(IDLE_MS - 1) });
    for await (const _ of await model.stream("Hello", { callbacks }));
    expect(records()).toEqual([expect.objectContaining({ name: "chat", outcome: "ok" })]);
  });
});

describe("a tool whose answer has the wrong form", () => {
  it("never ends, and is abandoned with its agent's end", async () => {
    const { callbacks, pass, tree } = setUpClock();
    const broken = tool(async () => "not a pair", {
      name: "search",
      description: "search",
      schema: z.looseObject({}),
      responseFormat: "content_and_artifact",
    });
    const model = new ScriptedModel({ replies: [[{ name: "search" }], "done"] });
    await createAgent({ name: "planner", model, tools: [broken] })
      .invoke(ASK, { callbacks })
      .catch(() => {});
    pass(IDLE_MS + 1);
    expect(tree()).toContain("  execute_tool search [abandoned]");
  });
});
