import { RunnableLambda } from "@langchain/core/runnables";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { circular, deep } from "./hostile-values.ts";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

// What the package's README says does not work. When one of these fails, take it out there.

const ARGUMENTS: readonly (readonly [what: string, make: () => object])[] = [
  ["go round in circles", circular],
  ["have 20,000 levels", deep],
];

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
});

afterEach(() => void vi.restoreAllMocks());

describe.each(ARGUMENTS)("a tool whose arguments %s", (_what, make) => {
  const toAgent = () => {
    const llm = new ScriptedModel({ replies: [[{ name: "search", args: make() as never }], "done"] });
    return createReactAgent({ name: "planner", llm, tools: [toTool("search")] });
  };

  it("has no span, and its agent has all others", async () => {
    const { callbacks, tree } = setUp();
    await toAgent().invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_agent planner", "  chat m", "  chat m"]);
  });

  it("runs all the same where there is a gate", async () => {
    const { callbacks } = setUp({ gates: [{ enter: () => {} }] });
    const { messages } = await toAgent().invoke(ASK, { callbacks });
    expect(messages.map((message) => message.text)).toEqual(["Hello", "", "found", "done"]);
  });
});

describe("a tool that was made of a runnable", () => {
  it("has no span", async () => {
    const { callbacks, tree } = setUp();
    const look = RunnableLambda.from<object, string>(async () => "found");
    const search = look.asTool({ name: "search", schema: z.looseObject({}) });
    const llm = new ScriptedModel({ replies: [[{ name: "search" }], "done"] });
    await createReactAgent({ name: "planner", llm, tools: [search] }).invoke(ASK, { callbacks });
    expect(tree()).toEqual(["invoke_agent planner", "  chat m", "  chat m"]);
  });
});

describe("an agent that is streamed and aborted", () => {
  it("leaves no sooner than it is swept or the process shuts down", async () => {
    const { callbacks, records, telemetry } = setUp();
    const abort = new AbortController();
    const model = new ScriptedModel({ inside: () => abort.abort() });
    const agent = createReactAgent({ name: "planner", llm: model, tools: [] });
    const read = async (): Promise<void> => {
      for await (const _ of await agent.stream(ASK, { callbacks, signal: abort.signal }));
    };
    await read().catch(() => {});
    expect(records().map((record) => record.name)).not.toContain("invoke_agent");
    await telemetry.shutdown();
    expect(records().at(-1)?.name).toBe("invoke_agent");
  });
});
