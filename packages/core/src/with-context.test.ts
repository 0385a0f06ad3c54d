import { context, ROOT_CONTEXT } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";
import { gate, setUp, setUpSdk } from "../test/set-up.ts";

describe.each([
  ["with an SDK", setUpSdk],
  ["without one", setUp],
])("withContext, %s", (_, make) => {
  it("says whom everything that starts within is for, and returns what the function returns", async () => {
    const { telemetry, recorder, records } = make();
    const user = { sessionId: "s1", userId: "u1", tenantId: "t1", tags: ["beta"] };
    const prompt = { name: "greeting", version: "3" };
    const metadata = { plan: "pro", seats: 3, trial: false };
    const result = await telemetry.withContext({ ...user, metadata, prompt }, async () => {
      recorder.start({ name: "execute_tool" }).end();
      await telemetry.run({ name: "invoke_agent" }, () => recorder.start({ name: "chat" }).end());
      return 7;
    });
    recorder.start({ name: "task" }).end();
    expect(result).toBe(7);
    const context = { ...user, metadata, prompt };
    expect(records().map((record) => [record.name, record.context])).toEqual([
      ["execute_tool", context],
      ["chat", context],
      ["invoke_agent", context],
      ["task", {}],
    ]);
  });

  it("counts more than what is around, less than what an operation says of itself", async () => {
    const { telemetry, recorder, record } = make();
    const around = { sessionId: "s1", userId: "u1", tags: ["a"], metadata: { plan: "pro", region: "eu" } };
    await telemetry.run({ name: "invoke_agent", context: around }, () =>
      telemetry.withContext({ userId: "u2", tags: ["b", "a"], metadata: { plan: "free" } }, () => {
        recorder.start({ name: "chat" }).end();
        recorder.start({ name: "execute_tool", context: { userId: "u3" } }).end();
      }),
    );
    const metadata = { plan: "free", region: "eu" };
    expect(record("chat").context).toEqual({ sessionId: "s1", userId: "u2", tags: ["a", "b"], metadata });
    expect(record("execute_tool").context).toMatchObject({ userId: "u3" });
    expect(record("invoke_agent").context).toEqual(around);
  });

  it("adds up where it is nested", async () => {
    const { telemetry, recorder, record } = make();
    await telemetry.withContext({ sessionId: "s1", tags: ["a"] }, () =>
      telemetry.withContext({ userId: "u1", tags: ["b"] }, () => recorder.start({ name: "chat" }).end()),
    );
    expect(record().context).toEqual({ sessionId: "s1", userId: "u1", tags: ["a", "b"] });
  });

  it("reaches what a framework names by keys, and overrides nothing that its operations said", async () => {
    const { telemetry, recorder, record } = make();
    await telemetry.withContext({ sessionId: "s1", userId: "u1" }, async () => {
      recorder.start({ name: "invoke_agent", context: { userId: "u2" } }, { key: "agent" }).attach();
      recorder.start({ name: "execute_tool" }, { key: "tool", parentKey: "agent" });
      await Promise.resolve();
      recorder.start({ name: "chat" }, { parentKey: "tool" }).end();
    });
    expect(record("chat").context).toEqual({ sessionId: "s1", userId: "u2" });
  });

  it("counts less than what a framework's operation elsewhere is for, where that is the parent", async () => {
    const { telemetry, recorder, record } = make();
    recorder.start({ name: "invoke_agent", context: { userId: "u2" } }, { key: "agent" });
    await telemetry.withContext({ sessionId: "s1", userId: "u1" }, () =>
      recorder.start({ name: "chat" }, { parentKey: "agent" }).end(),
    );
    expect(record("chat").context).toEqual({ sessionId: "s1", userId: "u2" });
  });

  it("reaches every root that starts in one tick", async () => {
    const { telemetry, recorder, records } = make();
    await telemetry.withContext({ sessionId: "s1" }, () => {
      for (const key of ["a", "b"]) recorder.start({ name: "invoke_agent" }, { key }).attach();
      for (const key of ["a", "b"]) recorder.end(key);
    });
    expect(records().map((record) => record.context)).toEqual([{ sessionId: "s1" }, { sessionId: "s1" }]);
  });

  it("keeps requests apart that run at once", async () => {
    const { telemetry, recorder, records } = make();
    const { opened, open } = gate();
    const request = (sessionId: string) =>
      telemetry.withContext({ sessionId }, async () => {
        await opened;
        recorder.start({ name: "task", label: sessionId }).end();
      });
    const both = [request("s1"), request("s2")];
    open();
    await Promise.all(both);
    expect(records().map(({ label, context }) => [label, context.sessionId])).toEqual([
      ["s1", "s1"],
      ["s2", "s2"],
    ]);
  });

  it("is seen by captures around it and within it", async () => {
    const { telemetry, recorder } = make();
    const call = () => recorder.start({ name: "chat" }).end();
    const around = await telemetry.capture(() => telemetry.withContext({ sessionId: "s1" }, call));
    const within = await telemetry.withContext({ sessionId: "s2" }, () => telemetry.capture(call));
    expect([around, within].map(({ records }) => records.map((record) => record.context.sessionId))).toEqual([
      ["s1"],
      ["s2"],
    ]);
  });

  it("throws on what the function throws, and still runs it after shutdown", async () => {
    const { telemetry } = make();
    const failing = telemetry.withContext({ userId: "u1" }, () => {
      throw new Error("mine");
    });
    await expect(failing).rejects.toThrow("mine");
    await telemetry.shutdown();
    await expect(telemetry.withContext({ userId: "u1" }, () => 7)).resolves.toBe(7);
  });

  it("is bounded and redacted, and what it cannot read costs a field", async () => {
    const { telemetry, recorder, record } = make();
    const metadata = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`key${i}`, i]));
    const hostile = {
      sessionId: "s1",
      get userId(): string {
        throw new Error("no");
      },
      tenantId: "ada@example.com",
      metadata: { list: ["x"], mail: "ada@example.com", ...metadata },
      prompt: { version: "3" },
    };
    await telemetry.withContext(hostile as never, () => recorder.start({ name: "chat" }).end());
    const { context } = record();
    expect(context).toMatchObject({ sessionId: "s1", tenantId: "[email]", metadata: { mail: "[email]", key0: 0 } });
    expect(Object.keys(context.metadata ?? {})).toHaveLength(63);
    expect(context).not.toHaveProperty("prompt");
    for (const wrong of [undefined, null, 7]) await telemetry.withContext(wrong as never, () => {});
  });
});

