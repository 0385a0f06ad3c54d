import { SpanStatusCode } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";
import type { OperationEnd } from "./index.ts";

class RateLimitError extends Error {}
class Named extends Error {
  override readonly name = "ProviderError";
}
const withFields = (message: string, fields: object): Error => Object.assign(new Error(message), fields);
const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
// What the arguments were is content.
const INVALID = { type: "InvalidToolArguments", message: "" };

function errorOf(error: unknown) {
  const { recorder, record } = setUp();
  recorder.start({ name: "chat" }).end({ error });
  return record().error;
}

describe("an error's type and message", () => {
  it.each<[string, unknown, { type: string; message: string }]>([
    ["a status", withFields("Too many", { status: 429 }), { type: "429", message: "Too many" }],
    ["a status code", withFields("Broken", { statusCode: 503 }), { type: "503", message: "Broken" }],
    ["a response's status", withFields("Broken", { response: { status: 500 } }), { type: "500", message: "Broken" }],
    ["a status of AWS's", withFields("Slow", { $metadata: { httpStatusCode: 429 } }), { type: "429", message: "Slow" }],
    ["a cause's status", new Error("Wrapped", { cause: { statusCode: 401 } }), { type: "401", message: "Wrapped" }],
    [
      "a retry helper's last error",
      withFields("Failed after 3 attempts", { lastError: withFields("Overloaded", { statusCode: 529 }) }),
      { type: "529", message: "Overloaded" },
    ],
    [
      "a status that the message repeats",
      withFields("429 Slow down", { status: 429 }),
      { type: "429", message: "Slow down" },
    ],
    ["a status of success, which is none", withFields("Odd", { status: 200 }), { type: "Error", message: "Odd" }],
    ["its name", new TypeError("bad"), { type: "TypeError", message: "bad" }],
    ["a name of its own", new Named("down"), { type: "ProviderError", message: "down" }],
    ["its class, where the name is Error", new RateLimitError("slow"), { type: "RateLimitError", message: "slow" }],
    ["Error, where it says no more", new Error("plain"), { type: "Error", message: "plain" }],
    ["bad arguments of a tool, in any framework's words", named("AI_InvalidToolInputError", "no city"), INVALID],
    ["text", "it broke", { type: "_OTHER", message: "it broke" }],
    ["a number", 7, { type: "_OTHER", message: "" }],
    ["an object", { message: "m" }, { type: "_OTHER", message: "m" }],
    ["an object with a name", { name: "Broken", message: "m" }, { type: "Broken", message: "m" }],
    ["nothing to read", Object.create(null), { type: "_OTHER", message: "" }],
    ["an object with a type", { type: "overloaded_error", message: "m" }, { type: "overloaded_error", message: "m" }],
    [
      "an object with a code, which says more",
      { type: "server_error", code: "rate_limit_exceeded", message: "m" },
      { type: "rate_limit_exceeded", message: "m" },
    ],
    [
      "an object whose code is none",
      { type: "server_error", code: null, message: "m" },
      { type: "server_error", message: "m" },
    ],
    [
      "the object that an event of a stream is about",
      { type: "error", sequence_number: 3, error: { type: "server_error", code: "rate_limit_exceeded", message: "m" } },
      { type: "rate_limit_exceeded", message: "m" },
    ],
    [
      "the status beside such an object",
      { status: 429, error: { type: "t", message: "m" } },
      { type: "429", message: "m" },
    ],
    [
      "the status in such an object",
      { type: "error", error: { status: 503, message: "m" } },
      { type: "503", message: "m" },
    ],
    [
      "a status rather than a code",
      { code: "slow_down", statusCode: 429, message: "m" },
      { type: "429", message: "m" },
    ],
    [
      "a name rather than a code",
      { name: "Broken", code: "slow_down", message: "m" },
      { type: "Broken", message: "m" },
    ],
    ["its class rather than a code", withFields("m", { code: "ECONNRESET" }), { type: "Error", message: "m" }],
    ["a type that says only that it is one", { type: "error", message: "m" }, { type: "_OTHER", message: "m" }],
    [
      "a class, not what it is around",
      Object.assign(new RateLimitError(), { error: { code: "x" } }),
      { type: "RateLimitError", message: "" },
    ],
    ["an error that is text", { type: "error", error: "it broke" }, { type: "_OTHER", message: "" }],
  ])("come from %s", (_what, error, expected) => {
    expect(errorOf(error)).toEqual(expected);
  });

  it.each([
    "Rate limit reached for gpt-5",
    "req_011CSHoEeqs5C35K2UUqR7Fy",
    "0f8fad5b-d9cb-469f-a165-70867728950e",
    "429",
    "x".repeat(65),
    "",
    `${"a_".repeat(30_000)}!`,
  ])("are not from a code that may be another each time: %s", (code) => {
    expect(errorOf({ code, type: { a: 1 }, message: "m" })).toEqual({ type: "_OTHER", message: "m" });
  });

  it.each([
    "overloaded_error",
    "RESOURCE_EXHAUSTED",
    "ERR_HTTP2_STREAM",
    "ThrottlingException",
    "insufficient-quota",
    "P2002",
  ])("are from a code of a fixed list: %s", (code) => {
    expect(errorOf({ code, message: "m" })?.type).toBe(code);
  });

  it("have a bound", () => {
    expect(errorOf(new Error("x".repeat(5_000_000)))?.message).toBe(`${"x".repeat(2_000)}…`);
  });

  it("stand on the span, with its status", () => {
    const { recorder, span } = setUpSdk();
    recorder.start({ name: "chat" }).end({ error: withFields("Too many", { status: 429 }) });
    expect(span("chat").attributes["error.type"]).toBe("429");
    expect(span("chat").status).toEqual({ code: SpanStatusCode.ERROR, message: "Too many" });
  });
});

