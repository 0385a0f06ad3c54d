// Tells what ends by the collection of garbage alone, and what a grace period later. Run by a test of its own, with
// `--expose-gc`; prints one line of JSON.
import { mock } from "node:test";
import { setImmediate } from "node:timers/promises";
import { registerIsospan } from "@isospan/ai-sdk";
import { createTelemetry } from "@isospan/core";
import { chatRoute } from "./chat-route.ts";
import { settle, toEnding } from "./ending.ts";
import { leaveEarly, serveRoute } from "./route-server.ts";
import { VERSIONS } from "./sdk.ts";

const GRACE_MS = 30_000;

mock.timers.enable({ apis: ["setInterval"] });

const found: Record<string, { readonly collected: readonly string[]; readonly swept: readonly string[] }> = {};
for (const version of VERSIONS) {
  let nowMs = Date.UTC(2026, 0, 1);
  const endings: string[] = [];
  const telemetry = createTelemetry({
    prices: false,
    graceMs: GRACE_MS,
    clock: { now: () => nowMs },
    sinks: [(record) => void endings.push(toEnding(record))],
  });
  const unregister = version.name === "7" ? registerIsospan({ telemetry }) : () => {};
  const { promise: left, resolve } = Promise.withResolvers<void>();
  const server = await serveRoute(chatRoute({ version, telemetry, signalled: false, left }));
  await leaveEarly(server.url);
  await server.gone;
  resolve();
  await server.close();
  await collect();
  const collected = [...endings];
  for (let i = 0; i < 2; i++) {
    nowMs += GRACE_MS + 1;
    mock.timers.tick(1_000);
  }
  found[version.name] = { collected, swept: [...endings] };
  unregister();
}
process.stdout.write(JSON.stringify(found));

async function collect(): Promise<void> {
  await settle();
  for (let i = 0; i < 5; i++) {
    globalThis.gc?.();
    await setImmediate();
  }
}
