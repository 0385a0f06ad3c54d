import { describe, expect, it } from "vitest";
import { setUp } from "../test/set-up.ts";
import { Series } from "./series.ts";

const HOSTILE = 10_000;

/** Labels of the samples of one metric: how many combinations there are. */
const combinations = (samples: readonly string[]): number =>
  new Set(samples.map((line) => line.replace(/ \S+$/, ""))).size;

describe("a metric with hostile labels", () => {
  it("keeps below its cap, counts what is new as other, and loses nothing", async () => {
    const { telemetry, samples } = setUp({ maxSeries: 50 });
    for (let i = 0; i < HOSTILE; i++) {
      telemetry.recorder
        .start({ name: "execute_tool", tool: { name: `tool-${i}` } })
        .end({ error: new Error(`no ${i}`) });
    }
    const counts = await samples("isospan_execute_tool_duration_count");
    expect(combinations(counts)).toBeLessThanOrEqual(50);
    expect(counts.find((line) => line.includes('gen_ai_tool_name="other"'))).toMatch(/ 99\d\d$/);
    expect(counts.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0)).toBe(HOSTILE);
    expect((await samples()).join("\n")).not.toContain("no 1");
  });

  it("keeps what is one of a closed list apart", async () => {
    const { telemetry, samples } = setUp({ maxSeries: 40 });
    for (let i = 0; i < 100; i++) {
      const usage = { inputTokens: 10, outputTokens: 1 };
      telemetry.recorder.start({ name: "chat", provider: "openai", model: `model-${i}` }).end({ usage });
    }
    const others = (await samples("gen_ai_client_token_usage_sum")).filter((line) => line.includes('model="other"'));
    expect(others.map((line) => /token_type="(\w+)"/.exec(line)?.[1]).toSorted()).toEqual(["input", "output"]);
  });

  it("has one series for all the rest where even closed lists have no room", () => {
    const series = new Series(["gen_ai.operation.name", "a", "b"], 10);
    const made = new Set<unknown>();
    for (let i = 0; i < 100; i++) {
      const labels = { "gen_ai.operation.name": `o${i}`, ...(i % 2 === 0 ? { a: `a${i}` } : { b: `b${i}` }) };
      made.add(series.labels(labels));
    }
    expect(made.size).toBe(10);
    expect([...made].at(-1)).toEqual({ gen_ai_operation_name: "other", a: "other", b: "other" });
  });
});

it("no label and an empty one are two", () => {
  const series = new Series(["a", "b"], 100);
  expect(series.labels({ a: "", b: "x" })).not.toBe(series.labels({ b: "x" }));
  expect(series.labels({ a: "1" })).toBe(series.labels({ a: "1" }));
});

it("users, sessions and errors' messages are on no metric", async () => {
  const { telemetry, samples } = setUp();
  await telemetry.withContext({ userId: "user-7", sessionId: "session-3", tenantId: "acme", tags: ["vip"] }, () => {
    telemetry.recorder
      .start({ name: "chat", provider: "openai", model: "gpt-5" })
      .end({ error: new Error("secret text") });
  });
  expect((await samples()).join("\n")).not.toMatch(/user-7|session-3|acme|vip|secret/);
});

it("labels of one's own are on all that is counted, and read from whom it is for where that is asked", async () => {
  const labels = { service: "shop", tenant: (context: { readonly tenantId?: string | undefined }) => context.tenantId };
  const { telemetry, samples } = setUp({ labels });
  await telemetry.withContext({ tenantId: "acme" }, () =>
    telemetry.run({ name: "invoke_agent", agent: { name: "helper" } }, async () => {}),
  );
  const own = { runs: await samples("isospan_agent_runs"), active: await samples("isospan_agent_active") };
  expect(own).toEqual({
    runs: ['isospan_agent_runs_total{gen_ai_agent_name="helper",isospan_outcome="ok",tenant="acme",service="shop"} 1'],
    active: ['isospan_agent_active_runs{gen_ai_agent_name="helper",service="shop"} 0'],
  });
});
