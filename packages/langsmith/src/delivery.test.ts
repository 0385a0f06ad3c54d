import { createTelemetry, type Diagnostic, getTelemetry, setTelemetry } from "@isospan/core";
import { exportCounts } from "@isospan/core/sender";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type SetUp, setUp } from "../test/set-up.ts";
import type { LangSmithTraceExporter } from "./index.ts";

/** Sender and counters are the process's own, so each test looks at what has been added. */
let before: ReturnType<typeof counts>;
beforeEach(() => {
  before = counts();
});

function counts() {
  const { spans = 0, dropped = {}, retries = {} } = exportCounts().langsmith ?? {};
  return { spans, dropped, retries };
}

function added() {
  const now = counts();
  const reasons = (key: "dropped" | "retries") =>
    Object.fromEntries(
      Object.entries(now[key])
        .map(([reason, count]) => [reason, count - (before[key][reason as never] ?? 0)])
        .filter(([, count]) => count !== 0),
    );
  return { spans: now.spans - before.spans, dropped: reasons("dropped"), retries: reasons("retries") };
}

type Exported = Parameters<LangSmithTraceExporter["export"]>[0][number];

function tools(set: SetUp, count: number): void {
  for (let i = 0; i < count; i++) {
    set.clock.advance(1);
    set.telemetry.recorder.start({ name: "execute_tool", tool: { name: `tool-${i}` } }).end();
  }
}

/** A tool call that another instrumentation has recorded. */
function foreign(id: number, startedAtSeconds: number = 1_767_225_600, parentId?: string): Exported {
  const traceId = "a".repeat(32);
  const attributes = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "foreign" };
  return {
    ...{ name: "foreign", kind: 0, attributes, events: [], links: [], status: { code: 0 } },
    ...{ resource: { attributes: {} }, instrumentationScope: { name: "other" } },
    ...{ startTime: [startedAtSeconds, 0], endTime: [startedAtSeconds + 1, 0] },
    ...(parentId && { parentSpanContext: { spanId: parentId } }),
    spanContext: () => ({ traceId, spanId: String(id).padStart(16, "0"), traceFlags: 1 }),
  };
}

describe("a fault that ends within the deadline loses nothing and doubles nothing", () => {
  it.each([
    ["500", { status: 500 }],
    ["503", { status: 503, times: 2 }],
    ["429 with Retry-After", { status: 429, retryAfterSeconds: 0.05 }],
    ["a cut connection", { cut: true }],
    ["a hanging server", { hang: true }],
    ["an answer that is lost after all was taken", { status: 503, stores: true }],
    ["a connection that is cut after all was taken", { cut: true, stores: true }],
  ] as const)("%s", async (_, fault) => {
    const set = await setUp({ exporter: { requestTimeoutMs: 400 } });
    set.server.fail(fault);
    tools(set, 20);
    await set.provider.forceFlush();
    expect(set.results).toEqual([{ code: 0 }]);
    expect(set.server.runs()).toHaveLength(20);
    expect(added()).toMatchObject({
      spans: 20,
      dropped: {},
      retries: { [Object.keys(added().retries)[0] ?? ""]: expect.any(Number) },
    });
  });

  it("a server that is down, and back", async () => {
    const set = await setUp();
    const { promise, resolve } = Promise.withResolvers<void>();
    set.server.fail({ downUntil: promise });
    tools(set, 20);
    const flushed = set.provider.forceFlush();
    while (set.server.resets === 0) await new Promise(setImmediate);
    resolve();
    await flushed;
    expect(set.server.runs()).toHaveLength(20);
    expect(added()).toMatchObject({ spans: 20, dropped: {} });
  });

  it("413 halves the batch", async () => {
    const set = await setUp({ exporter: { compression: "none" } });
    set.server.fail({ status: 413, onlyAboveBytes: 20_000, times: "always" });
    tools(set, 90);
    await set.provider.forceFlush();
    expect(set.server.runs()).toHaveLength(90);
    expect(added()).toEqual({ spans: 90, dropped: {}, retries: {} });
  });
});

