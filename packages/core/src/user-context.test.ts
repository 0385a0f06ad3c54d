import { describe, expect, it } from "vitest";
import { setUpSdk } from "../test/set-up.ts";
import type { GateView } from "./index.ts";

describe("the user's context", () => {
  it("is inherited by what happens within, field by field", () => {
    const { recorder, record } = setUpSdk();
    const agent = recorder.start({ name: "invoke_agent", context: { sessionId: "s1", userId: "u1", tags: ["beta"] } });
    const tool = agent.run(() => recorder.start({ name: "execute_tool", context: { userId: "u2" } }));
    tool.run(() => recorder.start({ name: "chat" })).end();
    tool.end();
    agent.end();
    expect(record("invoke_agent").context).toEqual({ sessionId: "s1", userId: "u1", tags: ["beta"] });
    expect(record("execute_tool").context).toEqual({ sessionId: "s1", userId: "u2", tags: ["beta"] });
    expect(record("chat").context).toEqual({ sessionId: "s1", userId: "u2", tags: ["beta"] });
  });

  it("stands on every span, and on no metric", async () => {
    const { recorder, spans, metrics } = setUpSdk();
    recorder.start({ name: "chat", context: { sessionId: "s1", userId: "u1", tenantId: "t1", tags: ["beta"] } }).end();
    expect(spans()[0]?.attributes).toMatchObject({
      "session.id": "s1",
      "user.id": "u1",
      "isospan.tenant.id": "t1",
      "isospan.tags": ["beta"],
    });
    expect(JSON.stringify(await metrics())).not.toMatch(/s1|u1|t1/);
  });

  it("is shown to gates, redacted", () => {
    const views: GateView[] = [];
    const { recorder } = setUpSdk({ gates: [{ enter: (view) => void views.push(view) }] });
    void recorder.admit(recorder.start({ name: "chat", context: { userId: "ada@example.com" } }));
    expect(views[0]?.context).toEqual({ userId: "[email]" });
  });

  it("costs a field where it is something else", () => {
    const { recorder, record } = setUpSdk();
    recorder.start({ name: "chat", context: { sessionId: 7, userId: "u1", tags: "beta" } as never }).end();
    expect(record("chat").context).toMatchObject({ userId: "u1" });
    expect(record("chat").context.tags).not.toEqual(["beta"]);
  });
});

describe("a conversation", () => {
  it("has all that happens within it, and what says so itself has its own", () => {
    const { recorder, record } = setUpSdk();
    const agent = recorder.start({ name: "invoke_agent", conversationId: "c1" });
    agent.run(() => recorder.start({ name: "chat" }).end());
    agent.run(() => recorder.start({ name: "execute_tool", conversationId: "c2" }).end());
    agent.end();
    expect(record("chat").conversationId).toBe("c1");
    expect(record("execute_tool").conversationId).toBe("c2");
  });
});
