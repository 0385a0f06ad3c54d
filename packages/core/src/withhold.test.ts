import { describe, expect, it } from "vitest";
import { setUpSdk } from "../test/set-up.ts";
import type { OperationStart } from "./index.ts";

const SECRET = "what nobody may see";
const message = { role: "user", parts: [{ type: "text", content: SECRET }] };

/** An agent that withholds something, and one of each operation within it. */
function played(withhold: OperationStart["withhold"]) {
  const { recorder, records, spans, record } = setUpSdk({ content: true });
  const agent = recorder.start({ name: "invoke_agent", withhold });
  agent.run(() => {
    recorder.start({ name: "chat", input: [message], toolDefinitions: [{ name: SECRET }] }).end({ output: [message] });
    const tool = recorder.start({ name: "execute_tool", tool: { name: "t", arguments: { q: SECRET } } });
    tool.end({ output: [{ role: "tool", parts: [{ type: "tool_call_response", response: SECRET }] }] });
    const documents = [{ id: "d", content: SECRET }];
    recorder.start({ name: "retrieval", retrieval: { query: SECRET, topK: 2 } }).end({ documents });
    const error = Object.assign(new Error(`Text: ${SECRET}`), { name: "OutputParserException" });
    recorder.start({ name: "task", label: "parse" }).end({ error });
  });
  agent.end();
  return { record, left: JSON.stringify([records(), spans().map(({ attributes, status }) => [attributes, status])]) };
}

describe("content that is withheld", () => {
  it("is nowhere within, although the policy allows it", () => {
    const { left, record } = played(["input", "output"]);
    expect(left).not.toContain(SECRET);
    expect(record("retrieval")).toMatchObject({ retrieval: { topK: 2 }, documents: [{ id: "d" }] });
    expect(record("execute_tool").tool).toEqual({ name: "t" });
  });

  it.each([
    ["input", ["input", "toolDefinitions"], ["output"]],
    ["output", ["output"], ["input", "toolDefinitions"]],
  ] as const)("is the %s alone where the other is allowed", (side, gone, kept) => {
    const { record } = played([side]);
    for (const key of gone) expect(record("chat")).not.toHaveProperty(key);
    for (const key of kept) expect(record("chat")).toHaveProperty(key);
  });

  it("is what was withheld first and what is withheld later", () => {
    const { recorder, record } = setUpSdk({ content: true });
    const chat = recorder.start({ name: "chat", input: [message], withhold: ["input"] });
    chat.update({ withhold: ["output"] });
    chat.end({ output: [message] });
    expect(JSON.stringify(record("chat"))).not.toContain(SECRET);
  });

  it("is nothing where nothing is withheld", () => {
    const { record } = played(undefined);
    expect(record("chat")).toMatchObject({ input: [message], output: [message] });
    expect(record("task").error?.message).toBe(`Text: ${SECRET}`);
  });
});