describe("what was not taken is failed, and counted by its reason", () => {
  it.each([
    // These are given up at once: the server asks for a longer wait than there is time.
    ["unavailable", { status: 503, retryAfterSeconds: 3_600 }, {}],
    ["rate_limited", { status: 429, retryAfterSeconds: 3_600 }, {}],
    ["timeout", { hang: true }, { deadlineMs: 300, requestTimeoutMs: 150 }],
    // Long enough for a busy machine to be told that the connection is cut.
    ["network", { cut: true }, { deadlineMs: 2_000 }],
  ] as const)("%s", async (reason, fault, exporter) => {
    const set = await setUp({ exporter });
    set.server.fail({ ...fault, times: "always" });
    tools(set, 3);
    await set.provider.forceFlush().catch(() => {});
    expect(set.results).toMatchObject([{ code: 1, error: expect.any(Error) }]);
    expect(added()).toMatchObject({ spans: 0, dropped: { [reason]: 3 } });
    expect(set.server.runs()).toEqual([]);
  });

  it("a bad key is one diagnostic, with the endpoint and the status", async () => {
    const diagnostics: Diagnostic[] = [];
    const usual = getTelemetry();
    setTelemetry(createTelemetry({ onDiagnostic: (each) => void diagnostics.push(each) }));
    try {
      const set = await setUp({ exporter: { apiKey: "wrong" } });
      for (const count of [2, 3]) {
        tools(set, count);
        await set.provider.forceFlush().catch(() => {});
      }
      expect(added()).toMatchObject({ spans: 0, dropped: { unauthorized: 5 } });
      expect(diagnostics).toMatchObject([{ code: "export_unauthorized" }]);
      expect(diagnostics[0]?.message).toContain(`${set.server.url}/runs/multipart: status 403`);
      expect(diagnostics[0]?.message).not.toContain("wrong");
    } finally {
      setTelemetry(usual);
    }
  });

  it("one run that LangSmith refuses costs itself alone", async () => {
    const set = await setUp();
    tools(set, 30);
    await set.provider.forceFlush();
    const [span] = set.exported as Exported[];
    const ids = Array.from({ length: 31 }, (_, i) => (i === 12 ? "no hexadecimals" : `${i + 10}`.repeat(8)));
    const attributes = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "copied" };
    const spans = ids.map((spanId) => ({
      ...{ name: "copied", attributes, events: [], status: { code: 0 }, resource: { attributes: {} } },
      ...{ startTime: [1_767_225_600, 0] as [number, number], endTime: [1_767_225_601, 0] as [number, number] },
      spanContext: () => ({ traceId: "a".repeat(32), ...span?.spanContext(), spanId }),
    }));
    const result = await new Promise((resolve) => set.exporter.export(spans, resolve));
    expect(result).toMatchObject({ code: 1, error: { message: expect.stringContaining("status 422") } });
    expect(set.server.runs().filter(({ name }) => name === "copied")).toHaveLength(30);
    expect(added()).toMatchObject({ spans: 60, dropped: { rejected: 1 } });
  });

  it("of spans of others, too, what cannot be made a run costs itself alone", async () => {
    const set = await setUp();
    const result = await new Promise((resolve) => set.exporter.export([foreign(1, -1e17), foreign(2)], resolve));
    expect(result).toMatchObject({ code: 1, error: { message: "a span could not be made a run" } });
    expect(added()).toEqual({ spans: 1, dropped: { encode_error: 1 }, retries: {} });
  });

  it("what cannot be made a run costs itself alone", async () => {
    const set = await setUp();
    set.telemetry.recorder.start({ name: "execute_tool", tool: { name: "early" } }, { startedAtMs: -1e17 }).end();
    tools(set, 3);
    await set.provider.forceFlush().catch(() => {});
    expect(set.results).toMatchObject([{ code: 1, error: { message: "a span could not be made a run" } }]);
    expect(added()).toEqual({ spans: 3, dropped: { encode_error: 1 }, retries: {} });
  });

  it("after shutdown", async () => {
    const set = await setUp();
    tools(set, 2);
    await set.exporter.shutdown();
    await set.provider.forceFlush().catch(() => {});
    expect(added()).toMatchObject({ spans: 0, dropped: { shutdown: 2 } });
    expect(set.server.requests).toEqual([]);
  });
});

