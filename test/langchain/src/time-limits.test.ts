import { setTimeout as sleep } from "node:timers/promises";
import { createAgent } from "langchain";
import { describe, expect, it, vi } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { ASK, toTool } from "./tools.ts";

/** What goes on until it is stopped for this reason, as soon as it has begun. */
function stopped(reason: unknown): { readonly signal: AbortSignal; begin(signal?: AbortSignal): Promise<never> } {
  const stop = new AbortController();
  return {
    signal: stop.signal,
    begin: async (signal) => {
      setImmediate(() => stop.abort(reason));
      await sleep(60_000, undefined, { ...(signal && { signal }), ref: false }).catch(() => {});
      throw signal?.reason;
    },
  };
}

/** As `AbortSignal.timeout` has it. */
const tooLong = (): DOMException => new DOMException("The operation was aborted due to timeout", "TimeoutError");

const slowModel = ({ begin }: ReturnType<typeof stopped>): ScriptedModel =>
  new ScriptedModel({ inside: (_, signal) => begin(signal) });

describe("an agent that takes longer than it may", () => {
  it("has failed with its model's call", async () => {
    const { callbacks, tree } = setUp();
    const stop = stopped(tooLong());
    const agent = createAgent({ name: "ag", model: slowModel(stop), tools: [] });
    await expect(agent.invoke(ASK, { callbacks, signal: stop.signal })).rejects.toThrow();
    await vi.waitFor(() =>
      expect(tree()).toEqual(["invoke_agent ag [error TimeoutError]", "  chat m [error TimeoutError]"]),
    );
  });

  it("has failed with its tool", async () => {
    const { callbacks, tree } = setUp();
    const stop = stopped(tooLong());
    const search = toTool("search", (_, config: { signal?: AbortSignal }) => stop.begin(config.signal));
    const model = new ScriptedModel({ replies: [[{ name: "search" }], "done"] });
    const agent = createAgent({ name: "ag", model, tools: [search] });
    await expect(agent.invoke(ASK, { callbacks, signal: stop.signal })).rejects.toThrow();
    await vi.waitFor(() => expect(tree()[0]).toBe("invoke_agent ag [error TimeoutError]"));
  });

  it("was aborted where a person did that", async () => {
    const { callbacks, tree } = setUp();
    const stop = stopped(new DOMException("This operation was aborted", "AbortError"));
    const agent = createAgent({ name: "ag", model: slowModel(stop), tools: [] });
    await expect(agent.invoke(ASK, { callbacks, signal: stop.signal })).rejects.toThrow();
    await vi.waitFor(() =>
      expect(tree()).toEqual(["invoke_agent ag [aborted AbortError]", "  chat m [aborted AbortError]"]),
    );
  });
});