describe("the outcome", () => {
  const abort = new DOMException("This operation was aborted", "AbortError");
  const late = new DOMException("late", "TimeoutError");

  it.each<[string, OperationEnd, string, string | undefined]>([
    ["ok without an error", {}, "ok", undefined],
    ["an error with one", { error: new TypeError("x") }, "error", "TypeError"],
    ["aborted with an AbortError", { error: abort }, "aborted", "AbortError"],
    ["aborted where only the message says so", { error: new Error("Aborted") }, "aborted", "AbortError"],
    ["an error where the message says more", { error: new Error("Aborted by rule 7") }, "error", "Error"],
    ["an error where an abort was a time limit", { outcome: "aborted", error: late }, "error", "TimeoutError"],
    ["an error with a TimeoutError", { error: late }, "error", "TimeoutError"],
    ["what the end says", { outcome: "incomplete" }, "incomplete", undefined],
    ["what the end says, despite an error", { outcome: "denied", error: new TypeError("no") }, "denied", "TypeError"],
    ["aborted without an error, which is one still", { outcome: "aborted" }, "aborted", "AbortError"],
    ["an error of which nothing is known", { outcome: "error" }, "error", "_OTHER"],
    ["interrupted, which is no failure", { outcome: "interrupted", error: new Error("ask") }, "interrupted", undefined],
  ])("is %s", (_what, end, outcome, type) => {
    const { recorder, record } = setUp();
    recorder.start({ name: "chat" }).end(end);
    expect(record().outcome).toBe(outcome);
    expect(record().error?.type).toBe(type);
  });

  it.each(["This operation was aborted", "The user aborted a request.", "canceled"])(
    "of an abort has one wording: %s",
    (says) => {
      const { recorder, record } = setUp();
      recorder.start({ name: "chat" }).end({ error: new DOMException(says, "AbortError") });
      expect(record().error).toEqual({ type: "AbortError", message: "The operation was aborted" });
    },
  );

  it("of a function that throws nothing at all is an error", async () => {
    const { telemetry, record } = setUp();
    await telemetry.run({ name: "task" }, () => Promise.reject(undefined)).catch(() => {});
    expect(record()).toMatchObject({ outcome: "error", error: { type: "_OTHER" } });
  });

  it("is no error on the span of an interrupted operation", () => {
    const { recorder, span } = setUpSdk();
    recorder.start({ name: "invoke_agent" }).end({ outcome: "interrupted", error: new Error("ask a person") });
    expect(span("invoke_agent").status.code).toBe(SpanStatusCode.UNSET);
  });
});
