import type { Fault } from "@isospan-private/vendors";
import { afterEach, describe, it } from "vitest";
import { program } from "../program.ts";
import { check, timeoutOf } from "./check.ts";
import { type Destinations, destinations } from "./destinations.ts";
import { CREATED, type FaultCase } from "./faults.ts";
import { Table } from "./table.ts";

let all: Destinations | undefined;
afterEach(() => all?.close());

const table = new Table();

const CASES: readonly (Omit<FaultCase, "start"> & { readonly start: () => Fault })[] = [
  { name: "SIGTERM, 503 at first", ending: "ends", start: () => ({ status: 503, times: 3 }) },
  { name: "SIGTERM, hanging", ending: "never", start: () => ({ hang: true, times: "always" }) },
];

/** Tells what it told itself, after the shutdown that the signal asks for. */
const LINES = `
  process.on("SIGTERM", async () => {
    await telemetry.shutdown();
    console.log(JSON.stringify(exportCounts()));
    process.exit();
  });
  for (let i = 0; i < ${CREATED}; i++) span();
  setInterval(() => {}, 1_000);`;
const STARTED = `await (async () => {
  const { LangfuseTraceExporter } = await import("@isospan/langfuse");
  const { LangSmithTraceExporter } = await import("@isospan/langsmith");
  const exporters = ["otlp", new LangfuseTraceExporter(), new LangSmithTraceExporter()];
  // For a busy machine: nothing is left out of what could still be sent.
  return startTelemetry({ exporters, shutdownTimeoutMs: Number(process.env.TEST_SHUTDOWN_MS) });
})()`;

describe("ended by SIGTERM in mid-flight: sent and dropped are what was created", () => {
  it.each(CASES)("$name", { timeout: 120_000 }, async (fault) => {
    all = await destinations("native", timeoutOf(fault));
    const each = [all.otlp, all.langfuse, all.langsmith];
    for (const { server } of each) server.fail(fault.start());
    const variables = {
      ...all.variables,
      OTEL_METRICS_EXPORTER: "none",
      TEST_SHUTDOWN_MS: fault.ending === "never" ? "1000" : "30000",
    };
    const { child, ended } = program(LINES, variables, [], STARTED);
    await Promise.all(each.map(({ server }) => server.received(1)));
    child.kill("SIGTERM");
    const counts = JSON.parse((await ended).output);
    for (const one of each) {
      const { spans, dropped } = counts[one.name];
      const lost = Object.values<number>(dropped).reduce((sum, count) => sum + count, 0);
      check("SIGTERM", fault, one, CREATED, { sent: spans, dropped: lost, reasons: dropped }, table);
    }
  });
});
