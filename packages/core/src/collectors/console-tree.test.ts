import { describe, expect, it } from "vitest";
import { setUp } from "../../test/set-up.ts";
import { consoleTree } from "../index.ts";

describe("the console tree", () => {
  it("prints a run as an indented tree once its outermost operation ends", () => {
    const texts: string[] = [];
    const { recorder, clock } = setUp({ collector: consoleTree({ write: (text) => texts.push(text) }) });
    const agent = recorder.start({ name: "invoke_agent", agent: { name: "support" } }, { key: "agent" });
    const under = { parentKey: "agent" };
    const usage = { inputTokens: 1_200, cacheReadTokens: 1_000, outputTokens: 50 };
    const first = recorder.start({ name: "chat", model: "gpt-5" }, under);
    clock.advance(300);
    first.end({ error: Object.assign(new Error("Overloaded"), { status: 529 }) });
    const second = recorder.start({ name: "chat", model: "gpt-5" }, under);
    clock.advance(1_500);
    second.end({ usage, billedCost: { usd: 0.0021 } });
    const tool = recorder.start({ name: "execute_tool", tool: { name: "search" } }, { ...under, key: "tool" });
    clock.advance(20);
    const step = recorder.start({ name: "task", label: "lookup" }, { parentKey: "tool" });
    clock.advance(5);
    step.end();
    tool.end({ outcome: "interrupted" });
    expect(texts).toEqual([]);
    agent.end();
    expect(texts).toEqual([
      [
        "invoke_agent support  1.82 s",
        "├─ chat gpt-5  300 ms  ✗ error  529: Overloaded",
        "├─ chat gpt-5  attempt 2  1200 (1000 cached) → 50 tokens  $0.002100  1.50 s",
        "└─ execute_tool search  25 ms  ✗ interrupted",
        "   └─ lookup  5 ms",
      ].join("\n"),
    ]);
  });

  it("prints each run by itself", () => {
    const texts: string[] = [];
    const { recorder } = setUp({ collector: consoleTree({ write: (text) => texts.push(text) }) });
    recorder.start({ name: "chat" }).end();
    recorder.start({ name: "invoke_workflow", label: "nightly" }).end();
    expect(texts).toEqual(["chat  0 ms", "invoke_workflow nightly  0 ms"]);
  });

  it("says what failed silently", () => {
    const texts: string[] = [];
    const { recorder } = setUp({ collector: consoleTree({ write: (text) => texts.push(text) }) });
    const output = [{ role: "tool", parts: [{ type: "tool_call_response", response: [] }] }];
    recorder.start({ name: "execute_tool", tool: { name: "search" } }).end({ output });
    expect(texts).toEqual(["execute_tool search  0 ms  ✗ empty_result"]);
  });

  it("says where a count is not known", () => {
    const texts: string[] = [];
    const { recorder } = setUp({ collector: consoleTree({ write: (text) => texts.push(text) }) });
    recorder.start({ name: "chat" }).end({ usage: { outputTokens: 5 } });
    expect(texts).toEqual(["chat  ? → 5 tokens  0 ms"]);
  });
});
