import { BaseRetriever } from "@langchain/core/retrievers";
import { RunnableLambda } from "@langchain/core/runnables";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { describe, expect, it } from "vitest";
import { playTwice } from "./hostile-play.ts";
import { HOSTILE } from "./hostile-values.ts";
import { ScriptedModel } from "./scripted-model.ts";
import { ASK, toTool } from "./tools.ts";

/** The places where the application's own values come by. */
const PLACES: readonly (readonly [place: string, run: (make: () => unknown, config: object) => Promise<unknown>])[] = [
  ["a tool's result", (make, config) => toTool("search", make).invoke({}, config)],
  ["a tool's arguments", (make, config) => toTool("search").invoke(make() as never, config)],
  [
    "what a tool's error carries",
    (make, config) => {
      const search = toTool("search", () => {
        throw Object.assign(new Error("no"), { cause: make(), status: make(), details: make() });
      });
      return search.invoke({}, config);
    },
  ],
  ["metadata", (make, config) => toChain(() => "done").invoke("", { ...config, ...metadata(make) })],
  ["a model's metadata", (make, config) => new ScriptedModel().invoke("", { ...config, ...metadata(make) })],
  [
    "what a model's error carries",
    (make, config) => {
      const error = Object.assign(new Error("no"), { cause: make(), status: make(), error: make() });
      return new ScriptedModel({ replies: [error] }).invoke("", config);
    },
  ],
  [
    "what is thrown itself",
    (make, config) =>
      toChain(() => {
        throw make();
      }).invoke("", config),
  ],
  ["what a chain is given", (make, config) => toChain(() => "done").invoke(make() as never, config)],
  [
    "what a chain's steps hand on",
    (make, config) =>
      toChain(make)
        .pipe(toChain(() => "done"))
        .invoke("", config),
  ],
  ["documents", (make, config) => new Library(make).invoke("", config)],
  [
    "a model's calls in an agent",
    (make, config) => {
      const llm = new ScriptedModel({ replies: [[{ name: "search", args: make() as never }], "done"] });
      return createReactAgent({ name: "planner", llm, tools: [toTool("search")] }).invoke(ASK, config);
    },
  ],
  [
    "a graph's state",
    (make, config) =>
      new StateGraph(MessagesAnnotation)
        .addNode("step", async () => ({ messages: [], other: make() }) as never)
        .addEdge("__start__", "step")
        .compile({ name: "flow" })
        .invoke(ASK, config),
  ],
];

class Library extends BaseRetriever {
  lc_namespace = ["test"];
  readonly #make: () => unknown;

  constructor(make: () => unknown) {
    super();
    this.#make = make;
  }

  override async _getRelevantDocuments(): Promise<never[]> {
    return [{ pageContent: "text", metadata: this.#make() }, this.#make()] as never[];
  }
}

const toChain = (step: () => unknown) => RunnableLambda.from(step as () => string).withConfig({ runName: "flow" });

const metadata = (make: () => unknown) => ({ metadata: { userId: make() as never, lc_agent_name: make() as never } });

describe.each(HOSTILE)("%s", (_fact, make) => {
  it.each(PLACES)("in %s: the application sees what it sees with a handler that does nothing", async (_place, run) => {
    const { bare, ours } = await playTwice((config) => run(make, config));
    expect({ got: ours.got, printed: ours.printed }).toEqual({ got: bare.got, printed: bare.printed });
  });

  it.each(PLACES)("in %s: every run that LangChain tells of has its span", async (_place, run) => {
    const { bare, ours } = await playTwice((config) => run(make, config));
    const kinds = ours.runs.map((kind) => (/^invoke_/.test(kind) ? "root" : kind));
    expect(kinds).toEqual(bare.runs);
  });
});

describe("what is not hostile", () => {
  // LangChain itself trips over some values, and then tells nobody of the run.
  it.each(PLACES)("in %s: LangChain tells of the runs", async (_place, run) => {
    const { bare } = await playTwice((config) => run(() => ({ text: "plain" }), config));
    expect(bare.runs).not.toEqual([]);
  });
});
