import { describe, expect, it } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";
import type { ApprovalDecision, OperationEnd, OperationRecord, Recorder } from "./index.ts";

const named = (name: string): Error => Object.assign(new Error("so it ended"), { name });

/** An agent's loop: so many turns of model and tool, without a last answer. */
function loop(recorder: Recorder, turns: number, end: OperationEnd = {}): void {
  const agent = recorder.start({ name: "invoke_agent", agent: { name: "helper" } });
  agent.run(() => {
    for (let i = 0; i < turns; i++) {
      recorder.start({ name: "chat", model: "gpt-5" }).end({ response: { finishReasons: ["tool_calls"] } });
      recorder.start({ name: "execute_tool", tool: { name: "search", callId: `call_${i}` } }).end();
    }
  });
  agent.end(end);
}

describe("a limit was hit", () => {
  it.each([
    ["GraphRecursionError", "steps"],
    ["ModelCallLimitMiddlewareError", "model_calls"],
    ["ToolCallLimitExceededError", "tool_calls"],
  ])("where a run ends in %s, on the innermost operation alone", (name, limit) => {
    const { recorder, records } = setUp();
    const error = named(name);
    const outer = recorder.start({ name: "invoke_workflow", label: "nightly" });
    const agent = outer.run(() => recorder.start({ name: "invoke_agent", agent: { name: "helper" } }));
    agent.end({ error });
    outer.end({ error });
    expect(records().map(({ limitHit }) => limitHit)).toEqual([limit, undefined]);
  });

  it.each([
    ["tool_calls", "tool_calls"],
    ["x".repeat(600), undefined],
    [{ toString: (): string => "steps" }, undefined],
  ])("where a framework says so itself, in a word that is known: %o", (limitHit, limit) => {
    const { recorder, records } = setUp();
    recorder.start({ name: "invoke_agent", agent: { name: "helper" } }).end({ limitHit } as OperationEnd);
    expect(records().map((record) => record.limitHit)).toEqual([limit]);
  });

  it("where an agent's loop ends with tools' answers that no model has read", () => {
    const { recorder, record } = setUp();
    loop(recorder, 2);
    expect(record("invoke_agent").limitHit).toBe("steps");
  });

  it.each([
    ["and not where one of the last tools is meant to end it", [["look"], ["look", "answer", "look"]], undefined],
    ["also where such a tool has answered before", [["look", "answer"], ["look"]], "steps"],
  ])("%s", (_, turns, limit) => {
    const { recorder, record } = setUp({ finalTools: ["answer"] });
    const agent = recorder.start({ name: "invoke_agent", agent: { name: "helper" } });
    agent.run(() => {
      for (const tools of turns) {
        recorder.start({ name: "chat", model: "gpt-5" }).end();
        for (const name of tools) recorder.start({ name: "execute_tool", tool: { name } }).end();
      }
    });
    agent.end();
    expect(record("invoke_agent").limitHit).toBe(limit);
  });

  it("and not where its last tool says itself what comes next", () => {
    const { recorder, record } = setUp();
    const agent = recorder.start({ name: "invoke_agent", agent: { name: "helper" } });
    agent.run(() => {
      for (const endsTurn of [false, true]) {
        recorder.start({ name: "chat", model: "gpt-5" }).end();
        recorder.start({ name: "execute_tool", tool: { name: "transfer" } }).end({ endsTurn });
      }
    });
    agent.end();
    expect(record("invoke_agent").limitHit).toBeUndefined();
  });

  it.each<[string, number, OperationEnd]>([
    ["one turn is no loop", 1, {}],
    ["a run that waits for a person goes on", 2, { outcome: "interrupted" }],
    ["a run that failed says why itself", 2, { error: new TypeError("no") }],
  ])("and not otherwise: %s", (_, turns, end) => {
    const { recorder, record } = setUp();
    loop(recorder, turns, end);
    expect(record("invoke_agent").limitHit).toBeUndefined();
  });

  it("and not by an agent that is asked as a tool: its own answers are read", () => {
    const { recorder, record } = setUp();
    const agent = recorder.start({ name: "invoke_agent", agent: { name: "outer" } });
    agent.run(() => {
      for (let i = 0; i < 2; i++) {
        recorder.start({ name: "chat", model: "gpt-5" }).end();
        const tool = recorder.start({ name: "execute_tool", tool: { name: "ask" } });
        tool.run(() => recorder.start({ name: "chat", model: "gpt-5" }).end());
        tool.end();
      }
      recorder.start({ name: "chat", model: "gpt-5" }).end();
    });
    agent.end();
    expect(record("invoke_agent").limitHit).toBeUndefined();
  });
});

