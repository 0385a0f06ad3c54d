import { describe, expect, it } from "vitest";
import { setUp } from "../../test/set-up.ts";
import { memoryCollector, stdoutCollector } from "../index.ts";

const input = [{ role: "user", parts: [{ type: "text", content: "two\nlines \u2028" }] }];

describe("the stdout collector", () => {
  it("writes each record as one line of JSON, which is the record", () => {
    const lines: string[] = [];
    const memory = memoryCollector();
    const sinks = [memory, stdoutCollector({ write: (line) => lines.push(line) })];
    const { recorder } = setUp({ sinks, content: true });
    recorder.start({ name: "chat", model: "gpt-5", input }).end({ usage: { inputTokens: 3 }, error: new Error("x") });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain("\n");
    expect(JSON.parse(lines[0] ?? "")).toEqual(memory.records()[0]);
  });

  it.each([
    [{ stdout: true }, true],
    [{ memory: true }, false],
  ])("has content where the policy %j allows it", (content, expected) => {
    const lines: string[] = [];
    const { recorder } = setUp({ content, sinks: [stdoutCollector({ write: (line) => lines.push(line) })] });
    recorder.start({ name: "chat", input }).end();
    expect("input" in JSON.parse(lines[0] ?? "")).toBe(expected);
  });
});
