import { describe, expect, it } from "vitest";
import { setUpSdk } from "../test/set-up.ts";
import { type EndedSpan, type OperationRecord, recordFromSpan, recordOf } from "./index.ts";

function spanOf(attributes: Record<string, unknown>, more: Partial<EndedSpan> = {}): EndedSpan {
  return {
    ...{ name: "span", attributes, status: { code: 0 }, events: [], startTime: [1_767_225_600, 500_000_000] },
    endTime: [1_767_225_602, 0],
    spanContext: () => ({ traceId: "a".repeat(32), spanId: "b".repeat(16) }),
    ...more,
  };
}

describe("recordFromSpan", () => {
  it("reads back what our own spans say", () => {
    const { recorder, span } = setUpSdk({ content: true });
    const operation = recorder.start({
      ...{ name: "chat", provider: "openai", model: "m", request: { temperature: 0.5, stopSequences: ["."] } },
      context: { sessionId: "s", tags: ["t"], metadata: { region: "eu" } },
      input: [{ role: "user", parts: [{ type: "text", content: "hi" }] }],
    });
    operation.end({
      ...{
        usage: { inputTokens: 3, outputTokens: 2, cacheReadTokens: 1 },
        response: { id: "r", finishReasons: ["stop"] },
      },
      output: [{ role: "assistant", parts: [{ type: "text", content: "ho" }] }],
    });
    const ended = span("chat m");
    const { cost: _, ...own } = recordOf(ended, "otlp") as OperationRecord;
    expect(recordFromSpan(ended)).toEqual(own);
  });

  it("is a task where a span says nothing by the conventions", () => {
    expect(recordFromSpan(spanOf({ "http.request.method": "GET" }, { name: "GET" }))).toMatchObject({
      ...{ name: "task", label: "GET", startedAtMs: 1_767_225_600_500, durationMs: 1_500, outcome: "ok", ancestry: [] },
    });
  });

  it("knows older names", () => {
    const record = recordFromSpan(spanOf({ "gen_ai.operation.name": "embedding", "gen_ai.system": "openai" }));
    expect(record).toMatchObject({ name: "embeddings", provider: "openai" });
  });

  it("reads a tool's arguments and result as values", () => {
    const attributes = {
      ...{ "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search" },
      ...{ "gen_ai.tool.call.arguments": '{"q":"x"}', "gen_ai.tool.call.result": '{"hits":3}' },
    };
    expect(recordFromSpan(spanOf(attributes))).toMatchObject({
      tool: { name: "search", arguments: { q: "x" } },
      output: [{ parts: [{ response: { hits: 3 } }] }],
    });
  });

  it("takes an error from the status, or from what was thrown", () => {
    const events = [{ name: "exception", attributes: { "exception.type": "TypeError", "exception.message": "no" } }];
    expect(recordFromSpan(spanOf({}, { status: { code: 2 }, events }))).toMatchObject({
      ...{ outcome: "error", error: { type: "TypeError", message: "no" } },
    });
    expect(
      recordFromSpan(spanOf({ "error.type": "429" }, { status: { code: 2, message: "slow down" } })).error,
    ).toEqual({
      ...{ type: "429", message: "slow down" },
    });
  });

  it("does not trust values that are not what they should be", () => {
    const attributes = {
      "gen_ai.operation.name": "chat",
      "gen_ai.input.messages": "{",
      "gen_ai.output.messages": '["x"]',
    };
    expect(recordFromSpan(spanOf(attributes))).toMatchObject({ name: "chat", output: [] });
  });
});
