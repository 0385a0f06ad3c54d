import { describe, expect, it } from "vitest";
import { setUpSdk } from "../test/set-up.ts";
import { type ContentOption, type OperationRecord, type Recorder, recordOf, type Sink } from "./index.ts";

const TEXT = "what people wrote";
const message = { role: "user", parts: [{ type: "text", content: TEXT }] };
const output = [{ role: "assistant", parts: [{ type: "text", content: TEXT }], finish_reason: "stop" }];

/** One operation of each kind that has content. */
function everything(recorder: Recorder): void {
  const toolDefinitions = [{ name: "t", description: TEXT }];
  recorder.start({ name: "chat", input: [message], toolDefinitions }).end({ output });
  recorder.start({ name: "invoke_agent", input: [message] }).end({ output });
  const tool = recorder.start({ name: "execute_tool", tool: { name: "t", arguments: { q: TEXT } } });
  tool.end({ output: [{ role: "tool", parts: [{ type: "tool_call_response", response: TEXT }] }] });
  const documents = [{ id: "d", score: 0.5, content: TEXT }];
  recorder.start({ name: "retrieval", retrieval: { query: TEXT, topK: 3 } }).end({ documents });
  const error = Object.assign(new Error(`Failed to parse. Text: "${TEXT}"`), { name: "OutputParserException" });
  recorder.start({ name: "invoke_workflow" }).end({ error });
}

function named(destination: string, got: OperationRecord[]): Sink {
  return Object.assign((record: OperationRecord) => void got.push(record), { destination });
}

describe("content", () => {
  it("is nowhere unless it was asked for", () => {
    const got: OperationRecord[] = [];
    const { recorder, records, spans } = setUpSdk({ sinks: [named("any", got)] });
    everything(recorder);
    const left = JSON.stringify([records(), got, spans().map((span) => [span.attributes, span.events, span.status])]);
    expect(left).not.toContain(TEXT);
    expect(spans().map((span) => recordOf(span, "any"))).toEqual(records());
  });

  it("is not even read unless it was asked for", () => {
    const read: string[] = [];
    const noting = (name: string, value: unknown): PropertyDescriptor => ({
      enumerable: true,
      get: () => {
        read.push(name);
        return value;
      },
    });
    const { recorder } = setUpSdk();
    recorder.start(Object.defineProperty({ name: "chat" } as const, "input", noting("input", [message])));
    const tool = Object.defineProperty({ name: "t" }, "arguments", noting("arguments", {}));
    recorder.start({ name: "execute_tool", tool });
    const retrieval = Object.defineProperty({}, "query", noting("query", TEXT));
    recorder.start({ name: "retrieval", retrieval });
    recorder.start({ name: "chat" }).end(Object.defineProperty({}, "output", noting("output", output)));
    expect(read).toEqual([]);
  });

  it("leaves what is no content: a document's id and score, how many were asked for", () => {
    const { recorder, record } = setUpSdk();
    everything(recorder);
    expect(record("retrieval")).toMatchObject({ retrieval: { topK: 3 }, documents: [{ id: "d", score: 0.5 }] });
    expect(record("execute_tool").tool).toEqual({ name: "t" });
  });

  it("leaves the type of an error whose message quotes it, and the messages of all others", () => {
    const { recorder, record, span } = setUpSdk();
    everything(recorder);
    recorder.start({ name: "task" }).end({ error: new TypeError("no such key") });
    expect(record("invoke_workflow").error).toEqual({ type: "OutputParserException", message: "" });
    expect(span("invoke_workflow").attributes["error.type"]).toBe("OutputParserException");
    expect(record("task").error).toEqual({ type: "TypeError", message: "no such key" });
  });

  it("is everywhere where it was asked for", () => {
    const { recorder, records, spans } = setUpSdk({ content: true });
    everything(recorder);
    for (const record of records()) expect(JSON.stringify(record)).toContain(TEXT);
    for (const { attributes, status } of spans()) expect(JSON.stringify([attributes, status])).toContain(TEXT);
  });

  it.each<[ContentOption, boolean, boolean, boolean]>([
    [{ otlp: true, memory: false }, true, false, false],
    [{ otlp: false, memory: true }, false, true, false],
    [{ archive: true }, false, false, true],
    [{ otlp: true, memory: true, archive: true }, true, true, true],
    [{}, false, false, false],
  ])("%j goes where it is allowed: spans %s, memory %s, archive %s", (content, onSpans, inMemory, inArchive) => {
    const archived: OperationRecord[] = [];
    const { recorder, records, spans } = setUpSdk({ content, sinks: [named("archive", archived)] });
    everything(recorder);
    for (const { attributes, status } of spans()) {
      expect(JSON.stringify([attributes, status]).includes(TEXT)).toBe(onSpans);
    }
    for (const record of records()) expect(JSON.stringify(record).includes(TEXT)).toBe(inMemory);
    for (const record of archived) expect(JSON.stringify(record).includes(TEXT)).toBe(inArchive);
  });

  it.each([
    ["all destinations may have it", true, true],
    ["only named ones may", { memory: true }, false],
  ] as const)("goes to a sink without a name where %s", (_when, content, expected) => {
    const got: OperationRecord[] = [];
    const { recorder } = setUpSdk({ content, sinks: [(record) => void got.push(record)] });
    everything(recorder);
    expect(JSON.stringify(got).includes(TEXT)).toBe(expected);
  });

  it("is never shown to gates", async () => {
    const shown: unknown[] = [];
    const gate = {
      enter: (view: unknown) => void shown.push(view),
      leave: (record: unknown) => void shown.push(record),
    };
    const { recorder } = setUpSdk({ content: true, gates: [gate] });
    const tool = recorder.start({ name: "execute_tool", tool: { name: "t", arguments: { q: TEXT } } });
    await recorder.admit(tool);
    tool.end();
    const call = recorder.start({ name: "chat", input: [message] });
    await recorder.admit(call);
    call.end({ output });
    expect(JSON.stringify(shown)).not.toContain(TEXT);
  });

  it("has objects for what travels as JSON text", () => {
    const { recorder, record } = setUpSdk({ content: true });
    recorder.start({ name: "execute_tool", tool: { name: "t", arguments: '{"q":1}' } }).end();
    expect(record().tool?.arguments).toEqual({ q: 1 });
  });

  it.each(["not JSON", "{broken", "[1,", "12"])("keeps text that is no JSON object as it is: %s", (text) => {
    const { recorder, record } = setUpSdk({ content: true });
    recorder.start({ name: "execute_tool", tool: { name: "t", arguments: text } }).end();
    expect(record().tool?.arguments).toBe(text);
  });
});
