import { describe, expect, it } from "vitest";
import { type SetUp, setUp } from "../test/set-up.ts";

const usage = (input_tokens: number, output_tokens: number): object => ({
  usage_metadata: { input_tokens, output_tokens },
});

function token({ handler }: SetUp, text: string, message: object): void {
  handler.handleLLMNewToken(text, undefined, "m", undefined, undefined, { chunk: { text, message } });
}

describe("a stream that is cut short", () => {
  it.each<[string, (setUp: SetUp) => void, string]>([
    ["by its signal", ({ handler }) => handler.handleLLMError(new DOMException("stop", "AbortError"), "m"), "aborted"],
    ["by an error", ({ handler }) => handler.handleLLMError(new TypeError("gone"), "m"), "error"],
    ["by nobody", ({ telemetry }) => void telemetry.shutdown(), "abandoned"],
  ])("%s has the usage that was reported so far, marked as partial", (_by, cut, outcome) => {
    const made = setUp({ prices: true });
    made.handler.handleChatModelStart({}, [[]], "m");
    token(made, "", usage(100, 1));
    token(made, "Hel", usage(0, 8));
    cut(made);
    return made.telemetry.flush().then(() => {
      expect(made.record()).toMatchObject({ outcome, usage: { inputTokens: 100, outputTokens: 8 } });
    });
  });

  it("keeps nothing where nothing was reported", () => {
    const made = setUp();
    made.handler.handleChatModelStart({}, [[]], "m");
    token(made, "Hel", {});
    made.handler.handleLLMError(new TypeError("gone"), "m");
    expect(made.record().usage).toBeUndefined();
  });
});

describe("a stream of LangGraph's newer kind", () => {
  it("tells chunks, usage and model by its events", () => {
    let nowMs = 0;
    const { handler, record } = setUp({ clock: { now: () => nowMs } });
    handler.handleChatModelStart({}, [[]], "m");
    for (const event of [
      { event: "message-start", usage: { input_tokens: 20, output_tokens: 1 } },
      { event: "provider", payload: { type: "message_start", message: { model: "claude-4" } } },
      { event: "content-block-delta", delta: { type: "text-delta", text: "" } },
      { event: "content-block-delta", delta: { type: "text-delta", text: "Hel" } },
      { event: "content-block-delta", delta: { type: "block-delta", fields: { type: "tool_call_chunk" } } },
      { event: "content-block-delta", delta: { type: "tool-call-delta", args: '{"city"' } },
      { event: "usage", usage: { output_tokens: 8 } },
    ]) {
      nowMs += 10;
      handler.handleChatModelStreamEvent(event, "m");
    }
    handler.handleLLMEnd(
      { generations: [[{ message: { usage_metadata: { input_tokens: 20, output_tokens: 9 } } }]] },
      "m",
    );
    expect(record()).toMatchObject({
      chunks: 3,
      timeToFirstChunkMs: 40,
      usage: { inputTokens: 20, outputTokens: 8 },
      response: { model: "claude-4" },
    });
  });

  it.each([[null], ["text"], [{ event: "provider", payload: null }], [{ event: "content-block-delta" }]])(
    "with the event %j loses nothing else",
    (event) => {
      const { handler, record } = setUp();
      handler.handleChatModelStart({}, [[]], "m");
      handler.handleChatModelStreamEvent(event as never, "m");
      handler.handleLLMEnd({ generations: [[]] }, "m");
      expect(record().outcome).toBe("ok");
    },
  );
});
