import type { MetricData } from "@opentelemetry/sdk-metrics";
import { describe, expect, it } from "vitest";
import { type SdkSetUp, setUpSdk } from "../test/set-up.ts";
import type { SemconvProfile } from "./index.ts";

const CALL = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const AGENT = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6];
const WORKFLOW = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];
const LABELS = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-5",
  "gen_ai.response.model": "gpt-5-0807",
};
const USAGE = { inputTokens: 100, cacheReadTokens: 60, outputTokens: 20, reasoningTokens: 5 };

async function play(semconv: SemconvProfile, also: (all: SdkSetUp) => void = () => {}) {
  const all = setUpSdk({ semconv });
  const call = all.recorder.start({ name: "chat", provider: "openai.chat", model: "gpt-5" });
  all.clock.advance(250);
  call.chunk();
  all.clock.advance(250);
  call.end({ usage: USAGE, response: { model: "gpt-5-0807" }, billedCost: { usd: 0.002 } });
  also(all);
  return new Map((await all.metrics()).map((metric) => [metric.descriptor.name, metric]));
}

const points = (metric: MetricData | undefined) =>
  metric?.dataPoints.map(({ attributes, value }) => [
    attributes,
    typeof value === "object" && value !== null && "sum" in value ? value.sum : value,
  ]);
const boundaries = (metric: MetricData | undefined) => {
  const value = metric?.dataPoints[0]?.value as { buckets?: { boundaries: number[] } } | undefined;
  return value?.buckets?.boundaries;
};

describe("metrics of the profile 1.41", () => {
  it("are durations, tokens by type, the first chunk and the cost of a model call", async () => {
    const metrics = await play("1.41");
    expect(points(metrics.get("gen_ai.client.operation.duration"))).toEqual([[LABELS, 0.5]]);
    expect(points(metrics.get("gen_ai.client.operation.time_to_first_chunk"))).toEqual([[LABELS, 0.25]]);
    expect(points(metrics.get("gen_ai.client.token.usage"))).toEqual([
      [{ ...LABELS, "gen_ai.token.type": "input" }, 100],
      [{ ...LABELS, "gen_ai.token.type": "output" }, 20],
    ]);
    expect(points(metrics.get("isospan.usage.cache_read.input_tokens"))).toEqual([[LABELS, 60]]);
    expect(points(metrics.get("isospan.usage.reasoning.output_tokens"))).toEqual([[LABELS, 5]]);
    expect(points(metrics.get("isospan.cost"))).toEqual([[LABELS, 0.002]]);
    expect(metrics.size).toBe(6);
  });

  it("have the conventions' units and buckets", async () => {
    const metrics = await play("1.41");
    expect(metrics.get("gen_ai.client.operation.duration")?.descriptor.unit).toBe("s");
    expect(metrics.get("gen_ai.client.token.usage")?.descriptor.unit).toBe("{token}");
    expect(boundaries(metrics.get("gen_ai.client.operation.duration"))).toEqual(CALL);
    expect(boundaries(metrics.get("gen_ai.client.token.usage"))).toEqual(TOKENS);
  });
});

describe("metrics of the latest profile", () => {
  it("are durations, tokens per call and in total, the first chunk and the cost of a model call", async () => {
    const metrics = await play("latest");
    const unknown = { ...LABELS, "gen_ai.token.modality": "unknown" };
    expect(points(metrics.get("gen_ai.client.inference.duration"))).toEqual([[LABELS, 0.5]]);
    expect(points(metrics.get("gen_ai.client.inference.time_to_first_chunk"))).toEqual([[LABELS, 0.25]]);
    expect(points(metrics.get("gen_ai.client.inference.operation.input_tokens"))).toEqual([[LABELS, 100]]);
    expect(points(metrics.get("gen_ai.client.inference.operation.output_tokens"))).toEqual([[LABELS, 20]]);
    for (const [part, count] of [
      ["input_tokens", 100],
      ["output_tokens", 20],
      ["cache_read.input_tokens", 60],
      ["reasoning.output_tokens", 5],
    ]) {
      expect(points(metrics.get(`gen_ai.client.inference.usage.${part}`))).toEqual([[unknown, count]]);
    }
    expect(points(metrics.get("isospan.cost"))).toEqual([[LABELS, 0.002]]);
    expect(metrics.size).toBe(9);
  });

  it("have the conventions' buckets", async () => {
    const metrics = await play("latest");
    expect(boundaries(metrics.get("gen_ai.client.inference.duration"))).toEqual(CALL);
    expect(boundaries(metrics.get("gen_ai.client.inference.operation.input_tokens"))).toEqual(TOKENS);
  });
});

describe.each<[SemconvProfile, string]>([
  ["1.41", "isospan"],
  ["latest", "gen_ai"],
])("other operations under the profile %s", (semconv, prefix) => {
  it("have a duration, and no tokens and no cost of their own", async () => {
    const metrics = await play(semconv, ({ recorder, clock }) => {
      const workflow = recorder.start({ name: "invoke_workflow", label: "nightly" });
      const agent = workflow.run(() => recorder.start({ name: "invoke_agent", agent: { name: "helper" } }));
      const tool = agent.run(() => recorder.start({ name: "execute_tool", tool: { name: "search" } }));
      clock.advance(1_000);
      tool.end({ error: new TypeError("broken"), usage: { inputTokens: 1e6 } });
      agent.end({ usage: { inputTokens: 1e6 } });
      workflow.end();
    });
    const tool = { "gen_ai.tool.name": "search", "gen_ai.tool.type": "function", "gen_ai.agent.name": "helper" };
    expect(points(metrics.get(`${prefix}.execute_tool.duration`))).toEqual([
      [{ ...tool, "error.type": "TypeError" }, 1],
    ]);
    expect(points(metrics.get(`${prefix}.invoke_agent.duration`))).toEqual([[{ "gen_ai.agent.name": "helper" }, 1]]);
    expect(points(metrics.get(`${prefix}.invoke_workflow.duration`))).toEqual([
      [{ "gen_ai.workflow.name": "nightly" }, 1],
    ]);
    expect(boundaries(metrics.get(`${prefix}.execute_tool.duration`))).toEqual(CALL);
    expect(boundaries(metrics.get(`${prefix}.invoke_agent.duration`))).toEqual(AGENT);
    expect(boundaries(metrics.get(`${prefix}.invoke_workflow.duration`))).toEqual(WORKFLOW);
    expect([...metrics.values()].flatMap(points).map((point) => point?.[1])).not.toContain(1e6);
  });
});

it("the share of the context window is measured where the price book knows its size", async () => {
  const { recorder, telemetry, record, metrics } = setUpSdk({ prices: true });
  const agent = recorder.start({ name: "invoke_agent", agent: { name: "helper" } });
  agent.run(() =>
    recorder
      .start({ name: "chat", provider: "openai", model: "gpt-4.1-mini" })
      .end({ usage: { inputTokens: 523_788 } }),
  );
  agent.end();
  await telemetry.flush();
  const size = record("chat").contextWindowTokens ?? 0;
  expect(size).toBeGreaterThan(900_000);
  const usage = (await metrics()).find(({ descriptor }) => descriptor.name === "isospan.context_window.usage");
  const labels = { "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4.1-mini" };
  expect(points(usage)).toEqual([[{ ...labels, "gen_ai.agent.name": "helper" }, 523_788 / size]]);
});
