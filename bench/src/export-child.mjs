import { createTelemetry } from "@isospan/core";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { startExporter } from "./exporters.mjs";
import { median } from "./statistics.mjs";
import { run } from "./workloads/lc-loop.mjs";

// One exporter on the spans of LangChain agents, each span exported once. Prints one line of JSON.
const { exporter: name, url, content, batches, blocks } = JSON.parse(process.argv[2]);
const BATCH = 512;
let finished = [];
const keep = { onStart: none, onEnd: (span) => finished.push(span), forceFlush: settled, shutdown: settled };
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const telemetry = createTelemetry({ tracerProvider: new TracerProvider({ spanProcessors: [keep] }), content });
const callbacks = [new IsospanCallbackHandler({ telemetry })];
const exporter = await startExporter(name, url);

await block();
const measured = [];
for (let i = 0; i < blocks; i++) measured.push(await block());
process.stdout.write(`\n${JSON.stringify({ cpuUs: median(measured) })}\n`, () => process.exit(0));

/** Microseconds of CPU for one span. Only the exports are measured, not the making of spans. */
async function block() {
  const all = await spans(batches * BATCH);
  const cpu = process.cpuUsage();
  for (let i = 0; i < batches; i++) await send(all.slice(i * BATCH, (i + 1) * BATCH));
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / all.length;
}

async function spans(count) {
  while (finished.length < count) {
    await run({ callbacks });
    await telemetry.flush();
  }
  const made = finished.slice(0, count);
  finished = [];
  globalThis.gc();
  return made;
}

function send(batch) {
  return new Promise((resolve, reject) => {
    exporter.export(batch, ({ code, error }) => (code === 0 ? resolve() : reject(error)));
  });
}

function none() {}

async function settled() {}
