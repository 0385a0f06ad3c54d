import { describe, expect, it } from "vitest";
import { type SetUp, setUp } from "../test/set-up.ts";
import type { OperationEnd } from "./index.ts";

/** A call inside a call: the outer one as a router sees it, the inner one as the provider's own hook does. */
function twice(innerEnd: OperationEnd, outerEnd: OperationEnd): SetUp {
  const all = setUp();
  const { clock, recorder } = all;
  const outer = recorder.start({ name: "chat", model: "router", provider: "gateway" });
  outer.run(() => {
    clock.advance(10);
    const inner = recorder.start({ name: "chat", model: "gpt-5", provider: "openai.chat" });
    clock.advance(30);
    inner.end(innerEnd);
    clock.advance(10);
  });
  outer.end(outerEnd);
  return all;
}

describe("a model call inside a model call", () => {
  const usage = { inputTokens: 3 };
  const error = new Error("overloaded");

  it.each<[string, OperationEnd]>([
    ["the provider's result object", { usage, identity: {} }],
    ["the error object", { error }],
    ["the response id", { usage, response: { id: "resp-1" } }],
  ])("that ends with the same as it, by %s, is one record under the inner model's name", (_what, end) => {
    const { record, clock } = twice(end, end);
    expect(record()).toMatchObject({
      model: "gpt-5",
      provider: "openai",
      startedAtMs: clock.now() - 50,
      durationMs: 50,
    });
  });

  it("keeps what only the inner end knew", () => {
    const identity = {};
    const { record } = twice({ identity, usage, response: { id: "r", model: "gpt-5-0807" } }, { identity });
    expect(record()).toMatchObject({ usage, response: { id: "r", model: "gpt-5-0807" } });
  });

  describe.each([10, 0])("in layers that take %d ms each", (takesMs) => {
    it.each<[string, OperationEnd]>([
      ["result object", { identity: {} }],
      ["error", { error: new Error("overloaded") }],
      ["response id", { response: { id: "resp-1" } }],
    ])("is one record where they share a %s, under the innermost name", (_what, end) => {
      const { recorder, clock, records } = setUp();
      const router = recorder.start({ name: "chat", model: "router" });
      router.run(() => {
        const client = recorder.start({ name: "chat", model: "client" });
        clock.advance(takesMs);
        client.run(() => {
          const provider = recorder.start({ name: "chat", model: "gpt-5" });
          clock.advance(takesMs);
          provider.end(end);
        });
        clock.advance(takesMs);
        client.end(end);
      });
      router.end(end);
      expect(records().map(({ model }) => model)).toEqual(["gpt-5"]);
    });
  });

  it.each([10, 0])(
    "is one record for the attempt that counted, and one for the one before, of %d ms each",
    (takesMs) => {
      const { recorder, clock, records } = setUp();
      const error = new Error("overloaded");
      const outer = recorder.start({ name: "chat", model: "router" });
      outer.run(() => {
        for (const model of ["first", "second"]) {
          const attempt = recorder.start({ name: "chat", model });
          clock.advance(takesMs);
          attempt.end({ error });
          clock.advance(takesMs);
        }
      });
      outer.end({ error });
      expect(records().map(({ model }) => model)).toEqual(["first", "second"]);
    },
  );

  it("prefers what the outer end says", () => {
    const identity = {};
    const { record } = twice({ identity, response: { id: "inner" } }, { identity, response: { id: "outer" } });
    expect(record().response?.id).toBe("outer");
  });

  it("has no record of its own before the outer call ends", () => {
    const { recorder, records } = setUp();
    const outer = recorder.start({ name: "chat" });
    outer.run(() => recorder.start({ name: "chat" }).end({ usage }));
    expect(records()).toEqual([]);
  });

  it("that is another call is a sibling, with its own time and model", () => {
    const { records, clock } = twice({ identity: {}, usage }, { identity: {}, usage });
    const [sibling, outer] = records();
    expect(sibling).toMatchObject({ model: "gpt-5", startedAtMs: clock.now() - 40, durationMs: 30 });
    expect(outer).toMatchObject({ model: "router", durationMs: 50 });
    expect(sibling?.traceId).not.toBe("");
  });

  it("that is another call has the outer call's parent", () => {
    const { recorder, records } = setUp();
    const agent = recorder.start({ name: "invoke_agent", agent: { name: "helper" } });
    const outer = agent.run(() => recorder.start({ name: "chat", model: "outer" }));
    outer.run(() => recorder.start({ name: "chat", model: "inner" }).end({ identity: {} }));
    outer.end({ identity: {} });
    agent.end();
    const [inner, call, above] = records();
    expect(inner?.model).toBe("inner");
    expect(call?.parentSpanId).toBe(above?.spanId);
    expect(inner?.parentSpanId).toBe(above?.spanId);
    expect(inner?.ancestry.map((ancestor) => ancestor.spanId)).toEqual([above?.spanId]);
  });

  it("that was not chosen of two is a sibling; the chosen one is the call", () => {
    const { recorder, records } = setUp();
    const chosen = {};
    const outer = recorder.start({ name: "chat", model: "best-of-two" });
    outer.run(() => {
      recorder.start({ name: "chat", model: "a" }).end({ identity: chosen, usage });
      recorder.start({ name: "chat", model: "b" }).end({ identity: {}, usage });
    });
    outer.end({ identity: chosen, usage });
    expect(records().map((record) => record.model)).toEqual(["b", "a"]);
  });

  it("that failed before another succeeded is a sibling with its error", () => {
    const { recorder, records } = setUp();
    const identity = {};
    const outer = recorder.start({ name: "chat", model: "m" });
    outer.run(() => {
      recorder.start({ name: "chat", model: "m" }).end({ error });
      recorder.start({ name: "chat", model: "m" }).end({ identity, usage });
    });
    outer.end({ identity, usage });
    expect(records().map((record) => record.outcome)).toEqual(["error", "ok"]);
  });

  it("that is still open when the outer call fails is a record of its own once it ends", () => {
    const { recorder, records } = setUp();
    const outer = recorder.start({ name: "chat", model: "outer" });
    const inner = outer.run(() => recorder.start({ name: "chat", model: "inner" }));
    outer.end({ error });
    inner.end({ usage });
    expect(records().map((record) => record.model)).toEqual(["outer", "inner"]);
    expect(records()[1]).toMatchObject({ outcome: "ok", usage });
  });

  it("that is still open when the outer call is aborted was that call", () => {
    const { telemetry, recorder, record } = setUp();
    const outer = recorder.start({ name: "chat", model: "router" });
    const inner = outer.run(() => recorder.start({ name: "chat", model: "gpt-5" }));
    outer.end({ outcome: "aborted" });
    expect(record()).toMatchObject({ model: "gpt-5", outcome: "aborted" });
    // Its own end is no second one.
    inner.end({ error: new DOMException("stopped", "AbortError") });
    expect(telemetry.diagnostics()).toEqual({});
  });

  it("is found by its key like any other", () => {
    const { recorder, record } = setUp();
    const identity = {};
    const outer = recorder.start({ name: "chat" }, { key: "outer" });
    outer.run(() => recorder.start({ name: "chat", model: "inner" }, { key: "inner" }));
    recorder.end("inner", { identity, usage });
    recorder.end("outer", { identity, usage });
    expect(record().model).toBe("inner");
  });

  it("leaves tools under an open model call alone", () => {
    const { recorder, records } = setUp();
    const outer = recorder.start({ name: "chat" });
    outer.run(() => recorder.start({ name: "execute_tool", tool: { name: "search" } }).end());
    outer.end();
    expect(records().map((record) => record.name)).toEqual(["execute_tool", "chat"]);
  });
});
