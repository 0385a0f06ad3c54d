import type { Fault } from "@isospan-private/vendors";
import { describe, expect, it } from "vitest";
import { accountOf, cleanUp, collector, distinct, makeSpans, start, tracesTo } from "../set-up.ts";

cleanUp();

const CREATED = 10_000;

/** What goes wrong, and whether that ends within the deadlines, so that nothing may be lost. */
const FAULTS: readonly (readonly [string, "ends" | "stays", readonly (() => Fault)[]])[] = [
  ["none", "ends", []],
  ["500 at first", "ends", [() => ({ status: 500, times: 5 })]],
  ["503 at first", "ends", [() => ({ status: 503, times: 5 })]],
  ["429 with Retry-After 2 at first", "ends", [() => ({ status: 429, retryAfterSeconds: 2, times: 5 })]],
  ["413 above 100 kB", "ends", [() => ({ status: 413, onlyAboveBytes: 100_000, times: "always" })]],
  ["the connection cut at first", "ends", [() => ({ cut: true, times: 5 })]],
  ["a slow drip", "ends", [() => ({ slowDripMs: 100, times: 5 })]],
  ["down for ten seconds", "ends", [() => ({ downUntil: tenSeconds() })]],
  ["hanging at first", "ends", [() => ({ hang: true, times: 4 })]],
  ["hanging", "stays", [() => ({ hang: true, times: "always" })]],
  ["refused as invalid", "stays", [() => ({ status: 400, times: 3 })]],
  ["partly refused", "stays", [() => ({ partialSuccess: { rejected: 100, message: "no" }, times: 3 })]],
];

/** What must really pass: how long a server is away is what this is about. */
function tenSeconds(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10_000));
}

describe.each(["http/protobuf", "http/json"])("OTLP by %s: sent and dropped are what was created", (protocol) => {
  it.each(FAULTS)("with the fault: %s", { timeout: 120_000 }, async (_, ending, faults) => {
    const server = await collector();
    for (const fault of faults) server.fail(fault());
    const account = accountOf("otlp");
    const variables = {
      ...tracesTo(server),
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_TIMEOUT: "3000",
    };
    const { telemetry } = start(variables);
    makeSpans(telemetry, CREATED);
    // A server that stays broken is what shutdown's own deadline is for.
    if (ending === "ends") await telemetry.flush();
    await telemetry.shutdown();
    const { sent, dropped } = account();
    expect(sent + dropped).toBe(CREATED);
    if (ending === "ends") expect(account()).toEqual({ sent: CREATED, dropped: 0, reasons: {} });
    expect(distinct(server.spans)).toEqual({ different: sent, twice: 0 });
  });
});