describe("a call to another model after one that failed is its fallback", () => {
  it("and not another attempt", () => {
    const { recorder, records } = setUp();
    recorder.start({ name: "invoke_agent", agent: { name: "helper" } }).run(() => {
      recorder.start({ name: "chat", model: "gpt-5" }).end({ error: { status: 503 } });
      recorder.start({ name: "chat", model: "gpt-5" }).end({ error: { status: 503 } });
      recorder.start({ name: "chat", model: "gpt-5-mini" }).end();
      recorder.start({ name: "chat", model: "gpt-5" }).end();
    });
    expect(records().map(({ attempt, fallbackFrom }) => [attempt, fallbackFrom])).toEqual([
      [undefined, undefined],
      [2, undefined],
      [undefined, "gpt-5"],
      [undefined, undefined],
    ]);
  });

  it("where it does the same: what asks a model because nothing can be embedded does another thing", () => {
    const { recorder, records } = setUp();
    recorder.start({ name: "invoke_agent", agent: { name: "helper" } }).run(() => {
      recorder.start({ name: "embeddings", model: "text-embedding-3-small" }).end({ error: { status: 503 } });
      recorder.start({ name: "chat", model: "gpt-5" }).end({ error: { status: 503 } });
      recorder.start({ name: "embeddings", model: "text-embedding-3-large" }).end();
    });
    expect(records().map(({ attempt, fallbackFrom }) => attempt ?? fallbackFrom)).toEqual(Array(3).fill(undefined));
  });

  it("within a router's call, too", () => {
    const { recorder, records } = setUp();
    const usage = {};
    const router = recorder.start({ name: "chat", model: "router" });
    router.run(() => {
      recorder.start({ name: "chat", model: "gpt-5" }).end({ error: { status: 503 } });
      recorder.start({ name: "chat", model: "gpt-5-mini" }).end({ identity: usage });
    });
    router.end({ identity: usage });
    expect(
      records()
        .map(({ model, outcome, fallbackFrom }) => [model, outcome, fallbackFrom])
        .toSorted(),
    ).toEqual([
      ["gpt-5", "error", undefined],
      ["gpt-5-mini", "ok", "gpt-5"],
    ]);
  });
});

it.each([
  "OutputParserException",
  "StructuredOutputParsingError",
  "MultipleStructuredOutputsError",
  "AI_NoObjectGeneratedError",
])("a run that ends in %s is one parse failure, however far the error travels", async (name) => {
  const { recorder, records, metrics } = setUpSdk();
  const error = named(name);
  const outer = recorder.start({ name: "invoke_agent", agent: { name: "outer" } });
  const inner = outer.run(() => recorder.start({ name: "invoke_agent", agent: { name: "inner" } }));
  inner.end({ error });
  outer.end({ error });
  expect(records().map(({ parseFailure }) => parseFailure)).toEqual([true, undefined]);
  const counted = (await metrics()).find(({ descriptor }) => descriptor.name === "isospan.parse_failures");
  expect(counted?.dataPoints).toMatchObject([{ value: 1, attributes: { "gen_ai.agent.name": "inner" } }]);
});

