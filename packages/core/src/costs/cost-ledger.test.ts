import { describe, expect, it } from "vitest";
import { setUp, T0 } from "../../test/set-up.ts";
import { ConfigurationError, type OperationRecord } from "../index.ts";
import { Ledger } from "./cost-ledger.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Call {
  readonly nanos?: number;
  readonly atMs?: number;
  readonly provider?: string;
  readonly model?: string;
  readonly agents?: readonly string[];
  readonly session?: string | undefined;
  readonly tenant?: string;
  readonly more?: Partial<OperationRecord>;
}

function call({
  nanos = 1,
  atMs = T0,
  provider = "openai",
  model = "gpt-5",
  agents = [],
  ...rest
}: Call): OperationRecord {
  const { session, tenant, more } = rest;
  return {
    ...{ v: 1, name: "chat", outcome: "ok", traceId: "", spanId: "", ancestry: [], durationMs: 10 },
    ...{ provider, model, agentPath: agents, context: { sessionId: session, tenantId: tenant }, startedAtMs: atMs },
    cost: { totalNanoUsd: nanos, source: "provider", currency: "USD" },
    usage: { inputTokens: 3, outputTokens: 2 },
    ...more,
  };
}

function ledgerOf(calls: readonly Call[], nowMs: number = T0): Ledger {
  const ledger = new Ledger(() => nowMs);
  for (const each of calls) ledger.add(call(each));
  return ledger;
}

describe("telemetry.costs", () => {
  it("sums up the model calls of a telemetry, and prices nothing else", async () => {
    const { telemetry, recorder, clock } = setUp();
    const usage = { inputTokens: 100, outputTokens: 20 };
    const usd = 0.25;
    await telemetry.withContext({ sessionId: "s1", tenantId: "t1" }, () =>
      telemetry.run({ name: "invoke_agent", agent: { name: "planner" } }, (planner) =>
        telemetry.run({ name: "invoke_agent", agent: { name: "writer" } }, () => {
          const chat = recorder.start({ name: "chat", provider: "openai", model: "gpt-5" });
          clock.advance(400);
          chat.end({ usage, billedCost: { usd } });
          const unknown = recorder.start({ name: "embeddings", provider: "aws.bedrock", model: "mine" });
          clock.advance(200);
          unknown.end({ usage: { inputTokens: 7 } });
          // What frameworks say of their agents is the sum of what they said of the calls.
          planner.update({ usage, billedCost: { usd } });
        }),
      ),
    );
    const totals = {
      costUsd: 0.25,
      cost: { currency: "USD", units: 0, nanos: 250_000_000 },
      inputTokens: 107,
      outputTokens: 20,
      totalTokens: 127,
      calls: 2,
      unpricedCalls: 1,
      partialCalls: 0,
      averageLatencyMs: 300,
    };
    expect(telemetry.costs.total()).toEqual(totals);
    const summary = telemetry.costs.summary();
    expect(summary).toMatchObject({ ...totals, bySession: { s1: totals }, byTenant: { t1: totals } });
    expect(summary.byAgent).toEqual({ writer: totals });
    expect(Object.entries(summary.byModel).map(([name, { calls, costUsd }]) => [name, calls, costUsd])).toEqual([
      ["gpt-5", 1, 0.25],
      ["mine", 1, 0],
    ]);
    expect(Object.keys(summary.byProvider)).toEqual(["openai", "aws.bedrock"]);
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });

  it("counts each attempt, and not what never reached a provider", () => {
    const { telemetry, recorder } = setUp();
    for (const outcome of ["error", "ok", "cached", "denied", "aborted"] as const) {
      recorder.start({ name: "chat", model: "gpt-5" }).end({ outcome });
    }
    expect(telemetry.costs.total()).toMatchObject({ calls: 3, unpricedCalls: 3 });
  });

  it("is empty before the first call", () => {
    const { costs } = setUp().telemetry;
    const cost = { currency: "USD", units: 0, nanos: 0 };
    expect(costs.summary()).toMatchObject({ costUsd: 0, cost, calls: 0, averageLatencyMs: undefined, byModel: {} });
  });

  it("gives no figure where it is switched off, rather than zero", () => {
    const { telemetry, recorder } = setUp({ costs: false });
    recorder.start({ name: "chat" }).end();
    expect(() => telemetry.costs.total()).toThrow(ConfigurationError);
    expect(() => telemetry.costs.summary()).toThrow(/costs/);
  });

  it.each([0, -1, "many", { maxEntries: 1_999 }, { maxEntry: 5 }])("refuses the option %j", (costs) => {
    expect(() => setUp({ costs: costs as never })).toThrow(ConfigurationError);
  });
});

