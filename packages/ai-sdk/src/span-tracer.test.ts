import { describe, expect, it } from "vitest";
import { type Span, setUpCall, told } from "../test/call-set-up.ts";

const TOOL = { "ai.toolCall.name": "search", "ai.toolCall.id": "t", "ai.toolCall.args": '{"q":1}' };

describe("a span of the SDK's", () => {
  it.each<[string, object]>([
    ["ai.generateText", { name: "invoke_agent" }],
    ["ai.streamText", { name: "invoke_agent" }],
    ["ai.toolCall", { name: "execute_tool", tool: { name: "tool" } }],
  ])("that is %s is recorded", (name, expected) => {
    const { run, record } = setUpCall();
    expect(run(name, (span) => [span.isRecording(), span.end()])).toEqual([true, undefined]);
    expect(record()).toMatchObject(expected);
  });

  it.each(["ai.generateText.doGenerate", "ai.streamText.doStream", "ai.embed", "ai.generateObject", ""])(
    "that is %s is left to others",
    (name) => {
      const { run, records } = setUpCall();
      expect(run(name, (span) => [span.isRecording(), span.end()])).toEqual([false, undefined]);
      expect(records()).toEqual([]);
    },
  );

  it("may be begun without options, and with a context", () => {
    const { tracer, records } = setUpCall();
    const end = (span: Span): void => span.end();
    tracer.startActiveSpan("ai.generateText", end);
    tracer.startActiveSpan("ai.toolCall", undefined, end);
    tracer.startActiveSpan("ai.toolCall", { attributes: null }, {}, end);
    tracer.startSpan("ai.generateText").end();
    expect(records().map(({ name }) => name)).toEqual(["invoke_agent", "execute_tool", "execute_tool"]);
  });

  it("takes what it does not need", () => {
    told((span) => {
      const chained = span.addEvent().addLink().addLinks().updateName().setAttribute("a", 1).setAttributes({ b: 2 });
      expect(chained.setStatus({ code: 1 })).toBe(span);
      expect(span.spanContext().traceId).toMatch(/^0+$/);
    });
  });

  it.each([undefined, null, 7])("takes attributes, exceptions and a status of %s", (nothing) => {
    const record = told((span) => {
      span.setAttributes(nothing);
      span.setStatus(nothing);
    });
    expect(record.outcome).toBe("ok");
    expect(told((span) => span.recordException(nothing))).toMatchObject({ outcome: "error" });
  });

  it("that is ended twice has one end", () => {
    const { run, record, telemetry } = setUpCall();
    run("ai.streamText", (span) => {
      span.end();
      span.recordException(new Error("late"));
      span.end();
    });
    expect(record().outcome).toBe("ok");
    expect(telemetry.diagnostics()).toEqual({});
  });
});

describe("a tool's span", () => {
  it("has its name, id, arguments and result", () => {
    const { run, record } = setUpCall();
    run(
      "ai.toolCall",
      (span) => {
        span.setAttributes({ "ai.toolCall.result": '{"found":2}' });
        span.end();
      },
      TOOL,
    );
    expect(record()).toMatchObject({
      tool: { name: "search", callId: "t", arguments: { q: 1 } },
      output: [{ role: "tool", parts: [{ type: "tool_call_response", id: "t", response: { found: 2 } }] }],
    });
  });

  it.each([
    ["empty", { "ai.toolCall.name": "", "ai.toolCall.id": "" }],
    ["of another kind", { "ai.toolCall.name": 7, "ai.toolCall.id": {} }],
  ])("whose attributes are %s has none of them", (_what, attributes) => {
    const { run, record } = setUpCall();
    run("ai.toolCall", (span) => span.end(), attributes);
    expect(record().tool).toEqual({ name: "tool" });
  });

  it("that fails after its result has both", () => {
    const { run, record } = setUpCall();
    run(
      "ai.toolCall",
      (span) => {
        span.setAttribute("ai.toolCall.result", "found");
        span.recordException({ name: "TypeError", message: "no" });
        span.end();
      },
      TOOL,
    );
    expect(record()).toMatchObject({ outcome: "error", error: { type: "TypeError" }, output: [{ role: "tool" }] });
  });
});
