import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import type { Message, OperationRecord, ToolDefinition } from "./index.ts";

const call = (q: unknown, more: object = {}): Message => ({
  role: "assistant",
  parts: [{ type: "tool_call", id: "t", name: "search", arguments: { q }, ...more }],
});
const tool = (description: string): ToolDefinition => ({
  name: "search",
  description,
  parameters: { type: "object", properties: { q: { type: "string" } } },
});

/** The records of one call after another. */
function recorded(...starts: readonly { input?: readonly Message[]; toolDefinitions?: readonly ToolDefinition[] }[]) {
  const { recorder, records } = setUp({ content: true });
  for (const start of starts) recorder.start({ name: "chat", ...start }).end();
  return records() as readonly [OperationRecord, OperationRecord];
}

describe("a call of tools in an agent's history", () => {
  it("is one copy in all records", () => {
    const [first, second] = recorded({ input: [call(1)] }, { input: [call(1), call(1)] });
    expect(second.input).toEqual([call(1), call(1)]);
    expect(second.input?.[1]).toBe(first.input?.[0]);
  });

  it.each<[string, Message]>([
    ["other arguments", call(2)],
    ["another name", call(1, { name: "find" })],
    ["another role", { ...call(1), role: "user" }],
    ["more parts", { ...call(1), parts: [...call(1).parts, { type: "text", content: "so" }] }],
  ])("is another one with %s under the same id", (_with, other) => {
    const [, second] = recorded({ input: [call(1)] }, { input: [other] });
    expect(second.input).toEqual([other]);
  });

  it("is what it was when it was kept, whatever becomes of the application's", () => {
    const given = { q: 1 };
    const input = [{ role: "assistant", parts: [{ type: "tool_call", id: "t", name: "search", arguments: given }] }];
    const { recorder, records } = setUp({ content: true });
    for (const q of [1, 2]) {
      given.q = q;
      recorder.start({ name: "chat", input }).end();
    }
    expect(records().map((record) => record.input)).toEqual([[call(1)], [call(2)]]);
  });

  it("loses what cannot be read of it, and no more, each time", () => {
    const args = {
      q: 1,
      get bad(): never {
        throw new Error("hostile getter");
      },
    };
    const input = [{ role: "assistant", parts: [{ type: "tool_call", id: "t", name: "search", arguments: args }] }];
    for (const record of recorded({ input }, { input })) expect(record.input).toEqual([call(1)]);
  });

  it("has no secrets, each time", () => {
    const secret = call(`sk-${"a".repeat(32)}`);
    for (const record of recorded({ input: [secret] }, { input: [secret] })) {
      expect(record.input).toEqual([call("[secret]")]);
    }
  });
});

describe("tools that a model may call", () => {
  it("are one copy as long as they are the same", () => {
    const [first, second] = recorded({ toolDefinitions: [tool("Looks")] }, { toolDefinitions: [tool("Looks")] });
    expect(second.toolDefinitions).toBe(first.toolDefinitions);
    expect(second.toolDefinitions).toEqual([tool("Looks")]);
  });

  it("lose what cannot be read of them, and no more, each time", () => {
    const parameters = {
      type: "object",
      get bad(): never {
        throw new Error("hostile getter");
      },
    };
    const toolDefinitions = [{ name: "search", parameters }];
    for (const record of recorded({ toolDefinitions }, { toolDefinitions })) {
      expect(record.toolDefinitions).toEqual([{ name: "search", parameters: { type: "object" } }]);
    }
  });

  it("are others where a word of them is", () => {
    const [, second] = recorded({ toolDefinitions: [tool("Looks")] }, { toolDefinitions: [tool("Finds")] });
    expect(second.toolDefinitions).toEqual([tool("Finds")]);
  });

  it("are kept for many agents at once", () => {
    const lists = Array.from({ length: 50 }, (_, i) => ({ toolDefinitions: [tool(`${i}`)] }));
    const { recorder, records } = setUp({ content: true });
    for (const list of [...lists, ...lists]) recorder.start({ name: "chat", ...list }).end();
    const kept = records().map((record) => record.toolDefinitions);
    for (const i of lists.keys()) expect(kept[50 + i]).toBe(kept[i]);
  });

  it("that cannot be written as JSON are recorded all the same", () => {
    const toolDefinitions = [{ name: "search", parameters: { most: 9n } }] as unknown as ToolDefinition[];
    for (const record of recorded({ toolDefinitions }, { toolDefinitions })) {
      expect(record.toolDefinitions).toEqual([{ name: "search", parameters: { most: "9" } }]);
    }
  });
});
