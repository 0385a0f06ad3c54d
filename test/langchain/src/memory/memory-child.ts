// Measures what stays on the heap. Run by a test of its own, with `--expose-gc`; prints one line of JSON.
import { mock } from "node:test";
import { createTelemetry } from "@isospan/core";
import { IsospanCallbackHandler } from "@isospan/langchain";
import { RunnableLambda } from "@langchain/core/runnables";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { ScriptedModel } from "../scripted-model.ts";
import { toTool } from "../tools.ts";

const IDLE_MS = 60_000;

mock.timers.enable({ apis: ["setInterval"] });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

let nowMs = Date.UTC(2026, 0, 1);
let ended = 0;
let abandoned = 0;
const telemetry = createTelemetry({
  tracerProvider: new TracerProvider({ spanProcessors: [] }),
  meterProvider: new MeterProvider({ readers: [] }),
  clock: { now: () => nowMs++ },
  idleTimeoutMs: IDLE_MS,
  content: true,
  sinks: [
    (record) => {
      ended++;
      if (record.outcome === "abandoned") abandoned++;
    },
  ],
});
const callbacks = [new IsospanCallbackHandler({ telemetry })];

const model = new ScriptedModel({ name: "gpt-4.1-mini" });
const search = toTool("search");
const flow = RunnableLambda.from(async (text: string, config) => {
  await search.invoke({ text }, config);
  return model.invoke(text, config);
});

/** A workflow with a tool and a model's call, each for another user in another conversation. */
async function run(i: number): Promise<void> {
  await flow.invoke(`question ${i}`, { callbacks, metadata: { userId: `u-${i}`, thread_id: `t-${i}` } });
}

/** A stream that its reader breaks off. Nothing ever tells of its end. */
async function abandon(i: number): Promise<void> {
  for await (const _ of await model.stream(`question ${i}`, { callbacks, metadata: { userId: `u-${i}` } })) break;
}

/** 3,000 of them, open at once. */
async function abandonMany(): Promise<void> {
  await repeat(3_000, abandon);
  sweep();
}

function sweep(): void {
  nowMs += IDLE_MS + 1;
  mock.timers.tick(1_000);
}

async function repeat(times: number, play: (i: number) => Promise<void>): Promise<void> {
  for (let i = 0; i < times; i++) await play(i);
}

/** The median after a few collections, in bytes. */
async function heap(): Promise<number> {
  const sizes: number[] = [];
  for (let i = 0; i < 7; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
    sizes.push(process.memoryUsage().heapUsed);
  }
  return sizes.toSorted((a, b) => a - b)[3] ?? 0;
}

async function measure(warmUp: number, times: number, play: (i: number) => Promise<void>): Promise<number> {
  await repeat(warmUp, play);
  sweep();
  const before = await heap();
  await repeat(times, play);
  sweep();
  return ((await heap()) - before) / times;
}

const bytesPerRun = await measure(5_000, 20_000, run);
const bytesPerStream = (await measure(2, 4, abandonMany)) / 3_000;
process.stdout.write(JSON.stringify({ bytesPerRun, bytesPerStream, ended, abandoned }));