describe("withContext and OpenTelemetry", () => {
  it("stands on spans by the profile's names", async () => {
    for (const [semconv, version] of [
      ["1.41", "isospan.prompt.version"],
      ["latest", "gen_ai.prompt.version"],
    ] as const) {
      const { telemetry, recorder, span } = setUpSdk({ semconv });
      const said = { sessionId: "s1", metadata: { plan: "pro" }, prompt: { name: "greeting", version: "3" } };
      await telemetry.withContext(said, () => recorder.start({ name: "chat" }).end());
      const call = recorder.start({ name: "execute_tool" });
      call.update({ context: { metadata: { plan: "free" } } });
      call.end();
      expect(span("chat").attributes).toMatchObject({
        "session.id": "s1",
        "isospan.metadata.plan": "pro",
        "gen_ai.prompt.name": "greeting",
        [version]: "3",
      });
      expect(span("execute_tool unknown").attributes).toMatchObject({ "isospan.metadata.plan": "free" });
    }
  });

  it("goes on below spans of the application's, and into a trace that is begun anew", async () => {
    const { telemetry, recorder, records, tracer } = setUpSdk();
    await telemetry.run({ name: "task" }, () =>
      telemetry.withContext({ sessionId: "s1" }, () => {
        tracer.startActiveSpan("mine", () => recorder.start({ name: "chat" }).end());
        context.with(ROOT_CONTEXT, () => recorder.start({ name: "execute_tool" }).end());
      }),
    );
    expect(records().map(({ name, context }) => [name, context.sessionId])).toEqual([
      ["chat", "s1"],
      ["task", undefined],
      ["execute_tool", "s1"],
    ]);
  });
});
