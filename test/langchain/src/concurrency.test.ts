import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { awaitAllCallbacks } from "@langchain/core/callbacks/promises";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";
import { setUp } from "./set-up.ts";
import { tick, toTool } from "./tools.ts";

const REQUESTS = Array.from({ length: 100 }, (_, i) => i);

/** Somebody else's, in LangChain's background queue, where it is late and in another request's context. */
class SlowHandler extends BaseCallbackHandler {
  name = "slow";
  override awaitHandlers = false;
  seen = 0;
  override handleChainStart = (): Promise<void> => this.#see();
  override handleChainEnd = (): Promise<void> => this.#see();
  override handleChatModelStart = (): Promise<void> => this.#see();
  override handleLLMEnd = (): Promise<void> => this.#see();
  override handleToolStart = (): Promise<void> => this.#see();
  override handleToolEnd = (): Promise<void> => this.#see();

  async #see(): Promise<void> {
    await tick();
    this.seen++;
  }
}

/** All requests through one agent and one handler, at once, beside a slow handler. */
async function play() {
  const { callbacks, http, tracer, spans, tree } = setUp();
  const slow = new SlowHandler();
  const requestOf = (messages: readonly { readonly text: string }[]): string => messages[0]?.text ?? "";
  const model = new ScriptedModel({
    replies: (messages) => (messages.length === 1 ? [{ name: "search", args: { of: requestOf(messages) } }] : "done"),
    inside: async (messages) => {
      await tick();
      http(`provider ${requestOf(messages)}`);
    },
  });
  const search = toTool("search", async ({ of }) => {
    await tick();
    http(`shop ${of}`);
    return "found";
  });
  const agent = createAgent({ name: "planner", model, tools: [search] });
  const ask = (request: number): Promise<void> =>
    tracer.startActiveSpan(`request ${request}`, async (span) => {
      const messages = [{ role: "user" as const, content: String(request) }];
      await agent.invoke({ messages }, { callbacks: [slow, ...callbacks] });
      http(`after ${request}`);
      span.end();
    });
  await Promise.all(REQUESTS.map(ask));
  await awaitAllCallbacks();
  return { slow, spans: spans(), tree: tree() };
}

describe("a hundred requests at once, beside a slow handler in the background", () => {
  const played = play();

  it("keep each its own tree, with the spans of its own clients", async () => {
    const { tree } = await played;
    expect(tree).toEqual(
      REQUESTS.flatMap((request) => [
        `request ${request}`,
        "  invoke_agent planner",
        "    chat m",
        `      provider ${request}`,
        "    execute_tool search",
        `      shop ${request}`,
        "    chat m",
        `      provider ${request}`,
        `  after ${request}`,
      ]),
    );
  });

  it("are a trace each", async () => {
    const { spans } = await played;
    const byTrace = Map.groupBy(spans, (span) => span.spanContext().traceId);
    expect([...byTrace.values()].map((trace) => trace.length)).toEqual(REQUESTS.map(() => 9));
  });

  it("are seen by the other handler as well", async () => {
    const { slow } = await played;
    expect(slow.seen).toBeGreaterThan(REQUESTS.length * 8);
  });
});
