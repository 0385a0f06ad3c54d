import { CustomListOutputParser, JsonOutputParser, StringOutputParser } from "@langchain/core/output_parsers";
import { RunnableLambda } from "@langchain/core/runnables";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { type SetUp, setUp } from "./set-up.ts";

const failures = ({ records }: SetUp): readonly unknown[] =>
  records().flatMap(({ name, parseFailure }) => (parseFailure ? [name] : []));

/** Answers, in the order of the calls, read as JSON. */
const reader = (...replies: string[]) => new ScriptedModel({ replies }).pipe(new JsonOutputParser());

describe("an answer that cannot be read", () => {
  it("is one parse failure, of the parser, and the error of what is around", async () => {
    const all = setUp();
    await expect(reader("blue, I think").invoke("the sky?", { callbacks: all.callbacks })).rejects.toThrow();
    expect(all.tree()).toEqual([
      "invoke_workflow RunnableSequence [error SyntaxError]",
      "  chat m",
      "  JsonOutputParser [error SyntaxError]",
    ]);
    expect(failures(all)).toEqual(["task"]);
  });

  it("is one by the name that LangChain gives it, too", async () => {
    const all = setUp();
    const chain = new ScriptedModel({ replies: ["blue"] }).pipe(new CustomListOutputParser({ length: 3 }));
    await chain.invoke("the sky?", { callbacks: all.callbacks }).catch(() => {});
    expect(all.records().at(-2)).toMatchObject({ error: { type: "OutputParserException" }, parseFailure: true });
    expect(failures(all)).toEqual(["task"]);
  });

  it("is none where what it is read from has failed", async () => {
    const all = setUp();
    const chain = new ScriptedModel({ replies: [new TypeError("gone")] }).pipe(new JsonOutputParser());
    const read = async (): Promise<void> => {
      for await (const _ of await chain.stream("the sky?", { callbacks: all.callbacks }));
    };
    await expect(read()).rejects.toThrow("gone");
    expect(all.tree()).toEqual(["invoke_workflow RunnableSequence [error TypeError]", "  chat m [error TypeError]"]);
    expect(failures(all)).toEqual([]);
  });

  it("is one also where the application tries again, each time", async () => {
    // LangChain waits for seconds before it tries again.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }).setTimerTickMode("nextTimerAsync");
    onTestFinished(() => void vi.useRealTimers());
    const all = setUp();
    const chain = reader("blue", "or green", '{"sky":"blue"}').withRetry({ stopAfterAttempt: 3 });
    expect(await chain.invoke("the sky?", { callbacks: all.callbacks })).toEqual({ sky: "blue" });
    expect(failures(all)).toEqual(["task", "task"]);
    expect(all.records().at(-1)).toMatchObject({ name: "invoke_workflow", outcome: "ok" });
  });

  it("is one also where something else answers in its place", async () => {
    const all = setUp();
    const chain = reader("blue").withFallbacks([RunnableLambda.from(() => ({}) as never)]);
    await chain.invoke("the sky?", { callbacks: all.callbacks });
    expect(failures(all)).toEqual(["task"]);
  });

  it("is one where two handlers hear of it, and plumbing is shown", async () => {
    for (const options of [{}, { showPlumbing: true }]) {
      const all = setUp(options);
      const chain = reader("blue").withConfig({ callbacks: all.callbacks });
      await chain.invoke("the sky?", { callbacks: all.callbacks }).catch(() => {});
      expect(failures(all)).toEqual(["task"]);
      expect(all.telemetry.diagnostics()).toEqual({});
    }
  });
});

it("a parser that reads what it is given has no span", async () => {
  const { callbacks, tree } = setUp();
  await new ScriptedModel({ replies: ["blue"] }).pipe(new StringOutputParser()).invoke("the sky?", { callbacks });
  expect(tree()).toEqual(["invoke_workflow RunnableSequence", "  chat m"]);
});