describe("spans of others that wait for their place", () => {
  const waiting = (count: number) => Array.from({ length: count }, (_, i) => foreign(i + 1, 0, "b".repeat(16)));

  it("are sent at shutdown, wherever they stand", async () => {
    const set = await setUp();
    set.exporter.export(waiting(100), () => {});
    await set.exporter.forceFlush();
    expect(added()).toEqual({ spans: 0, dropped: {}, retries: {} });
    await set.exporter.shutdown();
    expect(added()).toEqual({ spans: 100, dropped: {}, retries: {} });
  });

  it("are told as dropped where its deadline comes before, and where they come after it", async () => {
    const set = await setUp();
    let nowMs = 0;
    // Each is converted in a turn of the event loop of its own.
    const clock = vi.spyOn(performance, "now").mockImplementation(() => nowMs++);
    set.exporter.export(waiting(2_000), () => {});
    await set.exporter.shutdown(1);
    clock.mockRestore();
    expect(added()).toEqual({ spans: 0, dropped: { shutdown: 2_000 }, retries: {} });
    set.exporter.export(waiting(5), () => {});
    await set.exporter.forceFlush();
    expect(added()).toMatchObject({ spans: 0, dropped: { shutdown: 2_005 } });
  });
});

it("an application that throws when it hears of an export is left alone", async () => {
  const diagnostics: Diagnostic[] = [];
  const usual = getTelemetry();
  setTelemetry(createTelemetry({ onDiagnostic: (each) => void diagnostics.push(each) }));
  try {
    const { exporter } = await setUp();
    exporter.export([foreign(1)], () => {
      throw new Error("no");
    });
    await exporter.forceFlush();
    expect(diagnostics).toMatchObject([{ code: "internal_error" }]);
  } finally {
    setTelemetry(usual);
  }
});

describe("a repeated export", () => {
  it("is known by its ids: nothing is doubled, and nothing is told as lost", async () => {
    const set = await setUp();
    tools(set, 5);
    await set.provider.forceFlush();
    const again = (): Promise<{ readonly code: number }> =>
      new Promise((resolve) => set.exporter.export(set.exported as Exported[], resolve));
    expect(await again()).toEqual({ code: 0 });
    expect(set.server.runs()).toHaveLength(5);
    expect(set.server.requests.some(({ answered }) => answered === 409)).toBe(true);
  });

  it("together with what is new delivers what is new", async () => {
    const set = await setUp();
    tools(set, 5);
    await set.provider.forceFlush();
    const known = [...set.exported];
    set.server.fail({ status: 400 });
    tools(set, 1);
    await set.provider.forceFlush().catch(() => {});
    const all = [...known, set.exported.at(-1)] as Exported[];
    expect(await new Promise((resolve) => set.exporter.export(all, resolve))).toEqual({ code: 0 });
    expect(set.server.runs()).toHaveLength(6);
  });
});

describe("the environment", () => {
  it("does not leak into runs", async () => {
    process.env.LANGCHAIN_DB_URL = "postgres://user:hunter2@host/db";
    process.env.LANGSMITH_TRACING_SAMPLING_RATE = "0";
    process.env.LANGSMITH_OTEL_ENABLED = "true";
    try {
      const set = await setUp();
      tools(set, 1);
      await set.provider.forceFlush();
      expect(set.server.runs()).toHaveLength(1);
      expect(set.server.requests.map(({ body }) => body.toString()).join()).not.toMatch(
        /hunter2|LANGCHAIN_|LANGSMITH_/,
      );
    } finally {
      delete process.env.LANGCHAIN_DB_URL;
      delete process.env.LANGSMITH_TRACING_SAMPLING_RATE;
      delete process.env.LANGSMITH_OTEL_ENABLED;
    }
  });
});

it("a key of a whole organisation names its workspace", async () => {
  const workspaceId = "5f5f5f5f-0000-4000-8000-000000000000";
  const set = await setUp({ server: { workspaceId }, exporter: { workspaceId } });
  tools(set, 1);
  await set.provider.forceFlush();
  expect(set.server.runs()).toHaveLength(1);
});
