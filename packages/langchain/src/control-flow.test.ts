import type { OperationRecord } from "@isospan/core";
import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

const bubble = (more: object = {}): Error => Object.assign(new Error("Which city?"), { is_bubble_up: true, ...more });

/** A graph, a node in it, and a call of its tool node that ended like this. */
function graph(end: (handler: ReturnType<typeof setUp>["handler"]) => void): readonly OperationRecord[] {
  const { handler, memory } = setUp();
  handler.handleChainStart({ id: ["langgraph", "pregel"] }, {}, "graph", undefined, [], {}, undefined, "flow");
  handler.handleChainStart({}, {}, "node", "graph", ["graph:step:1"], {}, undefined, "tools");
  end(handler);
  // The whole conversation, which ends with what was told before.
  handler.handleChainEnd({ messages: [{ content: "Hi" }, answer(INVALID)] }, "graph");
  return memory.records();
}

const INVALID = "Error invoking tool 'weather' with kwargs {} with error: did not match\n Please fix the error.";
const UNKNOWN = 'Error: weather is not a valid tool, try one of ["calendar"].';
const answer = (content: string): object => ({ tool_call_id: "c1", name: "weather", status: "error", content });

describe("what waits for a person", () => {
  it("leaves the graph around it interrupted, and nothing is an error", () => {
    const records = graph((handler) => {
      handler.handleToolStart({}, "{}", "tool", "node", [], {}, "ask", "c1");
      handler.handleToolError(bubble(), "tool");
      handler.handleChainError(bubble(), "node", "graph");
    });
    expect(records).toMatchObject([
      { name: "execute_tool", outcome: "interrupted" },
      { name: "invoke_workflow", outcome: "interrupted" },
    ]);
    expect(records.map(({ error }) => error)).toEqual([undefined, undefined]);
  });

  describe("in a graph within a chain", () => {
    /** A chain and a graph that is a step of it, whose node waits, which ends with this. */
    const chain = (outputs: unknown): readonly OperationRecord[] => {
      const { handler, memory } = setUp();
      handler.handleChainStart({}, {}, "chain", undefined, [], {}, undefined, "nightly");
      handler.handleChainStart({ id: ["langgraph", "pregel"] }, {}, "graph", "chain", [], {}, undefined, "flow");
      handler.handleChainStart({}, {}, "node", "graph", ["graph:step:1"], {}, undefined, "approve");
      handler.handleChainError(bubble(), "node", "graph");
      handler.handleChainEnd({ messages: [] }, "graph", "chain");
      handler.handleChainEnd(outputs, "chain");
      return memory.records();
    };

    it("leaves the chain interrupted that returns that", () => {
      const [nightly] = chain({ messages: [], __interrupt__: [{ value: "Which city?" }] });
      expect(nightly).toMatchObject({ label: "nightly", outcome: "interrupted", confirmation: "requested" });
    });

    it.each<[string, unknown]>([
      ["something else", { output: "Done" }],
      ["nothing", undefined],
      ["what is no list", { __interrupt__: "never" }],
    ])("leaves the chain alone that went on and returns %s", (_what, outputs) => {
      expect(chain(outputs)).toMatchObject([{ label: "nightly", outcome: "ok" }]);
    });

    it("does not keep a chain from its end whose outputs cannot be read", () => {
      const [nightly] = chain(Object.defineProperty({}, "__interrupt__", { get: () => expect.fail("read") }));
      expect(nightly?.outcome).toBe("ok");
    });
  });

  it("is told where no error tells of it", () => {
    const [flow] = graph((handler) => handler.handleInterrupt({ runId: "graph" }));
    expect(flow).toMatchObject({ outcome: "interrupted", confirmation: "requested" });
  });

  it.each<[string, unknown]>([
    ["of a run that nobody knows", { runId: "other" }],
    ["without a run", {}],
    ["that is none", undefined],
  ])("is not heard of in an event %s", (_what, event) => {
    expect(graph((handler) => handler.handleInterrupt(event as never))[0]?.outcome).toBe("ok");
  });

  it("is told from a handover, which is none", () => {
    const [flow] = graph((handler) => handler.handleChainError(bubble({ command: {} }), "node", "graph"));
    expect(flow?.outcome).toBe("ok");
  });
});

describe("a call that fits no tool", () => {
  it.each<[string, unknown, string]>([
    ["bad arguments", { messages: [answer(INVALID)] }, "InvalidToolArguments"],
    ["bad arguments, in a list", [answer(INVALID)], "InvalidToolArguments"],
    ["a tool that is not there", { messages: [answer(UNKNOWN)] }, "UnknownTool"],
  ])("with %s is a tool's run that failed, under the agent", (_what, outputs, type) => {
    const [call, flow] = graph((handler) => handler.handleChainEnd(outputs, "node"));
    expect(call).toMatchObject({
      name: "execute_tool",
      tool: { name: "weather", callId: "c1" },
      outcome: "error",
      error: { type },
      parentSpanId: flow?.spanId,
    });
    expect(JSON.stringify(call)).not.toContain("kwargs");
  });

  it.each<[string, unknown]>([
    ["a tool's own error", { messages: [answer("Error: the station does not answer")] }],
    ["messages of the model's beside it", { messages: [{ content: "Hi" }, answer(INVALID)] }],
    ["nothing", undefined],
    ["messages that are none", { messages: [null, 7] }],
  ])("is not seen in %s", (_what, outputs) => {
    expect(graph((handler) => handler.handleChainEnd(outputs, "node"))).toHaveLength(1);
  });
});
