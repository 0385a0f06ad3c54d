import { createTelemetry } from "@isospan/core";

// `on` or `off`: whether costs are summed up. A million calls in one day of a clock that is told: 100,000 sessions of
// ten calls, twenty tenants, seven agents, five models.
const [, , costs, count] = process.argv;
const CALLS = Number(count);
const DAY_MS = 24 * 60 * 60_000;
const startMs = Date.UTC(2026, 0, 1);
let nowMs = startMs;
const options = costs === "off" ? { costs: false } : {};
const telemetry = createTelemetry({ prices: false, redact: [], clock: { now: () => nowMs }, ...options });
const agents = Array.from({ length: 7 }, (_, i) =>
  telemetry.recorder.start({ name: "invoke_agent", agent: { name: `agent ${i}` } }, { key: `agent ${i}` }),
);

globalThis.gc();
const before = process.memoryUsage().heapUsed;
const cpu = process.cpuUsage();
for (let i = 0; i < CALLS; i++) call(i);
const { user, system } = process.cpuUsage(cpu);
globalThis.gc();
const bytes = process.memoryUsage().heapUsed - before;
const calls = costs === "off" ? CALLS : telemetry.costs.total().calls;
for (const agent of agents) agent.end();
console.log(JSON.stringify({ usPerCall: (user + system) / CALLS, bytes, calls }));

function call(i) {
  nowMs = startMs + (i * DAY_MS) / CALLS;
  const session = Math.floor(i / 10);
  const context = { sessionId: `session ${session}`, tenantId: `tenant ${session % 20}` };
  const start = { name: "chat", provider: "openai", model: `gpt-${session % 5}`, context };
  telemetry.recorder
    .start(start, { parentKey: `agent ${session % 7}` })
    .end({ usage: { inputTokens: 1_000, outputTokens: 50 }, billedCost: { usd: 0.001 } });
}
