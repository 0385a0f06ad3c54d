import { describe, expect, it } from "vitest";
import { type Span, told } from "../test/call-set-up.ts";

const ERROR = { code: 2, message: "said" };

describe("an exception", () => {
  it.each<[string, (span: Span) => void, object]>([
    [
      "of its parts has their name and message",
      (span) => span.recordException({ name: "TypeError", message: "no", stack: "…" }),
      { outcome: "error", error: { type: "TypeError", message: "no" } },
    ],
    [
      "of no special name is an Error",
      (span) => span.recordException({ name: "Error", message: "no" }),
      { outcome: "error", error: { type: "Error", message: "no" } },
    ],
    [
      "without a name is an Error",
      (span) => span.recordException({ message: "no" }),
      { outcome: "error", error: { type: "Error", message: "no" } },
    ],
    [
      "that is a text has it as its message",
      (span) => span.recordException("no"),
      { outcome: "error", error: { type: "Error", message: "no" } },
    ],
    [
      "that is an error is that",
      (span) => span.recordException(Object.assign(new RangeError("no"), { statusCode: 503 })),
      { outcome: "error", error: { type: "503", message: "no" } },
    ],
    [
      "of an abort is one",
      (span) => span.recordException({ name: "AbortError", message: "stopped" }),
      { outcome: "aborted", error: { type: "AbortError" } },
    ],
    [
      "of a time limit is an error",
      (span) => span.recordException({ name: "TimeoutError", message: "slow" }),
      { outcome: "error", error: { type: "TimeoutError" } },
    ],
    [
      "is not replaced by the status that follows it",
      (span) => {
        span.recordException({ name: "TypeError", message: "no" });
        span.setStatus(ERROR);
      },
      { outcome: "error", error: { type: "TypeError", message: "no" } },
    ],
    [
      "may be told by the status alone",
      (span) => span.setStatus(ERROR),
      { outcome: "error", error: { message: "said" } },
    ],
    [
      "may be told by a bare status",
      (span) => span.setStatus({ code: 2 }),
      { outcome: "error", error: { message: "" } },
    ],
    ["is none where the status is fine", (span) => span.setStatus({ code: 1, message: "ok" }), { outcome: "ok" }],
    [
      "may be told by the finish reason alone",
      (span) => span.setAttribute("ai.response.finishReason", "error"),
      { outcome: "error" },
    ],
    [
      "told by the finish reason too is still told",
      (span) => {
        span.recordException({ name: "TypeError", message: "no" });
        span.setAttributes({ "ai.response.finishReason": "error" });
      },
      { outcome: "error", error: { type: "TypeError" } },
    ],
    [
      "is none for other finish reasons",
      (span) => span.setAttribute("ai.response.finishReason", "stop"),
      { outcome: "ok" },
    ],
  ])("%s", (_fact, work, expected) => {
    expect(told(work)).toMatchObject(expected);
  });
});