describe("filters", () => {
  const ledger = ledgerOf([
    { nanos: 1, agents: ["planner", "writer"], session: "s1", tenant: "t1" },
    { nanos: 10, agents: ["planner"], session: "s1", tenant: "t2", model: "gpt-5-mini" },
    { nanos: 100, session: "s2", provider: "anthropic", model: "claude" },
  ]);

  it.each([
    [{}, 111],
    [{ agent: "writer" }, 1],
    [{ agent: "planner" }, 10],
    [{ agent: "(none)" }, 100],
    [{ session: "s1" }, 11],
    [{ session: "s1", tenant: "t2" }, 10],
    [{ tenant: "t1" }, 1],
    [{ tenant: "(none)" }, 100],
    [{ model: "gpt-5-mini" }, 10],
    [{ provider: "openai" }, 11],
    [{ provider: "openai", model: "claude" }, 0],
    [{ session: undefined }, 111],
  ])("%j leave %d nano-USD", (filter, nanos) => {
    expect(ledger.total(filter).cost.nanos).toBe(nanos);
    expect(ledger.summary(filter).cost.nanos).toBe(nanos);
  });

  it.each([
    [{ sesion: "s1" }, "sesion"],
    [{ agent: 7 }, "agent"],
    [{ since: "yesterday" }, "since"],
    [{ until: new Date(Number.NaN) }, "until"],
  ])("%j is refused, since it would count everything", (filter, field) => {
    expect(() => ledger.total(filter as never)).toThrow(ConfigurationError);
    expect(() => ledger.summary(filter as never)).toThrow(field);
  });
});

describe("since and until", () => {
  it("count whole minutes by when calls began", () => {
    const calls = [0, 59_999, 60_000, 119_999, 120_000].map((ms, i) => ({ atMs: T0 + ms, nanos: 10 ** i }));
    const ledger = ledgerOf(calls, T0 + 200_000);
    const nanos = (sinceMs?: number, untilMs?: number): number => {
      const since = sinceMs === undefined ? undefined : T0 + sinceMs;
      const until = untilMs === undefined ? undefined : new Date(T0 + untilMs);
      return ledger.total({ since, until }).cost.nanos;
    };
    expect(nanos(60_000)).toBe(11_100);
    expect(nanos(90_000)).toBe(11_100);
    expect(nanos(undefined, 60_000)).toBe(11);
    expect(nanos(undefined, 60_001)).toBe(1_111);
    expect(nanos(60_000, 120_000)).toBe(1_100);
    expect(nanos(200_000, undefined)).toBe(0);
  });

  it("count whole hours after one hour, whole days after seven days, and all as one after 400", () => {
    let nowMs = T0 + 90 * MINUTE_MS;
    const ledger = new Ledger(() => nowMs);
    ledger.add(call({ atMs: T0 + 31 * MINUTE_MS, nanos: 1 }));
    ledger.add(call({ atMs: T0 + 90 * MINUTE_MS, nanos: 10 }));
    const from = (ms: number): number => ledger.total({ since: T0 + ms, until: T0 + 2 * DAY_MS }).cost.nanos;
    const later = (ms: number): void => {
      nowMs = T0 + ms;
      ledger.add(call({ atMs: nowMs, nanos: 0 }));
    };
    expect([from(31 * MINUTE_MS), from(32 * MINUTE_MS)]).toEqual([11, 10]);
    later(3 * HOUR_MS);
    expect([from(32 * MINUTE_MS), from(HOUR_MS), from(2 * HOUR_MS - 1), from(2 * HOUR_MS)]).toEqual([11, 10, 10, 0]);
    later(8 * DAY_MS);
    expect([from(2 * HOUR_MS), from(DAY_MS)]).toEqual([11, 0]);
    later(402 * DAY_MS);
    expect(from(DAY_MS)).toBe(11);
    expect(ledger.total().calls).toBe(5);
  });

  it("find calls that are told of late, and take a time in the future for now", () => {
    const ledger = ledgerOf([
      { atMs: T0 - 3 * HOUR_MS - 1 },
      { atMs: T0 + DAY_MS, nanos: 10 },
      { atMs: -5, nanos: 100 },
    ]);
    expect(ledger.total({ since: T0 }).cost.nanos).toBe(10);
    expect(ledger.total({ since: T0 - 4 * HOUR_MS, until: T0 }).cost.nanos).toBe(1);
    expect(ledger.total().cost.nanos).toBe(111);
  });
});

