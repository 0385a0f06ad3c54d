import { BaseRetriever } from "@langchain/core/retrievers";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, tick, toTool } from "./tools.ts";

class Library extends BaseRetriever {
  lc_namespace = ["test"];
  readonly #inside: () => void;

  constructor(inside: () => void) {
    super();
    this.#inside = inside;
  }

  static override lc_name(): string {
    return "Library";
  }

  override async _getRelevantDocuments(): Promise<[]> {
    await Promise.resolve();
    this.#inside();
    return [];
  }
}

describe("a span of an HTTP client", () => {
  it("nests under the model that makes the request", async () => {
    const { callbacks, http, tree } = setUp();
    await new ScriptedModel({ inside: () => http() }).invoke("Hello", { callbacks });
    expect(tree()).toEqual(["chat m", "  HTTP"]);
  });

  it("nests under the model that begins to stream", async () => {
    const { callbacks, http, tree } = setUp();
    for await (const _ of await new ScriptedModel({ inside: () => http() }).stream("Hello", { callbacks }));
    expect(tree()).toEqual(["chat m", "  HTTP"]);
  });

  it("nests under the tool", async () => {
    const { callbacks, http, tree } = setUp();
    await toTool("search", () => http()).invoke({}, { callbacks });
    expect(tree()).toEqual(["execute_tool search", "  HTTP"]);
  });

  it("nests under the retriever", async () => {
    const { callbacks, http, tree } = setUp();
    await new Library(http).invoke("Hello", { callbacks });
    expect(tree()).toEqual(["retrieval Library", "  HTTP"]);
  });

  it("in a graph's node nests under the graph", async () => {
    const { callbacks, http, tree } = setUp();
    const flow = new StateGraph(MessagesAnnotation)
      .addNode("first", async () => void http("first"))
      .addNode("second", async () => void http("second"))
      .addEdge("__start__", "first")
      .addEdge("first", "second")
      .compile({ name: "flow" });
    await flow.invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_workflow flow", "  first", "  second"]);
  });

  it("in an agent nests under the model and the tool that made it", async () => {
    const { callbacks, http, tree } = setUp();
    const model = new ScriptedModel({ replies: [[{ name: "search" }], "done"], inside: () => http("provider") });
    const agent = createAgent({ name: "planner", model, tools: [toTool("search", () => http("shop"))] });
    await agent.invoke(ASK, { callbacks });
    expect(tree()).toEqual([
      "invoke_agent planner",
      "  chat m",
      "    provider",
      "  execute_tool search",
      "    shop",
      "  chat m",
      "    provider",
    ]);
  });
});

describe("what the application does around a run", () => {
  it("stays under the request, before, after and where the run failed", async () => {
    const { callbacks, http, tracer, tree } = setUp();
    await tracer.startActiveSpan("request", async (request) => {
      http("before");
      await new ScriptedModel().invoke("Hello", { callbacks });
      http("after");
      await new ScriptedModel({ replies: [new TypeError("no")] }).invoke("Hello", { callbacks }).catch(() => {});
      http("after failure");
      request.end();
    });
    expect(tree()).toEqual([
      "request",
      "  before",
      "  chat m",
      "  after",
      "  chat m [error TypeError]",
      "  after failure",
    ]);
  });

  it("stays under the request while a stream is read", async () => {
    const { callbacks, http, tracer, tree } = setUp();
    await tracer.startActiveSpan("request", async (request) => {
      for await (const _ of await new ScriptedModel({ replies: ["one"] }).stream("Hello", { callbacks })) http("chunk");
      http("after");
      request.end();
    });
    expect(tree()).toEqual(["request", "  chat m", "  chunk", "  chunk", "  after"]);
  });

  it("stays under the request beside a run that is not awaited yet", async () => {
    const { callbacks, http, tracer, tree } = setUp();
    await tracer.startActiveSpan("request", async (request) => {
      const running = new ScriptedModel({ inside: tick }).invoke("Hello", { callbacks });
      await Promise.resolve();
      http("meanwhile");
      await running;
      request.end();
    });
    expect(tree()).toEqual(["request", "  chat m", "  meanwhile"]);
  });
});
