import { createTelemetry } from "@isospan/core";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  type Sampler,
  SimpleSpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { prometheusSink } from "./index.ts";

const RUNS = 1_000;

class Reader extends MetricReader {
  protected override onForceFlush = async (): Promise<void> => {};
  protected override onShutdown = async (): Promise<void> => {};
}

async function play(sampler: Sampler) {
  const exporter = new InMemorySpanExporter();
  const reader = new Reader();
  const registry = new Registry();
  let nowMs = Date.UTC(2026, 0, 1);
  const { recorder, flush } = createTelemetry({
    tracerProvider: new TracerProvider({ sampler, spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
    meterProvider: new MeterProvider({ readers: [reader] }),
    sinks: [prometheusSink({ registry })],
    clock: { now: () => nowMs++ },
  });
  for (let i = 0; i < RUNS; i++) {
    const agent = recorder.start({ name: "invoke_agent", agent: { name: `agent-${i % 3}` } });
    agent.run(() => {
      const call = recorder.start({ name: "chat", provider: "openai", model: "gpt-5-mini" });
      call.chunk();
      call.end(i % 7 === 0 ? { error: new TypeError("no") } : { usage: { inputTokens: i, outputTokens: 1 } });
      recorder.start({ name: "execute_tool", tool: { name: "search" } }).end();
    });
    agent.end();
  }
  await flush();
  const { resourceMetrics } = await reader.collect();
  const measured = resourceMetrics.scopeMetrics.flatMap(({ metrics }) =>
    metrics.map(({ descriptor, dataPoints }) => [
      descriptor.name,
      dataPoints.map(({ attributes, value }) => ({ attributes, value })),
    ]),
  );
  return { spans: exporter.getFinishedSpans().length, scrape: await registry.metrics(), measured };
}

it("with one trace in ten the metrics are the same, to the last count", async () => {
  const [all, some] = [await play(new AlwaysOnSampler()), await play(new TraceIdRatioBasedSampler(0.1))];
  expect(all.spans).toBe(RUNS * 3);
  expect(some.spans).toBeGreaterThan(0);
  expect(some.spans).toBeLessThan(RUNS * 0.6);
  expect(some.scrape).toBe(all.scrape);
  expect(some.measured).toEqual(all.measured);
});
