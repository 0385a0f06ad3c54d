import { logs as globalLogs } from "@opentelemetry/api";
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import * as sdk2 from "otel2-sdk-logs";
import { describe, expect, it } from "vitest";
import { setUp, T0 } from "../../test/set-up.ts";
import type { TelemetryEventInput, TelemetryOptions } from "../index.ts";

const ABOUT = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };

function sdk3() {
  const exporter = new InMemoryLogRecordExporter();
  const loggerProvider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
  return { loggerProvider, exporter };
}

function otherSdk() {
  const exporter = new sdk2.InMemoryLogRecordExporter();
  const loggerProvider = new sdk2.LoggerProvider({ processors: [new sdk2.SimpleLogRecordProcessor({ exporter })] });
  return { loggerProvider, exporter };
}

describe.each([
  ["3.x", sdk3],
  ["2.x", otherSdk],
] as const)("a log event of OpenTelemetry SDK %s", (_line, logs) => {
  async function written(event: TelemetryEventInput, options: TelemetryOptions = {}) {
    const { loggerProvider, exporter } = logs();
    const { telemetry } = setUp({ loggerProvider, ...options });
    telemetry.event(event);
    await telemetry.flush();
    return exporter.getFinishedLogRecords();
  }

  it("says what feedback was given, at the span that it is about", async () => {
    const records = await written({ type: "feedback", ...ABOUT, thumbs: "down", comment: "Dull" });
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      eventName: "gen_ai.evaluation.result",
      hrTime: [T0 / 1000, 0],
      severityNumber: 9,
      spanContext: { ...ABOUT, traceFlags: 1 },
    });
    expect(records[0]?.attributes).toEqual({
      "gen_ai.evaluation.name": "thumbs",
      "gen_ai.evaluation.score.value": 0,
      "gen_ai.evaluation.score.label": "down",
      "isospan.evaluation.source": "feedback",
    });
  });

  it.each<[TelemetryEventInput, object]>([
    [{ type: "feedback", ...ABOUT, rating: 4 }, { "gen_ai.evaluation.score.value": 4 }],
    [
      { type: "feedback", ...ABOUT, name: "solved", value: true },
      { "gen_ai.evaluation.score.value": 1, "gen_ai.evaluation.score.label": "true" },
    ],
    [{ type: "feedback", ...ABOUT, name: "tone", value: "rude" }, { "gen_ai.evaluation.score.label": "rude" }],
    [
      { type: "evaluation", ...ABOUT, name: "relevance", value: 0.9, label: "relevant" },
      { "gen_ai.evaluation.score.value": 0.9, "gen_ai.evaluation.score.label": "relevant" },
    ],
    [{ type: "evaluation", ...ABOUT, name: "relevance", error: "TimeoutError" }, { "error.type": "TimeoutError" }],
  ])("of %j has its number and its word", async (event, attributes) => {
    const [record] = await written(event);
    expect(record?.attributes).toEqual({
      "gen_ai.evaluation.name": event.type === "evaluation" ? event.name : expect.any(String),
      "isospan.evaluation.source": event.type,
      ...attributes,
    });
  });

  it("has what people wrote only where content is allowed in it", async () => {
    const event = { type: "feedback", ...ABOUT, rating: 2, comment: "Dull", correction: "Forty-two" } as const;
    const [record] = await written(event, { content: { otlp: true } });
    expect(record?.attributes).toMatchObject({
      "gen_ai.evaluation.explanation": "Dull",
      "isospan.feedback.correction": "Forty-two",
    });
    const [without] = await written(event, { content: { langfuse: true } });
    expect(JSON.stringify(without?.attributes)).not.toMatch(/Dull|Forty/);
  });

  it("of a whole trace names it, and the response where it is known", async () => {
    const reference = { traceId: ABOUT.traceId, responseId: "resp_1" };
    const [record] = await written({ type: "feedback", reference, rating: 2 });
    expect(record?.attributes).toMatchObject({ "isospan.trace.id": ABOUT.traceId, "gen_ai.response.id": "resp_1" });
    expect(record?.spanContext).toBeUndefined();
  });

  it("is written of feedback and evaluations alone", async () => {
    expect(await written({ type: "limit_hit", limit: "max_steps" })).toEqual([]);
  });
});

it("the global provider gets log events where none was given, also when it comes later", async () => {
  const { loggerProvider, exporter } = sdk3();
  const { telemetry } = setUp();
  await telemetry.feedback({ ...ABOUT, thumbs: "up" });
  globalLogs.setGlobalLoggerProvider(loggerProvider);
  try {
    await telemetry.feedback({ ...ABOUT, thumbs: "down" });
  } finally {
    globalLogs.disable();
  }
  expect(exporter.getFinishedLogRecords()).toMatchObject([
    { attributes: { "gen_ai.evaluation.score.label": "down" }, instrumentationScope: { name: "@isospan/core" } },
  ]);
});

it("a logger that throws is counted, and feedback goes on", async () => {
  const loggerProvider = {
    getLogger: () => ({
      emit: () => {
        throw new Error("broken");
      },
    }),
  };
  const { telemetry } = setUp({ loggerProvider });
  expect(await telemetry.feedback({ ...ABOUT, thumbs: "up" })).toMatchObject({ status: "recorded" });
  expect(telemetry.diagnostics()).toEqual({ sink_error: 1 });
});
