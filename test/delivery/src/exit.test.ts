import { langfuseServer, langsmithServer } from "@isospan-private/vendors";
import { describe, expect, it, vi } from "vitest";
import { program } from "./program.ts";
import { cleanUp, collector, distinct } from "./set-up.ts";

cleanUp();

// Each starts a process, and waits for what that says, however slow the machine.
vi.setConfig({ testTimeout: 60_000 });

const STAY = 'setInterval(() => {}, 1_000); console.log("ready");';

describe("a process that ends", () => {
  it("by having nothing left to do sends what waits first, and metrics of it", async () => {
    const server = await collector();
    const { code, output } = await program("span();", { OTEL_EXPORTER_OTLP_ENDPOINT: server.url }).ended;
    expect({ code, output }).toEqual({ code: 0, output: "" });
    expect(server.spans.map(({ name }) => name)).toEqual(["work"]);
    const sent = server.points.filter(({ metric }) => metric === "isospan.export.spans");
    expect(sent).toHaveLength(1);
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "by %s does so as well, and ends as it would have without us",
    async (name) => {
      const server = await collector();
      const { child, ended, said } = program(`span(); ${STAY}`, { OTEL_EXPORTER_OTLP_ENDPOINT: server.url });
      await said("ready");
      child.kill(name);
      expect(await ended).toMatchObject({ code: null, signal: name });
      expect(server.spans).toHaveLength(1);
    },
  );

  it("while spans are still converted sends those, too, each once", async () => {
    const [langfuse, langsmith] = await Promise.all([langfuseServer(), langsmithServer()]);
    await using _langfuse = { [Symbol.asyncDispose]: () => langfuse.close() };
    await using _langsmith = { [Symbol.asyncDispose]: () => langsmith.close() };
    const variables = {
      LANGFUSE_BASE_URL: langfuse.url,
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
      LANGSMITH_ENDPOINT: langsmith.url,
      LANGSMITH_API_KEY: langsmith.apiKey,
    };
    const lines = `
      const { LangfuseTraceExporter } = await import("@isospan/langfuse");
      const { LangSmithTraceExporter } = await import("@isospan/langsmith");
      // Nobody else: neither an SDK nor a handler waits for these.
      const { BatchSpanProcessor, TracerProvider } = await import("@opentelemetry/sdk-trace");
      const { createTelemetry, setTelemetry } = await import("@isospan/core");
      for (const exporter of [new LangfuseTraceExporter(), new LangSmithTraceExporter()]) {
        const processor = new BatchSpanProcessor({ exporter, maxQueueSize: 4_000 });
        setTelemetry(createTelemetry({ tracerProvider: new TracerProvider({ spanProcessors: [processor] }) }));
        for (let i = 0; i < 3_000; i++) span();
        processor.forceFlush();
      }`;
    expect(await program(lines, variables, [], "").ended).toEqual({ code: 0, signal: null, output: "" });
    for (const spans of [langfuse.rows().map(({ id }) => id), langsmith.runs().map(({ id }) => id)]) {
      expect(distinct(spans.map((spanId) => ({ spanId })))).toEqual({ different: 3_000, twice: 0 });
    }
  });

  it("by its own handler of the signal is not ended by us", async () => {
    const server = await collector();
    const own = 'process.on("SIGTERM", async () => { await telemetry.shutdown(); process.exit(3); });';
    const { child, ended, said } = program(`${own} span(); ${STAY}`, { OTEL_EXPORTER_OTLP_ENDPOINT: server.url });
    await said("ready");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 3, signal: null });
    expect(server.spans).toHaveLength(1);
  });

  it("does not wait longer than the deadline for a server that hangs, and says what it dropped", async () => {
    const server = await collector();
    server.fail({ hang: true, times: "always" });
    const told = "startTelemetry({ shutdownTimeoutMs: 100, onDiagnostic: ({ message }) => console.log(message) })";
    const lines = `span(); ${STAY}`;
    const { child, ended, said } = program(lines, { OTEL_EXPORTER_OTLP_ENDPOINT: server.url }, [], told);
    await said("ready");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ signal: "SIGTERM", output: expect.stringContaining("1 dropped (shutdown)") });
  });

  it("by a second signal ends at once", async () => {
    const server = await collector();
    server.fail({ hang: true, times: "always" });
    const told = "startTelemetry({ shutdownTimeoutMs: 600_000 })";
    const { child, ended, said } = program(`span(); ${STAY}`, { OTEL_EXPORTER_OTLP_ENDPOINT: server.url }, [], told);
    await said("ready");
    child.kill("SIGTERM");
    await server.received(1);
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ signal: "SIGTERM" });
  });

  it("is not held by telemetry that has nothing to send, nor by a sleeping retry", async () => {
    expect(await program("", {}).ended).toMatchObject({ code: 0 });
    const server = await collector();
    server.fail({ status: 503, times: "always" });
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: server.url, OTEL_METRICS_EXPORTER: "none" };
    const told = "startTelemetry({ shutdownTimeoutMs: 100 })";
    expect(await program("span(); await 0;", variables, [], told).ended).toMatchObject({ code: 0 });
  });
});

describe("register", () => {
  it.each(["--import", "-r"])("by %s sets up everything from the environment", async (flag) => {
    const server = await collector();
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: server.url, OTEL_SERVICE_NAME: "registered" };
    const { code, output } = await program("span();", variables, [flag, "@isospan/node/register"], "").ended;
    expect({ code, output }).toEqual({ code: 0, output: "" });
    expect(server.spans.map(({ name, resource }) => [name, resource["service.name"]])).toEqual([
      ["work", "registered"],
    ]);
  });

  it("with nothing in the environment prints the tree", async () => {
    const { output } = await program("span();", {}, ["--import", "@isospan/node/register"], "").ended;
    expect(output).toMatch(/^work {2}/);
  });
});
