import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { RunnableLambda, RunnablePassthrough } from "@langchain/core/runnables";
import { createAgent } from "langchain";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

const prompt = ChatPromptTemplate.fromTemplate("About {topic}");
const parser = new StringOutputParser();
const failing = (): ScriptedModel => new ScriptedModel({ name: "weak", replies: [new TypeError("down")] });

afterEach(() => void vi.useRealTimers());

describe("a chain", () => {
  it("is one workflow with its model, without prompt and parser", async () => {
    const { callbacks, tree } = setUp();
    await prompt.pipe(new ScriptedModel()).pipe(parser).invoke({ topic: "rain" }, { callbacks });
    expect(tree()).toEqual(["invoke_workflow RunnableSequence", "  chat m"]);
  });

  it("within a chain leaves no span", async () => {
    const { callbacks, tree } = setUp();
    const inner = prompt.pipe(new ScriptedModel()).pipe(parser);
    const outer = RunnablePassthrough.assign({ text: inner }).pipe(RunnableLambda.from(async ({ text }) => text));
    await outer.invoke({ topic: "rain" }, { callbacks, runName: "flow" });
    expect(tree()).toEqual(["invoke_workflow flow", "  chat m"]);
  });

  it("is the same when it is streamed", async () => {
    const { callbacks, tree } = setUp();
    for await (const _ of await prompt.pipe(new ScriptedModel()).pipe(parser).stream({ topic: "rain" }, { callbacks }));
    expect(tree()).toEqual(["invoke_workflow RunnableSequence", "  chat m"]);
  });

  it("that is a prompt alone leaves no span", async () => {
    const { callbacks, tree } = setUp();
    await prompt.invoke({ topic: "rain" }, { callbacks });
    expect(tree()).toEqual([]);
  });
});

describe("retries and fallbacks", () => {
  it("are one call each, the repetition with its number", async () => {
    const { callbacks, records, tree } = setUp();
    // LangChain waits a second before it tries again.
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const model = new ScriptedModel({ replies: [new RangeError("down"), "done"] });
    const chain = prompt.pipe(model.withRetry({ stopAfterAttempt: 2, onFailedAttempt: () => {} }));
    const running = chain.invoke({ topic: "rain" }, { callbacks, runName: "flow" });
    while (model.calls < 2) await vi.runAllTimersAsync();
    await running;
    expect(tree()).toEqual(["invoke_workflow flow", "  chat m [error RangeError]", "  chat m"]);
    expect(records().map((record) => record.attempt)).toEqual([undefined, 2, undefined]);
  });

  it("of another model are calls side by side", async () => {
    const { callbacks, records, tree } = setUp();
    const chain = prompt.pipe(failing().withFallbacks([new ScriptedModel({ name: "strong" })]));
    await chain.invoke({ topic: "rain" }, { callbacks, runName: "flow" });
    expect(tree()).toEqual(["invoke_workflow flow", "  chat weak [error TypeError]", "  chat strong"]);
    expect(records().map((record) => record.attempt)).toEqual([undefined, undefined, undefined]);
  });

  it("that all fail make the workflow an error", async () => {
    const { callbacks, tree } = setUp();
    const chain = prompt.pipe(failing().withFallbacks([failing()]));
    await expect(chain.invoke({ topic: "rain" }, { callbacks, runName: "flow" })).rejects.toThrow("down");
    expect(tree()[0]).toBe("invoke_workflow flow [error TypeError]");
  });
});

describe("with showPlumbing", () => {
  it("every step of a chain is a task", async () => {
    const { callbacks, tree } = setUp({ showPlumbing: true });
    await prompt.pipe(new ScriptedModel()).pipe(parser).invoke({ topic: "rain" }, { callbacks, runName: "flow" });
    expect(tree()).toEqual(["invoke_workflow flow", "  ChatPromptTemplate", "  chat m", "  StrOutputParser"]);
  });

  it("every run of an agent has a span: seventeen of them", async () => {
    const { callbacks, tree } = setUp({ showPlumbing: true });
    const replies = [[{ name: "search" }, { name: "search" }], [{ name: "search" }], "done"];
    const agent = createAgent({ name: "planner", model: new ScriptedModel({ replies }), tools: [toTool("search")] });
    await agent.invoke(ASK, { callbacks });
    expect(tree()).toHaveLength(17);
    expect(tree().slice(0, 4)).toEqual(["invoke_agent planner", "  __start__", "  model_request", "    chat m"]);
  });

  it("a failing step is a task that failed", async () => {
    const { callbacks, tree } = setUp({ showPlumbing: true });
    const step = RunnableLambda.from(() => {
      throw new TypeError("no");
    }).withConfig({ runName: "step" });
    await prompt
      .pipe(step)
      .invoke({ topic: "rain" }, { callbacks, runName: "flow" })
      .catch(() => {});
    expect(tree()).toEqual([
      "invoke_workflow flow [error TypeError]",
      "  ChatPromptTemplate",
      "  step [error TypeError]",
    ]);
  });
});