describe("sums", () => {
  it("are exact past what one number of nano-USD can hold", () => {
    const most = Number.MAX_SAFE_INTEGER;
    const ledger = ledgerOf(Array.from({ length: 1_000 }, (_, i) => ({ nanos: most - i, session: `s${i % 7}` })));
    const exact = 1_000n * BigInt(most) - 499_500n;
    const { cost, costUsd } = ledger.total();
    expect(BigInt(cost.units) * 1_000_000_000n + BigInt(cost.nanos)).toBe(exact);
    expect(costUsd).toBe(Number(exact) / 1e9);
  });

  it("of a million calls are exact, whatever their order", { timeout: 60_000 }, () => {
    const calls = 1_000_000;
    const at = (i: number): Call => ({
      nanos: ((i * 7_919) % 1_000_003) * 1_009,
      // A day of calls.
      atMs: T0 + Math.floor((i * DAY_MS) / calls),
      model: `model ${i % 5}`,
      agents: [`agent ${i % 11}`],
      session: `session ${Math.floor(i / 10_000)}`,
      more: { durationMs: (i % 997) / 7 },
    });
    const nowMs = T0 + DAY_MS;
    const forwards = new Ledger(() => nowMs);
    const backwards = new Ledger(() => nowMs);
    let exact = 0n;
    for (let i = 0; i < calls; i++) {
      const record = call(at(i));
      exact += BigInt(record.cost?.totalNanoUsd ?? 0);
      forwards.add(record);
      // 17 and a million have no common factor, so each comes once.
      backwards.add(call(at(((calls - 1 - i) * 17) % calls)));
    }
    const { cost, calls: counted, byModel } = forwards.summary();
    expect(counted).toBe(calls);
    expect(BigInt(cost.units) * 1_000_000_000n + BigInt(cost.nanos)).toBe(exact);
    expect(backwards.summary()).toEqual(forwards.summary());
    expect(Object.values(byModel).map((each) => each.calls)).toEqual(Array(5).fill(calls / 5));
  });
});

describe("too many names", () => {
  it("make the oldest sessions other ones, and lose no call", () => {
    let nowMs = T0;
    const ledger = new Ledger(() => nowMs, { maxEntries: 500 });
    for (let i = 0; i < 1_000; i++) {
      nowMs = T0 + i * 10_000;
      ledger.add(call({ atMs: nowMs, session: `s${i}`, agents: [`agent ${i % 2}`] }));
    }
    const { calls, cost, bySession, byAgent } = ledger.summary();
    expect({ calls, nanos: cost.nanos }).toEqual({ calls: 1_000, nanos: 1_000 });
    expect(Object.keys(bySession).length).toBeLessThanOrEqual(501);
    expect(bySession.s999?.calls).toBe(1);
    expect(bySession.s0).toBeUndefined();
    expect(bySession["(other)"]?.calls).toBeGreaterThan(499);
    expect([byAgent["agent 0"]?.calls, byAgent["agent 1"]?.calls]).toEqual([500, 500]);
  });

  it("cost no name that stands alone in its time", () => {
    const ledger = new Ledger(() => T0, { maxEntries: 100 });
    ledger.add(call({ atMs: T0 - 3 * HOUR_MS, session: "lone" }));
    for (let i = 0; i < 150; i++) ledger.add(call({ session: `s${i}` }));
    expect(ledger.summary().bySession.lone?.calls).toBe(1);
    expect(ledger.total().calls).toBe(151);
  });

  it("of every kind in one minute are bounded, too", () => {
    const ledger = new Ledger(() => T0, { maxEntries: 100 });
    for (let i = 0; i < 1_000; i++) {
      const name = `n${i}`;
      ledger.add(call({ provider: name, model: name, agents: [name], session: name, tenant: name }));
    }
    const { calls, byProvider, byTenant } = ledger.summary();
    expect(calls).toBe(1_000);
    for (const by of [byProvider, byTenant]) expect(Object.keys(by).length).toBeLessThanOrEqual(101);
    expect(byProvider["(other)"]?.calls).toBeGreaterThan(800);
  });

  it("are told apart although they contain each other's separators", () => {
    const ledger = ledgerOf([
      { session: "a b", tenant: "c" },
      { session: "a", tenant: " bc", nanos: 10 },
      { session: "__proto__", tenant: "(none)", nanos: 100 },
    ]);
    expect(ledger.total({ session: "a" }).cost.nanos).toBe(10);
    expect(Object.keys(ledger.summary().bySession)).toEqual(["__proto__", "a", "a b"]);
  });
});
