import { describe, expect, it } from "vitest";
import { setUpSdk } from "../test/set-up.ts";
import { recordOf } from "./index.ts";

const input = [{ role: "user", parts: [{ type: "text", content: "hello" }] }];
const documents = [{ id: "d", content: "text" }];

describe("recordOf", () => {
  it("is the record behind an exported span", () => {
    const { recorder, record, span } = setUpSdk();
    recorder.start({ name: "chat", model: "m" }).end();
    expect(recordOf(span("chat m"), "any")).toBe(record());
  });

  it("has content where the policy allows it for the destination, and else not", () => {
    const { recorder, span } = setUpSdk({ content: { vendor: true, otlp: false } });
    recorder.start({ name: "chat", input }).end();
    expect(recordOf(span("chat"), "vendor")?.input).toEqual(input);
    expect(recordOf(span("chat"), "other")).not.toHaveProperty("input");
    expect(recordOf(span("chat"), "constructor")).not.toHaveProperty("input");
  });

  it("is undefined for a span of somebody else", () => {
    const { tracer, span } = setUpSdk();
    tracer.startSpan("GET").end();
    expect(recordOf(span("GET"), "any")).toBeUndefined();
  });

  it("is that of the last operation, where a tracer gives one span twice", () => {
    const spanContext = () => ({ traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 });
    const span = { spanContext, isRecording: () => false, end: () => {} };
    const tracerProvider = { getTracer: () => ({ startSpan: () => span }) } as never;
    const { recorder, records } = setUpSdk({ tracerProvider });
    for (const model of ["first", "second"]) recorder.start({ name: "chat", model }).end();
    expect(recordOf(span, "any")).toBe(records()[1]);
  });

  it("is there when the span reaches an exporter", () => {
    const seen: unknown[] = [];
    const spanContext = () => ({ traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 });
    const span = {
      spanContext,
      isRecording: () => false,
      end(): void {
        seen.push(recordOf(this, "any"));
      },
    };
    const { recorder, record } = setUpSdk({
      tracerProvider: { getTracer: () => ({ startSpan: () => span }) } as never,
    });
    recorder.start({ name: "chat" }).end();
    expect(seen).toEqual([record()]);
  });
});

/** What is not frozen, by path. */
function unfrozen(value: unknown, path = "record"): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const below = Object.entries(value).flatMap(([key, each]) => unfrozen(each, `${path}.${key}`));
  return Object.isFrozen(value) ? below : [path, ...below];
}

describe("a record", () => {
  const start = {
    name: "chat",
    model: "gpt-4o",
    provider: "openai",
    request: { stopSequences: ["END"], temperature: 1 },
    agent: { name: "helper" },
    tool: { name: "t", arguments: { deep: [{ er: 1 }] } },
    retrieval: { query: "q" },
    input,
  } as const;
  const end = {
    response: { id: "r", finishReasons: ["stop"] },
    usage: { inputTokens: 10, outputTokens: 1, units: { web_search: 1 } },
    output: input,
    documents,
    error: new Error("after all"),
  };

  it.each([true, false])("is frozen all the way down, with content %s", async (content) => {
    const { telemetry, recorder, records, span } = setUpSdk({ content, prices: true });
    const above = recorder.start({ name: "invoke_agent", agent: { name: "helper" } });
    const call = above.run(() => recorder.start(start));
    call.chunk();
    call.end(end);
    above.end();
    await telemetry.flush();
    expect(records().flatMap((record) => unfrozen(record))).toEqual([]);
    expect(unfrozen(recordOf(span("chat gpt-4o"), "any"))).toEqual([]);
  });

  it("is frozen all the way down where content was taken out of it", () => {
    const { recorder, records } = setUpSdk({ content: { otlp: true } });
    recorder.start(start).end(end);
    expect(records().flatMap((record) => unfrozen(record))).toEqual([]);
  });

  it("is frozen all the way down where two calls were one", () => {
    const { recorder, records } = setUpSdk();
    const response = { id: "r" };
    const outer = recorder.start(start);
    outer.run(() => recorder.start(start).end({ response }));
    outer.end({ response });
    expect(records().flatMap((record) => unfrozen(record))).toEqual([]);
  });

  it("of two calls that were one has no fields that neither had", () => {
    const { recorder, record } = setUpSdk();
    const identity = {};
    const outer = recorder.start({ name: "embeddings" });
    outer.run(() => recorder.start({ name: "embeddings" }).end({ identity }));
    outer.end({ identity });
    expect(record()).not.toHaveProperty("request");
    expect(record()).not.toHaveProperty("response");
  });

  it("of a started operation is frozen as well", () => {
    const started: object[] = [];
    const sink = Object.assign(() => {}, { started: (record: object) => void started.push(record) });
    setUpSdk({ sinks: [sink] }).recorder.start(start);
    expect(started.flatMap((record) => unfrozen(record))).toEqual([]);
  });

  it("keeps and freezes nothing of the caller's", () => {
    const { recorder, record } = setUpSdk({ content: true });
    const agent = { name: "before" };
    const operation = recorder.start({ name: "invoke_agent", agent });
    agent.name = "after";
    operation.end();
    expect(record().agent).toEqual({ name: "before" });
    expect(Object.isFrozen(agent)).toBe(false);
  });

  it("is the same after a trip through JSON", () => {
    const { recorder, record } = setUpSdk({ content: true });
    recorder.start(start).end(end);
    expect(JSON.parse(JSON.stringify(record()))).toEqual(record());
  });
});
