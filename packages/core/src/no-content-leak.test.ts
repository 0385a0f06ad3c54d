import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { createTelemetry, type OperationRecord, type StartedRecord } from "./index.ts";

describe("content that one destination may see", () => {
  it("does not reach another through started", () => {
    const started: StartedRecord[] = [];
    const sink = Object.assign(() => {}, {
      destination: "other",
      started: (record: StartedRecord) => started.push(record),
    });
    const { recorder } = createTelemetry({ content: { memory: true }, sinks: [sink as never], prices: false });
    recorder.start({ name: "execute_tool", tool: { name: "x", arguments: { q: "PRIVATE" } } }).end();
    expect(started).toHaveLength(1);
    expect(JSON.stringify(started)).not.toContain("PRIVATE");
  });

  it("does not reach another through fields of documents that nobody named", () => {
    const seen: OperationRecord[] = [];
    const sink = Object.assign((record: OperationRecord) => void seen.push(record), { destination: "other" });
    const { recorder } = createTelemetry({ content: { memory: true }, sinks: [sink], prices: false });
    const document = { id: "1", pageContent: "PRIVATE", metadata: { ssn: "PRIVATE" } };
    recorder.start({ name: "retrieval" }).end({ documents: [document] });
    expect(seen[0]?.documents).toEqual([{ id: "1" }]);
  });

  it("does not come in from an inner call where the outer one keeps it back", () => {
    const { recorder, record } = setUp({ content: true });
    const usage = { inputTokens: 1, outputTokens: 1 };
    const input = [{ role: "user", parts: [{ type: "text", content: "PRIVATE" }] }];
    const outer = recorder.start({ name: "chat", model: "m" });
    outer.run(() => recorder.start({ name: "chat", model: "m", input })).end({ usage, identity: usage, output: input });
    outer.end({ usage, identity: usage });
    expect(JSON.stringify(record())).not.toContain("PRIVATE");
  });

  it("cannot be opened later by changing the options", () => {
    const content: Record<string, boolean> = { memory: false, x: true };
    const { recorder, record } = setUp({ content });
    content.memory = true;
    recorder.start({ name: "chat", input: [{ role: "user", parts: [{ type: "text", content: "PRIVATE" }] }] }).end();
    expect(record().input).toBeUndefined();
  });
});

describe("a secret", () => {
  it.each([
    ["a card as a number", { card: 4_111_111_111_111_111 }, "4111111111111111"],
    ["a card in JSON text", '{"card":4111111111111111}', "4111111111111111"],
    ["a key after an escaped line break", '{"k":"\\\\nsk-canary0123456789abcdefgh"}', "canary0123"],
    ["a bearer token of letters alone", "Bearer AbCdEfGhIjKlMnOpQrStUvWx", "AbCdEf"],
    ["a bearer token after a tab", "Bearer\tabc.def-ghi_jkl~mno", "abc.def"],
    ["a password with an at sign", "postgres://user:p@ss@host/db", "p@ss"],
  ])("such as %s is not kept", (_what, value, secret) => {
    const { recorder, record } = setUp({ content: true });
    recorder.start({ name: "execute_tool", tool: { name: "x", arguments: value } }).end();
    expect(JSON.stringify(record())).not.toContain(secret);
  });

  it("that a cut went through does not move up into what is kept", () => {
    const { recorder, record } = setUp();
    const label = `${"sk-canary0123456789abcdefghij ".repeat(560)}4111 1111 1111 1111 and so on`.slice(0, 16_890);
    recorder.start({ name: "task", label }).end();
    expect(record().label).not.toContain("4111");
  });

  it("is not let out as the name of an operation or of a unit", () => {
    const { recorder, record } = setUp();
    const name = "sk-canary0123456789abcdefghij" as never;
    recorder.start({ name }).end({ usage: { inputTokens: 1, units: { [name]: 1 } } });
    expect(record().name).toBe("task");
    expect(JSON.stringify(record())).not.toContain("canary");
  });
});
