import { Ledger } from "../src/costs/cost-ledger.ts";
import type { OperationRecord } from "../src/index.ts";

// A million calls in one day: 100,000 sessions of ten calls each, twenty tenants, ten agents, five models.
const CALLS = 1_000_000;
const DAY_MS = 24 * 60 * 60_000;
const collect = globalThis.gc ?? (() => {});

let nowMs = Date.UTC(2026, 0, 1);
const startMs = nowMs;
const ledger = new Ledger(() => nowMs);
collect();
const before = process.memoryUsage().heapUsed;
for (let i = 0; i < CALLS; i++) {
  nowMs = startMs + (i * DAY_MS) / CALLS;
  ledger.add(call(i));
}
collect();
const bytes = process.memoryUsage().heapUsed - before;
const { calls, cost } = ledger.total();
process.stdout.write(JSON.stringify({ bytes, calls, cost }));

function call(i: number): OperationRecord {
  const session = Math.floor(i / 10);
  const context = { sessionId: `session-${String(session).padStart(24, "0")}`, tenantId: `tenant-${session % 20}` };
  return {
    ...{ v: 1, name: "chat", outcome: "ok", traceId: "", spanId: "", ancestry: [], durationMs: 12.5 },
    ...{ provider: "openai", model: `gpt-${session % 5}`, agentPath: [`agent-${i % 10}`], context, startedAtMs: nowMs },
    cost: { totalNanoUsd: i, source: "provider", currency: "USD" },
    usage: { inputTokens: 1_000, outputTokens: 50 },
  };
}
