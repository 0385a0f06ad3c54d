import { createTelemetry, type Diagnostic, setTelemetry } from "@isospan/core";
import { exportCounts } from "@isospan/core/sender";
import { type LangfuseExporterOptions, LangfuseTraceExporter } from "@isospan/langfuse";
import { type Fault, type LangfuseServer, langfuseServer } from "@isospan-private/vendors";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SDK_LINES, type SdkLine, startSdk } from "../sdk-lines.ts";

const SPANS = 10_000;

let server: LangfuseServer;

beforeEach(async () => {
  server = await langfuseServer();
});

afterEach(() => server.close());

const PASSING: readonly (readonly [what: string, fault: Fault])[] = [
  ["500 three times", { status: 500, times: 3 }],
  ["503 three times", { status: 503, times: 3 }],
  ["429 with Retry-After", { status: 429, retryAfterSeconds: 1, times: 2 }],
  ["413 for large bodies", { status: 413, onlyAboveBytes: 4_000, times: "always" }],
  ["a hanging request", { hang: true, times: 1 }],
  ["a cut connection", { cut: true, times: 1 }],
];

describe.each(SDK_LINES)("on OpenTelemetry's SDK %s", (line) => {
  it.each(PASSING)("%s loses nothing and doubles nothing", async (_what, fault) => {
    server.fail(fault);
    const { sent, dropped } = await play(line);
    expect({ sent, dropped }).toEqual({ sent: SPANS, dropped: 0 });
    expect(server.observations()).toHaveLength(SPANS);
  });

  it("a server that is down and comes back loses nothing", async () => {
    const back = Promise.withResolvers<void>();
    server.fail({ downUntil: back.promise });
    const played = play(line);
    while (server.resets === 0) await new Promise((resolve) => setImmediate(resolve));
    back.resolve();
    expect(await played).toMatchObject({ sent: SPANS, dropped: 0 });
    expect(server.observations()).toHaveLength(SPANS);
  });

  it.each([
    ["500 forever", { status: 500, times: "always" }],
    ["hanging forever", { hang: true, times: "always" }],
  ] as const)("%s drops all of them, and says so", async (_what, fault) => {
    server.fail(fault);
    const played = await play(line, { deadlineMs: 300, requestTimeoutMs: 100 });
    expect(played).toMatchObject({ sent: 0, dropped: SPANS, failures: expect.any(Number) });
    expect(played.failures).toBeGreaterThan(0);
    expect(server.observations()).toEqual([]);
  });

  it("a bad key is one diagnostic, with the endpoint and the status", async () => {
    const { diagnostics, dropped, failures } = await play(line, { secretKey: "sk-lf-wrong" });
    expect(dropped).toBe(SPANS);
    expect(failures).toBeGreaterThan(1);
    const unauthorized = diagnostics.filter(({ code }) => code === "export_unauthorized");
    expect(unauthorized.map(({ message }) => message)).toEqual([
      expect.stringMatching(/\/api\/public\/otel\/v1\/traces: status 401/),
    ]);
    expect(unauthorized[0]?.message).not.toContain("sk-lf-wrong");
  });

  it("after shutdown an export fails, and nothing is sent", async () => {
    const exporter = exporterTo({});
    await exporter.shutdown();
    const sdk = startSdk(line, [exporter]);
    sdk.getTracer("application").startSpan("late").end();
    await sdk.forceFlush().catch(() => {});
    expect(server.requests).toEqual([]);
  });
});

/** So many spans through a batch processor, and what became of them. */
async function play(line: SdkLine, options: LangfuseExporterOptions = {}) {
  const diagnostics: Diagnostic[] = [];
  setTelemetry(createTelemetry({ onDiagnostic: (diagnostic) => void diagnostics.push(diagnostic) }));
  const exporter = exporterTo(options);
  let failures = 0;
  const watched = {
    export: (spans: never, done: (result: { code: number; error?: Error }) => void) =>
      exporter.export(spans, (result) => {
        if (result.code !== 0) failures += 1;
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
  const sdk = startSdk(line, [watched as never]);
  const before = counts();
  const tracer = sdk.getTracer("application");
  for (let i = 0; i < SPANS; i++) tracer.startSpan(`span ${i}`).end();
  await sdk.forceFlush().catch(() => {});
  await sdk.shutdown().catch(() => {});
  const after = counts();
  return { sent: after.sent - before.sent, dropped: after.dropped - before.dropped, failures, diagnostics };
}

function exporterTo(options: LangfuseExporterOptions): LangfuseTraceExporter {
  const { publicKey, secretKey, url: baseUrl } = server;
  const quick = { requestTimeoutMs: 1_000, retryDelayMs: 5 };
  return new LangfuseTraceExporter({ publicKey, secretKey, baseUrl, ...quick, ...options });
}

function counts(): { readonly sent: number; readonly dropped: number } {
  const { spans = 0, dropped = {} } = exportCounts().langfuse ?? {};
  return { sent: spans, dropped: Object.values(dropped).reduce((sum, count) => sum + (count ?? 0), 0) };
}
