import { freePort } from "@isospan-private/vendors";
import { describe, expect, it } from "vitest";
import { grpcFront } from "./grpc-front.ts";
import { program } from "./program.ts";
import { accountOf, cleanUp, collector, makeSpans, start } from "./set-up.ts";

cleanUp();

const GRPC = ["trace", "metrics", "logs"].map((signal) => `@opentelemetry/exporter-${signal}-otlp-grpc`);
/** As in an application that has installed none of them. */
const WITHOUT = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  const absent = (name) => Object.assign(new Error("Cannot find " + name), { code: "MODULE_NOT_FOUND" });
  registerHooks({
    resolve(name, context, next) {
      if (/otlp-grpc|exporter-prometheus/.test(name)) throw absent(name);
      return next(name, context);
    },
  });
`)}`;
const TOLD = "startTelemetry({ onDiagnostic: ({ code, message }) => console.log(code, message) })";

describe("OTLP over gRPC", () => {
  it("takes spans, metrics and logs, and accounts for the spans", { timeout: 60_000 }, async () => {
    const server = await collector();
    const account = accountOf("otlp");
    const { telemetry, heard } = start({
      OTEL_EXPORTER_OTLP_ENDPOINT: await grpcFront(server),
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    });
    makeSpans(telemetry, 3);
    await telemetry.feedback({ traceId: "0af7651916cd43dd8448eb211c80319c", name: "helpful", value: 1 });
    await telemetry.flush();
    expect(server.spans.map(({ name }) => name)).toEqual(["span 0", "span 1", "span 2"]);
    expect(server.requests.map(({ path }) => path).toSorted()).toEqual(["/v1/logs", "/v1/metrics", "/v1/traces"]);
    expect(account()).toEqual({ sent: 3, dropped: 0, reasons: {} });
    expect(heard).toEqual([]);
  });

  it("without its packages names each of them once, and does not stop the application", async () => {
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" };
    const { code, output } = await program("span();", variables, ["--import", WITHOUT], TOLD).ended;
    expect(code).toBe(0);
    expect(output.trim().split("\n").toSorted()).toEqual(
      GRPC.toSorted().map((name) =>
        expect.stringMatching(`^environment_ignored .*not installed.* Run npm install ${name}@0.301$`),
      ),
    );
  }, 60_000);
});

describe("OTEL_METRICS_EXPORTER=prometheus", () => {
  it("without its package names it, and spans are sent all the same", async () => {
    const server = await collector();
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: server.url, OTEL_METRICS_EXPORTER: "prometheus" };
    const { code, output } = await program("span();", variables, ["--import", WITHOUT], TOLD).ended;
    expect([code, server.spans.length]).toEqual([0, 1]);
    expect(output).toMatch(/^environment_ignored .*Run npm install @opentelemetry\/exporter-prometheus@0\.301\n$/);
  }, 60_000);

  it("with it hands the metrics to whoever asks", async () => {
    const port = await freePort();
    const lines = `await telemetry.run({ name: "chat", provider: "openai", model: "gpt-4.1-mini" }, () => {});
      console.log(await (await fetch("http://127.0.0.1:${port}/metrics")).text()); await telemetry.shutdown();`;
    const variables = {
      OTEL_TRACES_EXPORTER: "none",
      OTEL_METRICS_EXPORTER: "prometheus",
      OTEL_EXPORTER_PROMETHEUS_HOST: "127.0.0.1",
      OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
    };
    const { code, output } = await program(lines, variables).ended;
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("operation_duration_count{") });
  }, 60_000);
});
