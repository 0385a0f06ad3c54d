import { prometheusSink } from "@isospan/prometheus";
import { Registry } from "prom-client";

const RECORDS = 1_000_000;
const NAMES = 10_000;

const registry = new Registry();
const sink = prometheusSink({ registry });
const base = { v: 1, traceId: "1".repeat(32), spanId: "2".repeat(16), ancestry: [], context: {}, startedAtMs: 0 };

feed(0, NAMES);
const before = memory();
feed(NAMES, RECORDS);
const grownBytes = memory() - before;
const lines = (await registry.metrics()).split("\n").filter((line) => line.includes("execute_tool_duration_count"));
const counted = lines.reduce((sum, line) => sum + (line.startsWith("#") ? 0 : Number(line.split(" ").at(-1))), 0);
console.log(JSON.stringify({ records: RECORDS, counted, series: lines.length, grownBytes }));

function feed(from, to) {
  for (let i = from; i < to; i++) {
    const tool = { name: `tool-${i % NAMES}` };
    const error = { type: `Error-${i % NAMES}`, message: `no ${i}` };
    sink({
      ...base,
      name: "execute_tool",
      tool,
      error,
      agentPath: [`agent-${i % 7}`],
      outcome: "error",
      durationMs: 1,
    });
  }
}

function memory() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
