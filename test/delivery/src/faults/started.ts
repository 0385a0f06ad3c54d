import { afterEach, expect, it } from "vitest";
import { accountOf, cleanUp, makePortions, start, tracesTo } from "../set-up.ts";
import { check, timeoutOf, workOf } from "./check.ts";
import { type Destinations, destinations } from "./destinations.ts";
import { type FaultCase, WRONG_KEY } from "./faults.ts";
import { Table } from "./table.ts";

export interface Formats {
  readonly protocol: "http/protobuf" | "http/json";
  /** By which of LangSmith's endpoints. */
  readonly mode: "native" | "otlp";
}

/** `startTelemetry` with all three destinations at once, each with the same fault. */
export function started({ protocol, mode }: Formats, faults: readonly FaultCase[]): void {
  cleanUp();
  let all: Destinations | undefined;
  afterEach(() => all?.close());
  const table = new Table();

  it.each(faults)("$name", { timeout: 120_000 }, async (fault) => {
    all = await destinations(mode, timeoutOf(fault));
    const each = [all.otlp, all.langfuse, all.langsmith].map((one) => ({ one, account: accountOf(one.name) }));
    for (const { one } of each) {
      const wrong = fault.start();
      if (wrong !== undefined) one.server.fail(wrong);
    }
    const { langfuse, langsmith } = all.exporters();
    const variables = {
      ...tracesTo(all.otlp.server),
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_TIMEOUT: String(timeoutOf(fault)),
    };
    const { telemetry, heard } = start(variables, { exporters: ["otlp", langfuse, langsmith], content: true });
    const work = workOf(fault);
    await makePortions(telemetry, work, () => telemetry.flush());
    // A server that stays broken is what shutdown's own deadline is for.
    if (fault.ending !== "never") await telemetry.flush();
    await telemetry.shutdown();
    for (const { one, account } of each) check(`${protocol}, ${mode}`, fault, one, work.spans, account(), table);
    // Each destination says once a minute what is wrong with it, and nothing where all arrived.
    const told = heard.map(({ code, message }) => `${code} ${message.split(":")[0]}`).toSorted();
    const code = fault.name === WRONG_KEY ? "export_unauthorized" : "export_dropped";
    const names = each.filter(({ account }) => account().dropped > 0).map(({ one }) => `${code} ${one.name}`);
    expect(told).toEqual(names.toSorted());
  });
}
