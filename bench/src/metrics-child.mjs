import { createTelemetry, memoryCollector } from "@isospan/core";
import { otelMetrics, toPoints } from "@isospan/core/metrics";
import { prometheusSink } from "@isospan/prometheus";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import { Counter, Histogram, Registry } from "prom-client";

const ROUNDS = 1_500;
const BLOCKS = 9;

const RECORDS = await playRun();
const { byHand, sink } = (process.argv[2] === "otel" ? otelSubjects : promSubjects)(RECORDS.map(toPointsOf));
for (let i = 0; i < 3; i++) [byHand, sink].map(time);
const pairs = Array.from({ length: BLOCKS }, () => [time(byHand), time(sink)]);
console.log(
  JSON.stringify({
    byHandUs: middle(pairs.map(([hand]) => hand)),
    sinkUs: middle(pairs.map(([, ours]) => ours)),
    ratio: middle(pairs.map(([hand, ours]) => ours / hand)),
  }),
);

/** Microseconds of CPU a record. */
function time(subject) {
  globalThis.gc();
  const before = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round++) for (let i = 0; i < RECORDS.length; i++) subject(i);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (ROUNDS * RECORDS.length);
}

function middle(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** The records of an agent with three model calls and two tools. */
async function playRun() {
  const memory = memoryCollector();
  const { recorder, flush } = createTelemetry({ sinks: [memory] });
  const agent = recorder.start({ name: "invoke_agent", agent: { name: "forecaster" } });
  agent.run(() => {
    for (let i = 0; i < 3; i++) {
      const usage = { inputTokens: 1_200, outputTokens: 80, cacheReadTokens: 400 };
      const call = recorder.start({ name: "chat", provider: "openai.chat", model: "gpt-5-mini" });
      call.end({ usage, response: { model: "gpt-5-mini-2025-08-07" } });
      if (i < 2) recorder.start({ name: "execute_tool", tool: { name: "weather" } }).end();
    }
  });
  agent.end();
  await flush();
  return memory.records();
}

function toPointsOf(record) {
  return toPoints(record, "1.41");
}

/** By hand: each measurement with its labels written out, as one would at the place where it is known. */
function handOf(points, measure) {
  const calls = points.map((each) =>
    each.map(({ instrument, value, attributes }) => measure(instrument, value, attributes)),
  );
  return (i) => {
    for (const call of calls[i]) call();
  };
}

function otelSubjects(points) {
  class Reader extends MetricReader {
    async onForceFlush() {}
    async onShutdown() {}
  }
  const meterOf = () => new MeterProvider({ readers: [new Reader()] }).getMeter("bench");
  const [meter, ours] = [meterOf(), meterOf()];
  const made = new Map();
  const byHand = handOf(points, (instrument, value, attributes) => {
    const { name, kind, unit, boundaries = [] } = instrument;
    const make = () =>
      kind === "counter"
        ? meter.createCounter(name, { unit })
        : meter.createHistogram(name, { unit, advice: { explicitBucketBoundaries: [...boundaries] } });
    if (!made.has(name)) made.set(name, make());
    const target = made.get(name);
    return kind === "counter" ? () => target.add(value, attributes) : () => target.record(value, attributes);
  });
  const write = otelMetrics("1.41", () => ours);
  return { byHand, sink: (i) => write(RECORDS[i]) };
}

function promSubjects(points) {
  const registers = [new Registry()];
  const made = new Map();
  const byHand = handOf(points, (instrument, value, attributes) => {
    const { kind, boundaries = [], description: help } = instrument;
    const name = instrument.name.replaceAll(".", "_");
    const config = { name, help, labelNames: instrument.labels.map((label) => label.replaceAll(".", "_")), registers };
    const make = () =>
      kind === "counter" ? new Counter(config) : new Histogram({ ...config, buckets: [...boundaries] });
    if (!made.has(name)) made.set(name, make());
    const target = made.get(name);
    const labels = Object.fromEntries(
      Object.entries(attributes).map(([key, text]) => [key.replaceAll(".", "_"), text]),
    );
    return kind === "counter" ? () => target.inc(labels, value) : () => target.observe(labels, value);
  });
  const write = prometheusSink({ registry: new Registry() });
  return { byHand, sink: (i) => write(RECORDS[i]) };
}
