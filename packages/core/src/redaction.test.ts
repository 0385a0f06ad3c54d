import { describe, expect, it } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";
import type { OperationEnd, OperationStart } from "./index.ts";

const SECRET = "sk-proj-aB3dE6gH9jK2mN5pQ8sT1vW4";
const text = `before ${SECRET} after`;
const message = { role: "user", parts: [{ type: "text", content: text }] };

describe("a secret", () => {
  it.each<[string, OperationStart, OperationEnd?]>([
    ["a label", { name: "task", label: text }],
    ["a model", { name: "chat", model: text }],
    ["a conversation id", { name: "chat", conversationId: text }],
    ["a stop sequence", { name: "chat", request: { stopSequences: [text] } }],
    ["a server address", { name: "chat", request: { serverAddress: text } }],
    ["an agent's name", { name: "invoke_agent", agent: { name: text, description: text } }],
    ["a tool's name", { name: "execute_tool", tool: { name: text } }],
    ["a tool's arguments", { name: "execute_tool", tool: { name: "t", arguments: { deep: [text] } } }],
    [
      "a tool's arguments as JSON",
      { name: "execute_tool", tool: { name: "t", arguments: JSON.stringify({ a: text }) } },
    ],
    ["a key of a tool's arguments", { name: "execute_tool", tool: { name: "t", arguments: { [SECRET]: 1 } } }],
    ["a query", { name: "retrieval", retrieval: { query: text, dataSourceId: text } }],
    ["a message", { name: "chat", input: [message] }],
    ["an answer", { name: "chat" }, { output: [message] }],
    ["a document", { name: "retrieval" }, { documents: [{ id: text, content: text }] }],
    ["an error's message", { name: "chat" }, { error: new Error(text) }],
    ["an error's name", { name: "chat" }, { error: { name: SECRET, message: "m" } }],
    ["a response's id", { name: "chat" }, { response: { id: text, model: text, finishReasons: [text] } }],
  ])("in %s is neither in the record nor in the span", (_where, start, end) => {
    const { recorder, records, spans } = setUpSdk({ content: true });
    recorder.start(start).end(end);
    const [span] = spans();
    const left = JSON.stringify([records(), span?.name, span?.attributes, span?.status, span?.events]);
    expect(left).toContain("[secret]");
    expect(left).not.toContain(SECRET);
  });

  it("is already gone from the attributes that a span begins with", () => {
    const begun: unknown[] = [];
    const startSpan = (name: string, options: unknown) => {
      begun.push(name, options);
      throw new Error("seen enough");
    };
    const { recorder } = setUp({ tracerProvider: { getTracer: () => ({ startSpan }) } as never });
    recorder.start({ name: "chat", model: text, provider: text });
    expect(JSON.stringify(begun)).toContain("[secret]");
    expect(JSON.stringify(begun)).not.toContain(SECRET);
  });

  it("is not let out in part where a field is nearly full", () => {
    const password = "Pa55word-that-is-rather-long-0123456789-0123456789";
    const url = `postgres://administrator:${password}@database.internal/app`;
    for (let room = 0; room < 168; room++) {
      const { recorder, record } = setUp({ content: true });
      const fill = Array.from({ length: 7 }, () => "x".repeat(32_768));
      const pad = "y".repeat(32_600 + room);
      recorder.start({ name: "execute_tool", tool: { name: "t", arguments: [...fill, pad, url] } }).end();
      expect(JSON.stringify(record())).not.toContain(password.slice(0, 6));
    }
  });
});

describe("a redactor", () => {
  it("is applied after the ones before it", () => {
    const redact = [(given: string) => given.replace("a", "b"), (given: string) => given.replace("b", "c")];
    const { recorder, record } = setUp({ redact });
    recorder.start({ name: "chat", model: "a" }).end();
    expect(record().model).toBe("c");
  });

  it("that throws drops the text, and nothing else", () => {
    const redact = [
      (given: string) => {
        if (given.includes("poison")) throw new Error("broken redactor");
        return given;
      },
    ];
    const { telemetry, recorder, record } = setUp({ redact });
    const operation = recorder.start({ name: "chat", model: "poison", conversationId: "c" });
    operation.end({ error: new TypeError("poison"), response: { id: "poison", model: "m" } });
    expect(record()).toMatchObject({
      conversationId: "c",
      response: { model: "m" },
      error: { type: "TypeError", message: "" },
    });
    expect(JSON.stringify(record())).not.toContain("poison");
    expect(telemetry.diagnostics()).toEqual({ redactor_error: 3 });
  });

  it("that returns something else than text drops the text", () => {
    const { telemetry, recorder, record } = setUp({ redact: [(() => undefined) as never] });
    recorder.start({ name: "chat", model: "m" }).end();
    expect(record()).not.toHaveProperty("model");
    expect(telemetry.diagnostics()).toEqual({ redactor_error: 1 });
  });

  it("is not there where none were given", () => {
    const { recorder, record } = setUp({ redact: [] });
    recorder.start({ name: "chat", model: "jane@example.com" }).end();
    expect(record().model).toBe("jane@example.com");
  });
});
