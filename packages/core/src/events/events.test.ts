import { describe, expect, it } from "vitest";
import { setUp, T0 } from "../../test/set-up.ts";
import type { Sink, TelemetryEvent, TelemetryEventInput } from "../index.ts";

const ABOUT = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };

function listen(content = false) {
  const events: TelemetryEvent[] = [];
  const sink: Sink = Object.assign(() => {}, { event: (event: TelemetryEvent) => void events.push(event) });
  return { events, ...setUp({ sinks: [sink], content }) };
}

const EVENTS: readonly TelemetryEventInput[] = [
  { type: "guard_decision", guard: "budget", decision: "denied", reason: "5.02 of 5.00 USD" },
  { type: "fallback", from: "gpt-5", to: "gpt-5-mini", reason: "429" },
  { type: "limit_hit", limit: "max_steps", value: 10 },
  { type: "confirmation", outcome: "approved", tool: "refund", waitedMs: 1200 },
  { type: "parse_failure", schema: "Invoice", message: "no total" },
  { type: "drop", destination: "langfuse", reason: "queue_full", count: 3 },
];

describe("an event", () => {
  it.each(EVENTS)("of the type $type reaches sinks with where, when and for whom it happened", async (input) => {
    const { telemetry, events, recorder, record } = listen(true);
    await telemetry.withContext({ tenantId: "acme" }, async () => {
      const agent = recorder.start({ name: "invoke_agent", agent: { name: "helper" } });
      agent.run(() => telemetry.event(input));
      agent.end();
    });
    const { traceId, spanId, startedAtMs, ancestry } = record();
    const reference = { traceId, spanId, startedAtMs, ancestry };
    expect(events).toEqual([{ ...input, atMs: T0, reference, agent: "helper", context: { tenantId: "acme" } }]);
    expect(Object.isFrozen(events[0])).toBe(true);
  });

  it("is for whom was said last: within the operation before what the operation is for", async () => {
    const { telemetry, events, recorder } = listen();
    await telemetry.withContext({ userId: "outer", tenantId: "acme" }, async () => {
      const agent = recorder.start({ name: "invoke_agent", context: { userId: "its own" } });
      await agent.run(async () => {
        telemetry.event({ type: "limit_hit", limit: "max_steps" });
        await telemetry.withContext({ userId: "inner" }, async () => {
          telemetry.event({ type: "limit_hit", limit: "max_steps" });
        });
      });
      agent.end();
    });
    expect(events.map(({ context }) => context)).toEqual([
      { userId: "its own", tenantId: "acme" },
      { userId: "inner", tenantId: "acme" },
    ]);
  });

  it.each(EVENTS)("of the type $type may happen outside of any operation", (input) => {
    const { telemetry, events } = listen(true);
    telemetry.event(input);
    expect(events).toEqual([{ ...input, atMs: T0, context: {} }]);
  });

  it("of feedback or an evaluation is the same as what the methods take", () => {
    const { telemetry, events } = listen(true);
    telemetry.event({ type: "feedback", ...ABOUT, rating: 2 });
    telemetry.event({
      ...{ type: "evaluation", ...ABOUT, name: "relevance", value: 0.9 },
      ...{ label: "relevant", explanation: "It answers." },
    });
    telemetry.event({ type: "evaluation", ...ABOUT, name: "relevance", error: "TimeoutError" });
    expect(events).toMatchObject([
      { type: "feedback", reference: ABOUT, name: "rating", score: { kind: "rating", value: 2 } },
      {
        ...{ type: "evaluation", reference: ABOUT, name: "relevance", score: { kind: "number", value: 0.9 } },
        ...{ label: "relevant", explanation: "It answers." },
      },
      { type: "evaluation", name: "relevance", error: "TimeoutError" },
    ]);
  });

  it.each<[string, object]>([
    ["an unknown type", { type: "party" }],
    ["a type of every object's", { type: "constructor" }],
    ["no type", {}],
    ["a field missing", { type: "limit_hit" }],
    ["a decision that is none", { type: "guard_decision", guard: "budget", decision: "maybe" }],
    ["a reference that is none", { type: "fallback", reference: { traceId: "?" } }],
    ["an evaluation of nothing", { type: "evaluation", ...ABOUT, name: "relevance" }],
  ])("with %s is counted, and left out", (_what, input) => {
    const { telemetry, events } = listen();
    telemetry.event(input as TelemetryEventInput);
    expect(events).toEqual([]);
    expect(telemetry.diagnostics()).toEqual({ invalid_event: 1 });
  });

  it("does not say what the model wrote where content is denied", () => {
    const { telemetry, events } = listen();
    telemetry.event({ type: "parse_failure", schema: "Invoice", message: "got 'Dear Jo'" });
    telemetry.event({ type: "evaluation", ...ABOUT, name: "tone", label: "rude", explanation: "says Dear Jo" });
    expect(JSON.stringify(events)).not.toContain("Dear Jo");
    expect(events).toMatchObject([{ schema: "Invoice" }, { label: "rude" }]);
  });

  it("is left without an amount that is none", () => {
    const { telemetry, events } = listen();
    telemetry.event({ type: "limit_hit", limit: "max_steps", value: -1 });
    expect(events).toEqual([{ type: "limit_hit", limit: "max_steps", atMs: T0, context: {} }]);
  });
});
