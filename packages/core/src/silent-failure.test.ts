import { describe, expect, test } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";
import type { OperationEnd, SilentFailureRule, TelemetryOptions } from "./index.ts";

const answer = (response: unknown): OperationEnd => ({
  output: [{ role: "tool", parts: [{ type: "tool_call_response", response }] }],
});

/** What the record of a tool that returned this says. */
function judged(response: unknown, options: TelemetryOptions = {}, more: OperationEnd = {}): string | undefined {
  const { recorder, record } = setUp(options);
  recorder.start({ name: "execute_tool", tool: { name: "search" } }).end({ ...answer(response), ...more });
  return record().silentFailure;
}

describe("a tool's result that is a failure", () => {
  test.each([
    ["Error: the station does not answer", "error_text"],
    ["  TypeError: x is not a function", "error_text"],
    ["[ToolException] no route", "error_text"],
    ["❌ HTTP error 503", "error_text"],
    ["Internal Server Error", "error_text"],
    ["There was an error: no such city", "error_text"],
    ["Error executing tool search", "error_text"],
    ["Failed to fetch", "error_text"],
    ["Unable to reach the host", "error_text"],
    ["Could not find the file", "error_text"],
    ["Traceback (most recent call last):\n", "error_text"],
    [[{ type: "text", text: "Error: no" }], "error_text"],
    [{ content: [{ type: "text", text: "Error: no" }] }, "error_text"],
    [{ error: "no such city" }, "error_object"],
    ['{"error": {"code": 404}}', "error_object"],
    [' {"\\u0065rror": "no such city"}', "error_object"],
    ['[{"type": "text", "text": "Error: no"}]', "error_text"],
    ["{Error: no JSON", "error_text"],
    [" { } ", "empty_result"],
    [{ isError: true, content: [{ type: "text", text: "no" }] }, "error_object"],
    [{ success: false }, "error_object"],
    [{ ok: false, body: "x" }, "error_object"],
    [{ status: "error" }, "error_object"],
    ["", "empty_result"],
    [" \n", "empty_result"],
    [[], "empty_result"],
    ["[]", "empty_result"],
    [{}, "empty_result"],
    [null, "empty_result"],
    ["null", "empty_result"],
    [undefined, "empty_result"],
  ])("%j is %s", (response, rule) => {
    expect(judged(response)).toBe(rule);
  });
});

describe("a tool's result that only looks like one", () => {
  test.each([
    "It is sunny.",
    "No error",
    "No errors found.",
    "Error handling in Go is explicit.",
    "Error rate: 0.1 %",
    "The failed attempt was repeated.",
    "Exceptional weather",
    { error: null, data: 1 },
    { error: "", data: 1 },
    { error: false },
    { status: "ok" },
    { isError: false, content: [{ type: "text", text: "fine" }] },
    [0],
    0,
    false,
    "0",
    new Date(0),
    "{not json",
  ])("%j is none", (response) => {
    expect(judged(response)).toBeUndefined();
  });
});

test("it is a fact of the span's and of the record's, and the tool stays ok", () => {
  const { recorder, record, span } = setUpSdk();
  recorder.start({ name: "execute_tool", tool: { name: "search" } }).end(answer([]));
  expect(record()).toMatchObject({ outcome: "ok", silentFailure: "empty_result" });
  expect(span("execute_tool search").attributes["isospan.tool.silent_failure"]).toBe("empty_result");
  expect(span("execute_tool search").status.code).toBe(0);
});

test("the result is judged with content on and with content off, and kept only where it is on", () => {
  for (const content of [true, false]) {
    const { recorder, record } = setUp({ content });
    recorder.start({ name: "execute_tool", tool: { name: "search" } }).end(answer("Error: canary"));
    expect(record().silentFailure).toBe("error_text");
    expect(JSON.stringify(record()).includes("canary")).toBe(content);
  }
});

test("rules are the application's to change: the first answer counts", () => {
  const slow: SilentFailureRule = (result, tool) => (result === "slow" ? `${tool?.name}_slow` : undefined);
  const never: SilentFailureRule = () => "never asked";
  expect(judged("slow", { silentFailures: [slow, never] })).toBe("search_slow");
  expect(judged("Error: no", { silentFailures: [slow] })).toBeUndefined();
});

test.each([false, []] as const)("%j switches them off", (silentFailures) => {
  expect(judged("Error: no", { silentFailures })).toBeUndefined();
});

test("a rule that throws costs its answer, and the next one is asked", () => {
  const throwing: SilentFailureRule = () => {
    throw new Error("a rule");
  };
  const { recorder, record, telemetry } = setUp({ silentFailures: [throwing, () => "found"] });
  recorder.start({ name: "execute_tool" }).end(answer("x"));
  expect(record().silentFailure).toBe("found");
  expect(telemetry.diagnostics()).toEqual({ unreadable_field: 1 });
});

test("what a rule answers that is no text is no answer, and a text is bounded and redacted", () => {
  const odd = (answered: unknown): SilentFailureRule => (() => answered) as unknown as SilentFailureRule;
  expect(judged("x", { silentFailures: [odd(true), odd(Promise.resolve("late")), odd("")] })).toBeUndefined();
  expect(judged("x", { silentFailures: [odd("canary@example.com")] })).toBe("[email]");
});

test("what already failed, or waits for a person, has not failed silently", () => {
  expect(judged("Error: no", {}, { error: new Error("loud") })).toBeUndefined();
  expect(judged("Error: no", {}, { outcome: "interrupted" })).toBeUndefined();
});

test("only tools are judged, and what they return is read only then", () => {
  const { recorder, record } = setUp();
  let read = 0;
  const end: OperationEnd = {
    get output() {
      read++;
      return [];
    },
  };
  recorder.start({ name: "chat", model: "m" }).end(end);
  recorder.start({ name: "invoke_agent" }).end(answer(""));
  expect(read).toBe(0);
  expect(record("chat").silentFailure).toBeUndefined();
  expect(record("invoke_agent").silentFailure).toBeUndefined();
});

test("hostile results cost the answer alone", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const throwing = Object.defineProperty({}, "error", {
    enumerable: true,
    get: () => {
      throw new Error("no");
    },
  });
  expect(judged(proxy)).toBeUndefined();
  expect(judged(throwing)).toBeUndefined();
  expect(judged(`Error: ${"x".repeat(5_000_000)}`)).toBe("error_text");
  expect(judged(`${"error ".repeat(1_000_000)}`)).toBeUndefined();
});

test("a tool that never says what it returned is not judged", () => {
  const { recorder, record } = setUp();
  recorder.start({ name: "execute_tool" }).end({});
  expect(record().silentFailure).toBeUndefined();
});
