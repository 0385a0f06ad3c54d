import { context, trace } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";
import { SDK_LINES, type SetUp, setUp } from "../test/set-up.ts";
import type { ExportedSpan } from "./exported-span.ts";
import { OtherSpans } from "./other-spans.ts";

/** Runs `fn` within a span of the application's own. */
function own<T>({ tracer }: SetUp, name: string, fn: () => T, attributes = {}): T {
  const span = tracer.startSpan(name, { attributes });
  try {
    return context.with(trace.setSpan(context.active(), span), fn);
  } finally {
    span.end();
  }
}

function agent<T>({ telemetry }: SetUp, name: string, fn: () => T): T {
  const operation = telemetry.recorder.start({ name: "invoke_agent", agent: { name } });
  try {
    return operation.run(fn);
  } finally {
    operation.end();
  }
}

function treeOf({ server }: SetUp): readonly unknown[] {
  type Run = ReturnType<typeof server.trees>[number];
  // All begin at once, so their order says nothing.
  const byName = (left: Run, right: Run) => left.name.localeCompare(right.name);
  const lines = (run: Run): unknown[] => [run.name, ...run.children.toSorted(byName).map(lines)];
  return server.trees().map(lines);
}

const GENERATION = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": 7 };

describe.each(SDK_LINES)("spans of other instrumentations, SDK %s", (line) => {
  it("stand in the tree where they are within an operation, the request around it does not", async () => {
    const set = await setUp({ line });
    own(set, "GET /", () => {
      own(set, "log in", () => {});
      agent(set, "outer", () => own(set, "load", () => own(set, "query", () => agent(set, "inner", () => {}))));
    });
    await set.provider.forceFlush();
    expect(treeOf(set)).toEqual([["outer", ["inner"], ["load", ["query"]]]]);
    expect(set.server.orphans()).toEqual([]);
    expect(set.results).toEqual([{ code: 0 }]);
  });

  it("wait for their place where the operation above is exported later", async () => {
    const set = await setUp({ line });
    const outer = set.telemetry.recorder.start({ name: "invoke_agent", agent: { name: "outer" } });
    outer.run(() => own(set, "load", () => {}));
    await set.provider.forceFlush();
    expect(set.server.runs()).toEqual([]);
    outer.end();
    await set.provider.forceFlush();
    expect(treeOf(set)).toEqual([["outer", ["load"]]]);
  });

  it("a descendant tells the place, too", async () => {
    const set = await setUp({ line });
    const outer = set.telemetry.recorder.start({ name: "invoke_agent", agent: { name: "outer" } });
    outer.run(() => own(set, "load", () => agent(set, "inner", () => {})));
    await set.provider.forceFlush();
    expect(set.server.runs().map(({ name }) => name)).toEqual(expect.arrayContaining(["load", "inner"]));
    outer.end();
    await set.provider.forceFlush();
    expect(set.server.orphans()).toEqual([]);
  });
});

describe("spans that speak the GenAI conventions", () => {
  it("are runs by themselves, with model and usage", async () => {
    const set = await setUp();
    own(set, "GET /", () => own(set, "chat m", () => own(set, "POST", () => {}), GENERATION));
    await set.provider.forceFlush();
    expect(treeOf(set)).toEqual([["chat m", ["POST"]]]);
    expect(set.server.run("chat m")).toMatchObject({
      ...{ runType: "llm", own: { promptTokens: 7 }, metadata: { ls_model_name: "m" } },
    });
  });

  it("belong to the thread around them", async () => {
    const set = await setUp();
    set.telemetry.withContext({ sessionId: "s1" }, () =>
      agent(set, "outer", () => own(set, "chat m", () => {}, GENERATION)),
    );
    await set.provider.forceFlush();
    expect(set.server.runs().map(({ threadId }) => threadId)).toEqual(["s1", "s1"]);
  });
});

describe("spans of others", () => {
  it("can be left out", async () => {
    const set = await setUp({ exporter: { otherSpans: "none" } });
    agent(set, "outer", () => own(set, "load", () => {}));
    await set.provider.forceFlush();
    expect(treeOf(set)).toEqual([["outer"]]);
  });

  it("whose parent never comes are sent at shutdown where they are operations, and forgotten where not", async () => {
    const set = await setUp();
    const request = set.tracer.startSpan("never ended");
    context.with(trace.setSpan(context.active(), request), () => {
      own(set, "chat m", () => {}, GENERATION);
      own(set, "query", () => {});
    });
    await set.provider.forceFlush();
    expect(set.server.runs()).toEqual([]);
    await set.provider.shutdown();
    expect(treeOf(set)).toEqual([["chat m"]]);
  });

  it("wait in bounded memory: the oldest give up", () => {
    const others = new OtherSpans(false);
    for (let i = 0; i < 5_000; i++) others.add(orphan(i));
    const early = others.placed().map(({ span }) => span.name);
    expect(early).toEqual(Array.from({ length: 5_000 - 2_048 }, (_, i) => `chat ${i}`));
    expect(others.rest()).toHaveLength(2_048);
    expect(others.rest()).toEqual([]);
  });
});

function orphan(i: number): ExportedSpan {
  const id = (first: string) => first + i.toString(16).padStart(15, "0");
  return {
    ...{ name: `chat ${i}`, attributes: GENERATION, events: [], status: { code: 0 }, resource: { attributes: {} } },
    ...{ startTime: [1_767_225_600, 0], endTime: [1_767_225_601, 0], parentSpanContext: { spanId: id("a") } },
    spanContext: () => ({ traceId: "c".repeat(32), spanId: id("b") }),
  };
}
