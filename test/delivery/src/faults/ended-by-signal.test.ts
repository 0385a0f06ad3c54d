import { expect, it } from "vitest";
import { program } from "../program.ts";
import { cleanUp, collector, distinct } from "../set-up.ts";

cleanUp();

const CREATED = 10_000;

it.each([
  ["is there again within the deadline", { status: 503, times: 3 } as const, "all"],
  ["hangs", { hang: true, times: "always" } as const, "none"],
])(
  "ended by SIGTERM in mid-flight while the server %s: sent and dropped are what was created",
  { timeout: 120_000 },
  async (_, fault, sent) => {
    const server = await collector();
    server.fail(fault);
    const lines = `
    process.on("SIGTERM", async () => {
      await telemetry.shutdown();
      console.log(JSON.stringify(exportCounts().otlp));
      process.exit();
    });
    for (let i = 0; i < ${CREATED}; i++) span();
    setInterval(() => {}, 1_000);`;
    const variables = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${server.url}/v1/traces` };
    const { child, ended } = program(lines, variables, []);
    await server.received(1);
    child.kill("SIGTERM");
    const { spans, dropped } = JSON.parse((await ended).output);
    const lost = Object.values<number>(dropped).reduce((sum, count) => sum + count, 0);
    expect(spans + lost).toBe(CREATED);
    expect(spans).toBe(sent === "all" ? CREATED : 0);
    expect(distinct(server.spans)).toEqual({ different: spans, twice: 0 });
  },
);
