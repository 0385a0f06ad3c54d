import { monitorEventLoopDelay } from "node:perf_hooks";
import { createTelemetry } from "@isospan/core";
import { exportCounts } from "@isospan/core/sender";
import { LangfuseTraceExporter } from "@isospan/langfuse";
import { LangSmithTraceExporter } from "@isospan/langsmith";
import { startTelemetry } from "@isospan/node";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { OTLPTraceExporter } from "otel3-exporter-trace-otlp-proto";

// Spans at a rate, for so long: to three destinations, or to OpenTelemetry's own exporter alone. Prints one line of JSON.
const { subject, url, rate, seconds, warmUpSeconds } = JSON.parse(process.argv[2]);
const TICK_MS = 10;
/** A service whose spans are agents with nine model calls each. */
const SPANS_OF_A_RUN = 10;
const QUEUE = 32_768;

const { telemetry, end } = subject === "plain" ? startPlain() : startAll();
let created = 0;
let peakBytes = 0;

await offer(warmUpSeconds);
globalThis.gc();
const before = process.memoryUsage().rss;
const cpu = process.cpuUsage();
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const turns = watchTurns();
const offeredSeconds = await offer(seconds);
delay.disable();
const turnP99Ms = turns();
const { user, system } = process.cpuUsage(cpu);
await end();
const result = {
  created,
  offeredPerSecond: (rate * seconds) / offeredSeconds,
  p99Ms: delay.percentile(99) / 1e6,
  longestMs: delay.max / 1e6,
  turnP99Ms,
  cpuSeconds: (user + system) / 1e6,
  megabytesBefore: before / 1e6,
  megabytes: peakBytes / 1e6,
  counts: exportCounts(),
};
process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0));

/** Makes what is due at each tick; what the machine had no time for is made up for. Resolves to how long it took. */
async function offer(forSeconds) {
  const startedMs = performance.now();
  const total = Math.round((rate * forSeconds) / SPANS_OF_A_RUN);
  for (let runs = 0; runs < total; ) {
    const dueRuns = ((performance.now() - startedMs) * rate) / 1_000 / SPANS_OF_A_RUN;
    // No more than twice a tick's share at once, so that others get their turn.
    const most = runs + Math.ceil((2 * rate * TICK_MS) / 1_000 / SPANS_OF_A_RUN);
    for (; runs < Math.min(total, dueRuns, most); runs++) run();
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    await new Promise((resolve) => setTimeout(resolve, dueRuns > most ? 0 : TICK_MS));
  }
  return (performance.now() - startedMs) / 1_000;
}

/** CPU of this thread between two ticks of a millisecond: how long the loop was held, whatever else the machine did. */
function watchTurns() {
  const held = [];
  let last = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last);
    last = process.threadCpuUsage();
    held.push((user + system) / 1e3);
  }, 1);
  return () => {
    clearInterval(timer);
    held.sort((a, b) => a - b);
    return held[Math.floor(held.length * 0.99)];
  };
}

function run() {
  const agent = telemetry.recorder.start({ name: "invoke_agent", agent: { name: "support" } }, { key: "agent" });
  for (let i = 1; i < SPANS_OF_A_RUN; i++) {
    telemetry.recorder
      .start({ name: "chat", provider: "openai", model: "gpt-4.1-mini" }, { parentKey: "agent" })
      .end({ usage: { inputTokens: 1_200, outputTokens: 80 }, response: { finishReasons: ["stop"] } });
  }
  agent.end();
  created += SPANS_OF_A_RUN;
}

function startPlain() {
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces` });
  const tracerProvider = new TracerProvider({
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: QUEUE })],
  });
  return { telemetry: createTelemetry({ tracerProvider }), end: () => tracerProvider.shutdown() };
}

function startAll() {
  process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = `${url}/v1/traces`;
  process.env.OTEL_METRICS_EXPORTER = "none";
  process.env.OTEL_LOGS_EXPORTER = "none";
  const langfuse = new LangfuseTraceExporter({ publicKey: "pk", secretKey: "sk", baseUrl: url });
  const langsmith = new LangSmithTraceExporter({ apiKey: "key", endpoint: url });
  const started = startTelemetry({ exporters: ["otlp", langfuse, langsmith] });
  return { telemetry: started, end: () => started.shutdown() };
}