describe("a parse failure", () => {
  it.each<[string, object]>([
    ["another copy of its error", {}],
    ["its error, of which the framework has told without a message", { message: "" }],
  ])("is one, though what is around it ends in %s", (_, more) => {
    const { recorder, records } = setUp();
    const name = "AI_NoObjectGeneratedError";
    const outer = recorder.start({ name: "invoke_workflow", label: "nightly" });
    const inner = outer.run(() => recorder.start({ name: "invoke_agent", agent: { name: "inner" } }));
    inner.end({ error: Object.assign(named(name), more) });
    outer.end({ error: named(name) });
    expect(records().map(({ parseFailure }) => parseFailure)).toEqual([true, undefined]);
  });

  it("is another one with another message", () => {
    const { recorder, records } = setUp();
    const outer = recorder.start({ name: "invoke_workflow", label: "nightly" });
    outer.run(() => recorder.start({ name: "task", label: "read" })).end({ error: named("OutputParserException") });
    outer.end({ error: Object.assign(new Error("another"), { name: "OutputParserException" }) });
    expect(records().map(({ parseFailure }) => parseFailure)).toEqual([true, true]);
  });

  it.each<[string, OperationEnd, true | undefined]>([
    ["an error of any name", { error: new SyntaxError("no JSON") }, true],
    ["no error", {}, undefined],
    ["an abort", { error: named("AbortError") }, undefined],
  ])("is told by a framework of %s", (_, end, expected) => {
    const { recorder, record } = setUp();
    recorder.start({ name: "task", label: "read" }).end({ ...end, parseFailure: true });
    expect(record("task").parseFailure).toBe(expected);
  });
});

describe("a pause for a person", () => {
  it("is one, on the outermost run", () => {
    const { recorder, records } = setUp();
    const outer = recorder.start({ name: "invoke_agent", agent: { name: "outer" } });
    const inner = outer.run(() => recorder.start({ name: "invoke_agent", agent: { name: "inner" } }));
    inner.end({ outcome: "interrupted" });
    outer.end({ outcome: "interrupted" });
    expect(records().map(({ confirmation }) => confirmation)).toEqual([undefined, "requested"]);
  });

  it.each([
    ["approved where the next run begins with a tool that a model called", "call_1", "approved"],
    ["not told by a tool that the application itself calls first", undefined, undefined],
  ])("is %s", (_, callId, expected) => {
    const { recorder, record } = setUp();
    const agent = recorder.start({ name: "invoke_agent", agent: { name: "helper" } });
    agent.run(() => recorder.start({ name: "execute_tool", tool: { name: "search", callId } }).end());
    agent.end();
    expect(record("invoke_agent").confirmation).toBe(expected);
  });

  it.each<[OperationRecord["confirmation"], readonly ApprovalDecision[]]>([
    ["approved", ["approved", "approved"]],
    ["edited", ["edited", "approved"]],
    ["denied", ["approved", "denied", "edited"]],
    [undefined, []],
    [undefined, ["postponed" as ApprovalDecision]],
  ])("is %s where a person decided %o, told of the run or of its first model call", (expected, decisions) => {
    const { recorder, records } = setUp();
    recorder.start({ name: "invoke_agent", agent: { name: "told" }, decisions }).end();
    const agent = recorder.start({ name: "invoke_agent", agent: { name: "asking" } });
    agent.run(() => recorder.start({ name: "chat", model: "gpt-5", decisions }).end());
    agent.end();
    expect(records().map(({ name, confirmation }) => [name, confirmation])).toEqual([
      ["invoke_agent", expected],
      ["chat", undefined],
      ["invoke_agent", expected],
    ]);
  });

  it("is decided once: what models are told later is history", () => {
    const { recorder, record } = setUp();
    const agent = recorder.start({ name: "invoke_agent", agent: { name: "helper" } });
    agent.run(() => {
      recorder.start({ name: "chat", model: "gpt-5" }).end();
      recorder.start({ name: "chat", model: "gpt-5", decisions: ["denied"] }).end();
    });
    agent.end();
    expect(record("invoke_agent").confirmation).toBeUndefined();
  });

  it("is decided where it was asked for, and not again by the agent within that goes on", () => {
    const { recorder, records } = setUp();
    const outer = recorder.start({ name: "invoke_workflow", label: "shop", decisions: ["approved"] });
    const inner = outer.run(() => recorder.start({ name: "invoke_agent", agent: { name: "cashier" } }));
    inner.run(() => recorder.start({ name: "execute_tool", tool: { name: "pay", callId: "call_1" } }).end());
    inner.end();
    outer.end();
    expect(records().map(({ confirmation }) => confirmation)).toEqual([undefined, undefined, "approved"]);
  });

  it("is requested where the run that was told of a decision waits again", () => {
    const { recorder, record } = setUp();
    const start = { name: "invoke_agent", agent: { name: "helper" }, decisions: ["approved"] } as const;
    recorder.start(start).end({ outcome: "interrupted" });
    expect(record("invoke_agent").confirmation).toBe("requested");
  });
});
