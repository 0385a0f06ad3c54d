import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { isospanTelemetry } from "./index.ts";

const ABOUT = { callId: "call", operationId: "ai.streamText", functionId: "planner" };
const MODEL = { ...ABOUT, provider: "openai.chat", modelId: "m" };
const USAGE = { inputTokens: 3, outputTokens: 1 };

function made(more: object = {}, options: object = {}) {
  const { telemetry, ...rest } = setUp(options);
  return { events: isospanTelemetry({ telemetry, ...more }), telemetry, ...rest };
}

const streamed = (...parts: readonly object[]) => ({
  ...MODEL,
  execute: async () => ({ stream: ReadableStream.from(parts) }),
});

describe("an agent's run", () => {
  it.each<[string, unknown, object]>([
    ["conversationId", { conversationId: "c" }, { conversationId: "c" }],
    ["conversation_id", { conversation_id: "c" }, { conversationId: "c" }],
    ["threadId", { threadId: "c" }, { conversationId: "c" }],
    ["thread_id", { thread_id: "c" }, { conversationId: "c" }],
    [
      "the first that is a text",
      { conversationId: 7, conversation_id: "", threadId: "c", thread_id: "d" },
      { conversationId: "c" },
    ],
    [
      "conversationId before all others",
      { thread_id: "d", conversation_id: "b", conversationId: "c" },
      { conversationId: "c" },
    ],
    ["whom it is for", { userId: "u", session_id: "s", tenantId: 7 }, { context: { userId: "u", sessionId: "s" } }],
  ])("takes from its context %s", (_what, runtimeContext, expected) => {
    const { events, record } = made();
    events.onStart({ ...ABOUT, runtimeContext });
    events.onEnd(ABOUT);
    expect(record()).toMatchObject(expected);
  });

  it.each<[string, unknown]>([
    ["none", undefined],
    ["null", null],
    ["a text", "c"],
    ["of other things", { conversationId: { id: "c" }, userId: 7 }],
  ])("is nobody's where its context is %s", (_what, runtimeContext) => {
    const { events, record } = made();
    events.onStart({ ...ABOUT, runtimeContext });
    events.onEnd(ABOUT);
    expect(record().conversationId).toBeUndefined();
    expect(record().context).toEqual({});
  });

  it.each<[string, object, string]>([
    ["that answers is ok", { content: [{ type: "text" }] }, "ok"],
    [
      "that asks a person waits",
      { content: [{ type: "tool-call" }, { type: "tool-approval-request" }] },
      "interrupted",
    ],
    [
      "whose last step asks a person waits",
      { finalStep: { content: [{ type: "tool-approval-request" }] } },
      "interrupted",
    ],
    ["whose stream broke has failed", { finishReason: "error", content: [{ type: "tool-approval-request" }] }, "error"],
    ["whose content cannot be read is ok", { content: [null, 7] }, "ok"],
    ["whose content is none is ok", { content: 7, finalStep: null }, "ok"],
  ])("%s", (_fact, event, outcome) => {
    const { events, record } = made();
    events.onStart(ABOUT);
    events.onEnd({ ...ABOUT, ...event });
    expect(record()).toMatchObject({ name: "invoke_agent", outcome });
  });

  it("that ended in an error has the one that its stream has reported", async () => {
    const { events, records } = made();
    events.onStart(ABOUT);
    const errors = [new TypeError("cause"), new RangeError("later")];
    const { stream } = await events.executeLanguageModelCall(
      streamed(...errors.map((error) => ({ type: "error", error }))),
    );
    for await (const _ of stream);
    events.onEnd({ ...ABOUT, finishReason: "error" });
    expect(records().map(({ error }) => error?.message)).toEqual(["cause", "cause"]);
  });

  it("that recovered from what a stream has reported is ok", async () => {
    const { events, records } = made();
    events.onStart(ABOUT);
    for (const part of [{ type: "error", error: new TypeError("cause") }, { type: "finish" }]) {
      const { stream } = await events.executeLanguageModelCall(streamed(part));
      for await (const _ of stream);
    }
    events.onEnd({ ...ABOUT, finishReason: "stop" });
    expect(records().map(({ outcome }) => outcome)).toEqual(["error", "ok", "ok"]);
  });

  it.each<[string, unknown, object]>([
    ["for a reason", new DOMException("stopped", "AbortError"), { outcome: "aborted" }],
    ["for a reason of the application's own", new TypeError("enough"), { outcome: "aborted" }],
    ["without a reason", undefined, { outcome: "aborted" }],
    [
      "by a time limit",
      new DOMException("too slow", "TimeoutError"),
      { outcome: "error", error: { type: "TimeoutError" } },
    ],
  ])("that is aborted %s takes the call with it that is being read", async (_why, reason, expected) => {
    const { events, records, telemetry } = made();
    events.onStart(ABOUT);
    const { stream } = await events.executeLanguageModelCall(streamed({ type: "text-delta", delta: "hi" }));
    events.onAbort({ ...ABOUT, reason });
    await stream.cancel();
    expect(records()).toMatchObject([
      { name: "chat", ...expected },
      { name: "invoke_agent", ...expected },
    ]);
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("that is aborted leaves alone what had ended before", async () => {
    const { events, records, telemetry } = made();
    events.onStart(ABOUT);
    await events.executeLanguageModelCall({ ...MODEL, execute: async () => ({ usage: USAGE }) });
    events.onAbort(ABOUT);
    expect(records().map(({ outcome }) => outcome)).toEqual(["ok", "aborted"]);
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("tells what its calls are given, each attempt at them", async () => {
    const { events, records } = made({}, { content: true });
    const answers = [() => Promise.reject(new Error("busy")), async () => ({ usage: USAGE })];
    const execute = () => answers.shift()?.();
    const given = { instructions: "be kind", messages: [{ role: "user", content: "what was asked" }] };
    events.onStart(ABOUT);
    await expect(events.executeLanguageModelCall({ ...MODEL, ...given, execute })).rejects.toThrow("busy");
    await events.executeLanguageModelCall({ ...MODEL, ...given, execute });
    const input = [
      { role: "system", parts: [{ type: "text", content: "be kind" }] },
      { role: "user", parts: [{ type: "text", content: "what was asked" }] },
    ];
    expect(records()).toMatchObject([
      { input, outcome: "error" },
      { input, outcome: "ok", attempt: 2 },
    ]);
  });
});
