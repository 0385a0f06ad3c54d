import { describe, expect, it } from "vitest";
import { SDK_LINES, type SetUp, setUp, T0 } from "../test/set-up.ts";

const said = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });

function agentRun({ telemetry, clock }: SetUp): void {
  const { recorder } = telemetry;
  telemetry.withContext({ sessionId: "s1", tags: ["beta"], prompt: { name: "p" } }, () => {
    const agent = recorder.start({ name: "invoke_agent", agent: { name: "researcher" } });
    agent.run(() => {
      clock.advance(1);
      const request = { temperature: 0.5, stopSequences: ["."] };
      const chat = recorder.start({
        name: "chat",
        provider: "openai",
        model: "m",
        request,
        input: [said("user", "hi")],
      });
      clock.advance(5);
      chat.end({ usage: { inputTokens: 9, outputTokens: 3, cacheReadTokens: 4 }, billedCost: { usd: 0.25 } });
      clock.advance(1);
      recorder.start({ name: "execute_tool", tool: { name: "search" } }).end({ error: new TypeError("no") });
    });
    agent.end({ output: [said("assistant", "done")] });
  });
}

/** What both ways have to agree on. */
function facts({ server }: SetUp): readonly object[] {
  return server.runs().map((run) => {
    const { name, runType, startMs, endMs, status, error, inputs, outputs, threadId, tags, own, total, project } = run;
    const { OTEL_TRACE_ID: _, OTEL_SPAN_ID: __, ...metadata } = run.metadata;
    const depth = run.dottedOrder.split(".").length;
    return {
      name,
      runType,
      startMs,
      endMs,
      status,
      error,
      inputs,
      outputs,
      threadId,
      tags,
      own,
      total,
      project,
      metadata,
      depth,
    };
  });
}

describe.each(SDK_LINES)("runs as OTLP spans, SDK %s", (line) => {
  it("are what native runs are", async () => {
    const views: (readonly object[])[] = [];
    for (const mode of ["native", "otlp"] as const) {
      const set = await setUp({ line, exporter: { mode, project: "p1" }, telemetry: { content: true } });
      agentRun(set);
      await set.telemetry.flush();
      await set.provider.forceFlush();
      expect(set.results).toEqual([{ code: 0 }]);
      expect(set.server.requests.map(({ path }) => path)).toEqual([
        mode === "otlp" ? "/otel/v1/traces" : "/runs/multipart",
      ]);
      views.push(facts(set));
    }
    expect(views[0]).toHaveLength(3);
    expect(views[1]).toEqual(views[0]);
  });
});

it("a run as a span has the ids of the native run, and its parent where that comes later", async () => {
  const set = await setUp({ exporter: { mode: "otlp" } });
  const agent = set.telemetry.recorder.start({ name: "invoke_agent", agent: { name: "a" } });
  agent.run(() => set.telemetry.recorder.start({ name: "execute_tool", tool: { name: "t" } }).end());
  await set.provider.forceFlush();
  agent.end();
  await set.provider.forceFlush();
  const [early] = set.server.requests.map(({ body }) => body.toString());
  expect(early).toContain("langsmith.span.dotted_order");
  expect(set.server.otlp.waiting()).toEqual([]);
  expect(set.server.otlp.lost()).toEqual([]);
  expect(set.server.trees().map(({ children }) => children.map(({ name }) => name))).toEqual([["t"]]);
  expect(set.server.runs().every(({ openable, startMs }) => openable && startMs === T0)).toBe(true);
});

it("without content no message leaves, and usage stays", async () => {
  const set = await setUp({ exporter: { mode: "otlp" }, telemetry: { content: { langsmith: false, otlp: true } } });
  agentRun(set);
  await set.telemetry.flush();
  await set.provider.forceFlush();
  expect(set.server.requests.map(({ body }) => body.toString()).join()).not.toMatch(/"hi"|done/);
  expect(set.server.run("chat m").own).toMatchObject({ promptTokens: 9, totalCost: 0.25 });
});

it("a bad key is a failure here as well", async () => {
  const set = await setUp({ exporter: { mode: "otlp", apiKey: "wrong" } });
  agentRun(set);
  await set.telemetry.flush();
  await set.provider.forceFlush().catch(() => {});
  expect(set.results).toMatchObject([{ code: 1 }]);
});
