import { AsyncLocalStorage } from "node:async_hooks";
import { context } from "@opentelemetry/api";
import { describe, expect, it, vi } from "vitest";
import { setUp, setUpSdk } from "../test/set-up.ts";

const message = { role: "user", parts: [{ type: "text", content: "secret" }] };
const ABOUT = { withhold: ["input"], context: { userId: "u" }, conversationId: "c" } as const;

describe("what happens in a step without a span", () => {
  it("inherits what is said of it, however deep", () => {
    const { recorder, records } = setUp({ content: true });
    recorder.runStep("step", ABOUT, () => {
      const tool = recorder.start({ name: "execute_tool", tool: { name: "t" } });
      tool.run(() => recorder.start({ name: "chat", input: [message] }).end({ output: [message] }));
      tool.end();
    });
    for (const record of records()) expect(record).toMatchObject({ context: { userId: "u" }, conversationId: "c" });
    expect(records()[0]).toMatchObject({ name: "chat", output: [message] });
    expect(records()[0]).not.toHaveProperty("input");
  });

  it("inherits it from each of those around, and from what they are in", () => {
    const { recorder, records } = setUp({ content: true });
    const agent = recorder.start({ name: "invoke_agent", context: { sessionId: "s" } });
    agent.run(() =>
      recorder.runStep("outer", ABOUT, () =>
        recorder.runStep("inner", { withhold: ["output"] }, () => {
          recorder.start({ name: "chat", input: [message] }).end({ output: [message] });
        }),
      ),
    );
    expect(records()[0]).toMatchObject({ parentSpanId: expect.any(String), context: { sessionId: "s", userId: "u" } });
    expect(JSON.stringify(records())).not.toContain("secret");
  });

  it("inherits nothing once the step is over", () => {
    const { recorder, record } = setUp({ content: true });
    recorder.runStep("step", ABOUT, () => {});
    recorder.start({ name: "chat", input: [message] }).end();
    expect(record("chat")).toMatchObject({ input: [message] });
  });

  it("knows which step it is in, unless an operation has begun there", () => {
    const { recorder } = setUp();
    const operation = recorder.start({ name: "task" });
    const steps = recorder.runStep("step", {}, () => [recorder.step(), operation.run(() => recorder.step())]);
    expect([recorder.step(), ...steps]).toEqual([undefined, "step", undefined]);
  });

  it("is in no step inside of an operation whose context was made active by OpenTelemetry", () => {
    const { recorder } = setUpSdk();
    const operation = recorder.start({ name: "task" });
    const inside = operation.run(() => context.active());
    expect(recorder.runStep("step", {}, () => context.with(inside, () => recorder.step()))).toBeUndefined();
  });
});

describe("a step that is entered", () => {
  const entered = async (recorder: ReturnType<typeof setUp>["recorder"], key: string): Promise<unknown> => {
    await undefined;
    // What a framework calls back awaits nothing before it returns.
    await (async () => recorder.enterStep(key, ABOUT))();
    recorder.start({ name: "chat", input: [message] }).end();
    await undefined;
    return recorder.step();
  };

  it("is that of the function that called back, and of no other at the same time", async () => {
    const { recorder, records } = setUp({ content: true });
    expect(await Promise.all([entered(recorder, "1"), entered(recorder, "2")])).toEqual(["1", "2"]);
    expect(recorder.step()).toBeUndefined();
    expect(JSON.stringify(records())).not.toContain("secret");
  });

  it("is none where the runtime has no such thing, which it says", () => {
    const { recorder } = setUp();
    const enterWith = vi.spyOn(AsyncLocalStorage.prototype, "enterWith").mockImplementation(() => {
      throw new Error("not implemented");
    });
    expect(recorder.enterStep("1", {})).toBe(false);
    enterWith.mockRestore();
    expect(recorder.step()).toBeUndefined();
  });

  it("costs what cannot be read of it, and nothing else", () => {
    const { recorder, telemetry } = setUp();
    const about = {
      get context(): never {
        throw new Error("unreadable");
      },
    };
    expect(recorder.runStep("step", about, () => recorder.step())).toBe("step");
    expect(telemetry.diagnostics()).toEqual({ unreadable_field: 1 });
  });
});
