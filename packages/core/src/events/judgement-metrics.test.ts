import type { MetricData } from "@opentelemetry/sdk-metrics";
import { expect, it } from "vitest";
import { setUpSdk } from "../../test/set-up.ts";
import type { TelemetryEventInput } from "../index.ts";

const TRACE = { traceId: "0af7651916cd43dd8448eb211c80319c" };

async function measured(...events: readonly TelemetryEventInput[]) {
  const { telemetry, metrics } = setUpSdk();
  for (const event of events) telemetry.event(event);
  const all = new Map((await metrics()).map((metric) => [metric.descriptor.name, points(metric)]));
  return (name: string) => all.get(name);
}

function points({ dataPoints }: MetricData) {
  return dataPoints.map(({ attributes, value }) => [
    Object.fromEntries(Object.entries(attributes).map(([key, label]) => [key.replace(/^isospan\.\w+\./, ""), label])),
    typeof value === "object" && "sum" in value ? { sum: value.sum, count: value.count } : value,
  ]);
}

it("feedback is counted by its answer, and its average can be told", async () => {
  const metric = await measured(
    { type: "feedback", ...TRACE, thumbs: "up", comment: "fine" },
    { type: "feedback", ...TRACE, thumbs: "up" },
    { type: "feedback", ...TRACE, thumbs: "down", agent: "helper" },
    { type: "feedback", ...TRACE, rating: 5 },
    { type: "feedback", ...TRACE, rating: 2 },
    { type: "feedback", ...TRACE, name: "tone", value: "rude" },
    { type: "feedback", ...TRACE, comment: "Dull" },
  );
  const thumbs = { name: "thumbs", kind: "thumbs" };
  const rating = { name: "rating", kind: "rating" };
  expect(metric("isospan.feedback")).toEqual([
    [{ ...thumbs, label: "up" }, 2],
    [{ ...thumbs, label: "down", "gen_ai.agent.name": "helper" }, 1],
    [{ ...rating, label: "5" }, 1],
    [{ ...rating, label: "2" }, 1],
    [{ name: "tone", kind: "category", label: "rude" }, 1],
    [{ name: "comment", kind: "text" }, 1],
  ]);
  expect(metric("isospan.feedback.score")).toEqual([
    [thumbs, { sum: 2, count: 2 }],
    [
      { ...thumbs, "gen_ai.agent.name": "helper" },
      { sum: 0, count: 1 },
    ],
    [rating, { sum: 7, count: 2 }],
  ]);
});

it("evaluations are counted apart, by what they found or why they failed", async () => {
  const metric = await measured(
    { type: "evaluation", ...TRACE, name: "grounded", value: false, label: "hallucinated" },
    { type: "evaluation", ...TRACE, name: "grounded", error: "TimeoutError" },
  );
  expect(metric("isospan.evaluation")).toEqual([
    [{ name: "grounded", kind: "boolean", label: "hallucinated" }, 1],
    [{ name: "grounded", kind: "text", "error.type": "TimeoutError" }, 1],
  ]);
  expect(metric("isospan.evaluation.score")).toEqual([
    [
      { name: "grounded", kind: "boolean" },
      { sum: 0, count: 1 },
    ],
  ]);
  expect(metric("isospan.feedback")).toBeUndefined();
});

it("ids, texts and people are on no metric", async () => {
  const metric = await measured({
    type: "feedback",
    ...TRACE,
    rating: 1,
    comment: "secret",
    query: "secret",
    id: "u1",
  });
  expect(JSON.stringify(metric("isospan.feedback"))).not.toMatch(/secret|0af7|u1/);
});
