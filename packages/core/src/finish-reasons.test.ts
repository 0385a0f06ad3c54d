import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";

describe("a finish reason", () => {
  it.each([
    ["stop", "stop"],
    ["STOP", "stop"],
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["stop-sequence", "stop"],
    ["COMPLETE", "stop"],
    ["eos_token", "stop"],
    ["length", "length"],
    ["max_tokens", "length"],
    ["MAX_TOKENS", "length"],
    ["max_output_tokens", "length"],
    ["model_length", "length"],
    ["content_filter", "content_filter"],
    ["content-filter", "content_filter"],
    ["SAFETY", "content_filter"],
    ["refusal", "content_filter"],
    ["guardrail_intervened", "content_filter"],
    ["tool-calls", "tool_call"],
    ["tool_calls", "tool_call"],
    ["tool_use", "tool_call"],
    ["function_call", "tool_call"],
    ["error", "error"],
    ["MALFORMED_FUNCTION_CALL", "error"],
    ["pause_turn", "stop"],
    ["model_context_window_exceeded", "length"],
    ["RECITATION", "content_filter"],
    ["PROHIBITED_CONTENT", "content_filter"],
    ["SPII", "content_filter"],
    ["OTHER", "other"],
  ])("%s is %s", (given, expected) => {
    const { recorder, record } = setUp();
    recorder.start({ name: "chat" }).end({ response: { finishReasons: [given] } });
    expect(record().response?.finishReasons).toEqual([expected]);
  });

  it.each([[[""]], [[null]], [[7]], [[{}]]])("is left out where it is none: %j", (finishReasons) => {
    const { recorder, record } = setUp();
    recorder.start({ name: "chat" }).end({ response: { id: "r", finishReasons: finishReasons as never } });
    expect(record().response?.finishReasons).toEqual([]);
  });
});

describe("an output message", () => {
  const message = { role: "assistant", parts: [{ type: "text", content: "hi" }] };
  const reasons = (finishReasons: readonly string[] | undefined, error?: Error, own?: string) => {
    const { recorder, record } = setUp({ content: true });
    const output = [own === undefined ? message : { ...message, finish_reason: own }, message];
    recorder.start({ name: "chat" }).end({ output, error, response: { id: "r", finishReasons } });
    return record().output?.map((each) => each.finish_reason);
  };

  it("has the finish reason of its choice", () => {
    expect(reasons(["stop", "length"])).toEqual(["stop", "length"]);
  });

  it("has the first reason where there is one for all", () => {
    expect(reasons(["length"])).toEqual(["length", "length"]);
  });

  it("keeps its own", () => {
    expect(reasons(["stop"], undefined, "tool_call")).toEqual(["tool_call", "stop"]);
  });

  it.each([
    ["stop", undefined],
    ["error", new Error("late")],
  ])("without any has %s, as the call ended", (expected, error) => {
    expect(reasons(undefined, error)).toEqual([expected, expected]);
  });

  it("of a tool has none", () => {
    const { recorder, record } = setUp({ content: true });
    const output = [{ role: "tool", parts: [{ type: "tool_call_response", response: 1 }] }];
    recorder.start({ name: "execute_tool" }).end({ output });
    expect(record().output).toEqual(output);
  });
});
