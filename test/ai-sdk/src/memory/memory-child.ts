// Measures what stays on the heap. Run by a test of its own, with `--expose-gc` and the name of a version; prints one line
// of JSON.
import { mock } from "node:test";
import { registerIsospan } from "@isospan/ai-sdk";
import { createTelemetry } from "@isospan/core";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { finish, type Reply, scriptedModel, TEXT_START, text } from "../scripted-model.ts";
import { VERSIONS, type Version } from "../sdk.ts";
import { toldCall } from "../told-runs.ts";
import { ASKS_AND_SAYS, run, weather } from "../weather.ts";

const IDLE_MS = 60_000;

const [version] = VERSIONS.filter(({ name }) => name === process.argv[2]) as [Version];
const { sdk, specification } = version;

mock.timers.enable({ apis: ["setInterval"] });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

let nowMs = Date.UTC(2026, 0, 1);
let ended = 0;
let abandoned = 0;
const telemetry = createTelemetry({
  tracerProvider: new TracerProvider({ spanProcessors: [] }),
  clock: { now: () => nowMs++ },
  idleTimeoutMs: IDLE_MS,
  content: true,
  sinks: [
    ({ outcome }) => {
      ended++;
      if (outcome === "abandoned") abandoned++;
    },
  ],
});
if (version.name === "7") registerIsospan({ telemetry });

/** An agent with two steps and a tool. */
async function ask(i: number): Promise<void> {
  const model = scriptedModel(specification, ASKS_AND_SAYS, "gpt-4.1-mini");
  const call = { ...weather(version, model), ...toldCall(version, model, telemetry, { functionId: "planner" }) };
  await run(version, { ...call, prompt: `question ${i}` }, false);
}

/** A stream that its reader breaks off. The model says nothing more then. */
const SILENT: readonly Reply[] = [
  { stream: [TEXT_START, text("a"), text("b"), () => new Promise(() => {}), finish(specification)] },
];

async function abandon(i: number): Promise<void> {
  const model = scriptedModel(specification, SILENT, "gpt-4.1-mini");
  const call = toldCall(version, model, telemetry, { functionId: "planner" });
  const { textStream } = sdk.streamText({ ...call, prompt: `question ${i}` } as never);
  for await (const _ of textStream) break;
}

function sweep(): void {
  // What is above ends a sweep later than what is below.
  for (let i = 0; i < 3; i++) {
    nowMs += IDLE_MS + 1;
    mock.timers.tick(1_000);
  }
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

/**
 * What each play has left, in bytes: the least of the later rounds' heaps against the least of the earlier ones'. What is
 * remembered for a while fills up to its bound and is emptied, so that any two moments differ by a megabyte or two.
 */
async function measure({ warmUp, rounds, size }: Rounds, play: (i: number) => Promise<void>): Promise<number> {
  const heaps: number[] = [];
  for (let round = -warmUp; round < 2 * rounds; round++) {
    await repeat(size, play);
    sweep();
    if (round >= 0) heaps.push(await heap());
  }
  return (Math.min(...heaps.slice(rounds)) - Math.min(...heaps.slice(0, rounds))) / (rounds * size);
}

interface Rounds {
  /** Until what is remembered has reached its bounds. */
  readonly warmUp: number;
  readonly rounds: number;
  readonly size: number;
}

// Whatever fills up and is emptied does so within 30,000 runs.
const bytesPerRun = await measure({ warmUp: 0, rounds: 6, size: 5_000 }, ask);
// All of a round are open at once.
const bytesPerStream = await measure({ warmUp: 5, rounds: 3, size: 3_000 }, abandon);
process.stdout.write(JSON.stringify({ bytesPerRun, bytesPerStream, ended, abandoned }));
