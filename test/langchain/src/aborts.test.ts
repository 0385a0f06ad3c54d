import { StringOutputParser } from "@langchain/core/output_parsers";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

const ABORTED = "[aborted AbortError]";

/** Settles as a client does whose request is cancelled. */
const cancelled = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener("abort", () => reject(signal.reason));
  });

/** A model that is cancelled while it works. */
function toModel(abort: AbortController): ScriptedModel {
  return new ScriptedModel({
    inside: (_messages, signal) => {
      queueMicrotask(() => abort.abort());
      return cancelled(signal);
    },
  });
}

describe("a signal that fires", () => {
  it("while a model is invoked aborts its call", async () => {
    const { callbacks, tree } = setUp();
    const abort = new AbortController();
    await toModel(abort)
      .invoke("Hello", { callbacks, signal: abort.signal })
      .catch(() => {});
    expect(tree()).toEqual([`chat m ${ABORTED}`]);
  });

  it("while a model streams aborts its call, with the chunks and the time so far", async () => {
    const { callbacks, records, telemetry } = setUp();
    const abort = new AbortController();
    const model = new ScriptedModel({ replies: ["one two three four"] });
    const read = async (): Promise<void> => {
      let chunks = 0;
      for await (const _ of await model.stream("Hello", { callbacks, signal: abort.signal })) {
        if (++chunks === 2) abort.abort();
      }
    };
    await read().catch(() => {});
    await telemetry.shutdown();
    expect(records()).toEqual([
      expect.objectContaining({ name: "chat", outcome: "aborted", request: { stream: true } }),
    ]);
    expect(records()[0]?.timeToFirstChunkMs).toBeGreaterThanOrEqual(0);
  });

  it("while a chain streams aborts the chain and its model", async () => {
    const { callbacks, telemetry, tree } = setUp();
    const abort = new AbortController();
    const chain = new ScriptedModel({ replies: ["one two three four"] }).pipe(new StringOutputParser());
    const read = async (): Promise<void> => {
      for await (const _ of await chain.stream("Hello", { callbacks, signal: abort.signal })) abort.abort();
    };
    await read().catch(() => {});
    await telemetry.shutdown();
    expect(tree()).toEqual([`invoke_workflow RunnableSequence ${ABORTED}`, `  chat m ${ABORTED}`]);
  });

  it("while an agent is invoked aborts the agent and the model's call", async () => {
    const { callbacks, telemetry, tree } = setUp();
    const abort = new AbortController();
    const agent = createAgent({ name: "planner", model: toModel(abort), tools: [] });
    await agent.invoke(ASK, { callbacks, signal: abort.signal }).catch(() => {});
    await telemetry.shutdown();
    expect(tree()).toEqual([`invoke_agent planner ${ABORTED}`, `  chat m ${ABORTED}`]);
  });

  it("while an agent's tool works aborts the agent and the tool", async () => {
    const { callbacks, telemetry, tree } = setUp();
    const abort = new AbortController();
    const search = toTool("search", (_input, config) => {
      queueMicrotask(() => abort.abort());
      return cancelled((config as { readonly signal?: AbortSignal }).signal);
    });
    const model = new ScriptedModel({ replies: [[{ name: "search" }]] });
    const agent = createAgent({ name: "planner", model, tools: [search] });
    await agent.invoke(ASK, { callbacks, signal: abort.signal }).catch(() => {});
    await telemetry.shutdown();
    expect(tree()).toEqual([`invoke_agent planner ${ABORTED}`, "  chat m", `  execute_tool search ${ABORTED}`]);
  });

  it("while an agent is streamed aborts the agent and the model's call", async () => {
    const { callbacks, telemetry, tree } = setUp();
    const abort = new AbortController();
    const agent = createAgent({ name: "planner", model: toModel(abort), tools: [] });
    const read = async (): Promise<void> => {
      for await (const _ of await agent.stream(ASK, { callbacks, signal: abort.signal }));
    };
    await read().catch(() => {});
    await telemetry.shutdown();
    expect(tree()).toEqual([`invoke_agent planner ${ABORTED}`, `  chat m ${ABORTED}`]);
  });

  it("before the call begins is not told to handlers: the agent that never began is abandoned", async () => {
    const { callbacks, telemetry, tree } = setUp();
    const agent = createAgent({ name: "planner", model: new ScriptedModel(), tools: [] });
    await agent.invoke(ASK, { callbacks, signal: AbortSignal.abort() }).catch(() => {});
    await telemetry.shutdown();
    expect(tree()).toEqual(["invoke_agent planner [abandoned]"]);
  });

  it("because time is up is an error of the call that hit the limit", async () => {
    const { callbacks, telemetry, tree } = setUp();
    const abort = new AbortController();
    const model = new ScriptedModel({
      inside: (_messages, signal) => {
        queueMicrotask(() => abort.abort(new DOMException("too late", "TimeoutError")));
        return cancelled(signal);
      },
    });
    await model.invoke("Hello", { callbacks, signal: abort.signal }).catch(() => {});
    await telemetry.shutdown();
    expect(tree()).toEqual(["chat m [error TimeoutError]"]);
  });
});
