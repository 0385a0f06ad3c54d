import { LangSmithTraceExporter } from "@isospan/langsmith";
import { type Fault, langsmithServer } from "@isospan-private/vendors";
import { expect, it } from "vitest";
import { accountOf, cleanUp, makeSpans, start } from "../set-up.ts";

cleanUp();

const CREATED = 10_000;

/** What goes wrong, and whether that ends within the deadlines, so that nothing may be lost. */
const FAULTS: readonly (readonly [string, "ends" | "stays", readonly (() => Fault)[]])[] = [
  ["none", "ends", []],
  ["500 at first", "ends", [() => ({ status: 500, times: 5 })]],
  ["503 at first, though all was taken", "ends", [() => ({ status: 503, stores: true, times: 5 })]],
  ["429 with Retry-After 2 at first", "ends", [() => ({ status: 429, retryAfterSeconds: 2, times: 5 })]],
  ["413 above 5 kB", "ends", [() => ({ status: 413, onlyAboveBytes: 5_000, times: "always" })]],
  ["the connection cut at first", "ends", [() => ({ cut: true, times: 5 })]],
  ["a slow drip", "ends", [() => ({ slowDripMs: 100, times: 5 })]],
  ["down for ten seconds", "ends", [() => ({ downUntil: tenSeconds() })]],
  ["hanging at first, though all was taken", "ends", [() => ({ hang: true, stores: true, times: 4 })]],
  ["hanging", "stays", [() => ({ hang: true, times: "always" })]],
  ["refused as invalid", "stays", [() => ({ status: 422, times: "always" })]],
  ["a wrong key", "stays", [() => ({ status: 403, times: "always" })]],
];

/** What must really pass: how long a server is away is what this is about. */
function tenSeconds(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10_000));
}

it.each(FAULTS)("LangSmith, with the fault: %s", { timeout: 120_000 }, async (_, ending, faults) => {
  const server = await langsmithServer({ requireUuidV7: true });
  try {
    for (const fault of faults) server.fail(fault());
    const account = accountOf("langsmith");
    const options = { endpoint: server.url, apiKey: server.apiKey, requestTimeoutMs: 3_000 };
    const { telemetry, heard } = start({}, { exporters: [new LangSmithTraceExporter(options)] });
    makeSpans(telemetry, CREATED);
    if (ending === "ends") await telemetry.flush();
    await telemetry.shutdown();
    const { sent, dropped, reasons } = account();
    expect(sent + dropped).toBe(CREATED);
    if (ending === "ends") expect(reasons).toEqual({});
    // One is told a minute, of each kind.
    expect(heard.length).toBe(ending === "ends" ? 0 : 1);
    const accepted = server.requests.filter(({ answered, path }) => answered === 202 && path === "/runs/multipart");
    expect(accepted.length > 0 || sent === 0).toBe(true);
    expect(server.runs()).toHaveLength(sent);
  } finally {
    await server.close();
  }
});
