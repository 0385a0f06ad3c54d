import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { instrumentEmbeddings, instrumentVectorStore } from "./index.ts";

const NODE = ["graph:step:1"];
const TOOL_NODE = { tools: [], handleToolErrors: true };
const answer = (more: object = {}) => ({ tool_call_id: "t", name: "answered", content: "found", ...more });

function made() {
  const { handler, memory, ...rest } = setUp();
  const tool = (run: string, name?: string, parent?: string, id: string[] = []) =>
    void handler.handleToolStart({ id }, "{}", run, parent, [], {}, name);
  /** A node whose runnable is this, and that is given such messages. */
  const node = (first: object, tool_calls: readonly object[] = []) =>
    void handler.handleChainStart({ kwargs: { first } } as never, [{ tool_calls }], "node", undefined, NODE, {});
  return { ...rest, handler, tool, node, records: memory.records };
}

describe("a tool", () => {
  it("that has a name keeps it, and takes its call's id from its answer", () => {
    const { handler, tool, record } = made();
    tool("r", "search");
    handler.handleToolEnd(answer(), "r");
    expect(record().tool).toEqual({ name: "search", callId: "t" });
  });

  it("that has its class's name takes that of its answer", () => {
    const { handler, tool, record } = made();
    tool("r", undefined, undefined, ["DynamicTool"]);
    handler.handleToolEnd(answer(), "r");
    expect(record().tool).toEqual({ name: "answered", callId: "t" });
  });

  it("that is called twice at once has the id of either call", () => {
    const { handler, tool, node, records } = made();
    node(TOOL_NODE, [
      { id: "1", name: "search" },
      { id: "2", name: "search" },
    ]);
    for (const run of ["a", "b"]) tool(run, "search", "node");
    for (const run of ["a", "b"]) handler.handleToolEnd("found", run);
    expect(records().map((record) => record.tool?.callId)).toEqual(["1", "2"]);
  });

  it("in a node that has tools and is no tool node has no id", () => {
    const { handler, tool, node, record } = made();
    node({ tools: [] }, [{ id: "1", name: "search" }]);
    tool("a", "search", "node");
    handler.handleToolEnd("found", "a");
    expect(record().tool).toEqual({ name: "search" });
  });
});

describe("a call that never became a tool's run", () => {
  const unknown = { tool_call_id: "t", name: "nope", content: "Error: nope is not a valid tool, try one of [search]." };

  it("is recorded once, although two nodes return its message", () => {
    const { handler, node, record } = made();
    const failed = { ...unknown, status: "error" };
    node(TOOL_NODE);
    handler.handleChainStart({}, {}, "inner", "node", NODE, {});
    handler.handleChainEnd([failed], "inner");
    handler.handleChainEnd([failed], "node");
    expect(record()).toMatchObject({ tool: { name: "nope", callId: "t" }, error: { type: "UnknownTool" } });
  });

  it("is not what a tool itself said so", () => {
    const { handler, node, records } = made();
    node(TOOL_NODE);
    handler.handleChainEnd([{ ...unknown, status: "success" }], "node");
    expect(records()).toEqual([]);
  });
});

describe("what is instrumented", () => {
  it("names the model of embeddings that call it modelName", async () => {
    const { telemetry, record } = setUp();
    const embeddings = { modelName: "e", embedQuery: async () => [1], embedDocuments: async () => [[1]] };
    await instrumentEmbeddings(embeddings, { telemetry }).embedQuery();
    expect(record()).toMatchObject({ name: "embeddings", model: "e" });
  });

  it.each([
    ["a number", 3],
    ["options", { k: 3 }],
  ])("tells how many documents a search asked for by %s", async (_by, k) => {
    const { telemetry, record } = setUp();
    const store = { similaritySearch: async (_query: string, _k: unknown) => [] };
    await instrumentVectorStore(store, { telemetry }).similaritySearch("q", k);
    expect(record().retrieval).toMatchObject({ topK: 3 });
  });
});
