import { setTelemetry } from "@isospan/core";
import { exportLedger } from "@isospan/core/sender";
import { Registry } from "prom-client";
import { afterEach, describe, expect, it } from "vitest";
import { openMetricsRegistry, setUp } from "../test/set-up.ts";
import { prometheusSink } from "./index.ts";

afterEach(() => setTelemetry(undefined));

describe("wrong options are refused, by name and with the way out:", () => {
  it.each<[string, object, RegExp]>([
    ["an unknown one", { registri: 1 }, /registri: no such option\. Options are registry, prefix/],
    ["a registry that is none", { registry: {} }, /registry: .*Pass a Registry/],
    ["a prefix that names cannot begin with", { prefix: "1-shop" }, /prefix: got "1-shop"/],
    ["labels that are none", { labels: { a: 1 } }, /labels: /],
    ["a label that metrics have", { labels: { gen_ai_agent_name: "x" } }, /labels.gen_ai_agent_name: .*Call it/],
    ["a label that histograms need", { labels: { le: "x" } }, /labels.le/],
    ["a label that Prometheus cannot have", { labels: { "a.b": "x" } }, /labels.a.b/],
    ["another profile", { semconv: "1.40" }, /semconv: got "1.40"/],
    ["too few series", { maxSeries: 1 }, /maxSeries: got 1/],
    ["something else than yes or no", { unitSuffixes: "yes" }, /unitSuffixes/],
  ])("%s", (_, options, message) => {
    expect(() => prometheusSink({ registry: new Registry(), ...options })).toThrow(
      expect.objectContaining({ name: "ConfigurationError", message: expect.stringMatching(message) }),
    );
  });
});

it("an agent is active while it runs, and not any more when it has failed", async () => {
  const { telemetry, samples } = setUp();
  const seen: (readonly string[])[] = [];
  const run = telemetry.run({ name: "invoke_agent", agent: { name: "helper" } }, async () => {
    seen.push(await samples("isospan_agent_active_runs"));
    throw new RangeError("broken");
  });
  await expect(run).rejects.toThrow("broken");
  expect(seen).toEqual([['isospan_agent_active_runs{gen_ai_agent_name="helper"} 1']]);
  expect(await samples("isospan_agent_active_runs")).toEqual([
    'isospan_agent_active_runs{gen_ai_agent_name="helper"} 0',
  ]);
  expect(await samples("isospan_errors")).toEqual([
    'isospan_errors_total{gen_ai_operation_name="invoke_agent",error_type="RangeError",gen_ai_agent_name="helper"} 1',
  ]);
});

it("events are counted: what guards decide, limits, fallbacks, confirmations, parse failures, feedback", async () => {
  const { telemetry, samples } = setUp();
  const about = { traceId: "0af7651916cd43dd8448eb211c80319c" };
  telemetry.event({ type: "guard_decision", guard: "budget", decision: "denied", agent: "helper" });
  telemetry.event({ type: "limit_hit", limit: "max_steps", agent: "helper" });
  telemetry.event({ type: "fallback", from: "gpt-5", to: "gpt-5-mini", agent: "helper" });
  telemetry.event({ type: "confirmation", outcome: "timed_out", agent: "helper" });
  telemetry.event({ type: "parse_failure", schema: "answer", agent: "helper" });
  telemetry.event({ type: "drop", destination: "archive", reason: "disk_full", count: 7 });
  telemetry.event({ type: "feedback", ...about, thumbs: "down", agent: "helper" });
  const agent = 'gen_ai_agent_name="helper"';
  expect((await samples("isospan_")).filter((line) => !/_bucket|_sum|_count|^isospan_export/.test(line))).toEqual([
    `isospan_limit_hits_total{${agent},isospan_limit_name="max_steps"} 1`,
    `isospan_fallbacks_total{${agent},isospan_fallback_from="gpt-5",isospan_fallback_to="gpt-5-mini"} 1`,
    `isospan_confirmations_total{${agent},isospan_confirmation_outcome="timed_out"} 1`,
    `isospan_parse_failures_total{${agent},isospan_parse_failure_schema="answer"} 1`,
    `isospan_guard_decisions_total{${agent},isospan_guard_name="budget",isospan_guard_decision="denied"} 1`,
    'isospan_drops_total{isospan_export_destination="archive",isospan_drop_reason="disk_full"} 7',
    `isospan_feedback_total{isospan_feedback_name="thumbs",isospan_feedback_kind="thumbs",${agent},isospan_feedback_label="down"} 1`,
  ]);
});

it("what exporters sent and dropped is told at each scrape, and not twice", async () => {
  const { telemetry, samples } = setUp();
  setTelemetry(telemetry);
  const ledger = exportLedger("prometheus-test");
  ledger.sent(5, 100);
  await samples();
  ledger.sent(5);
  ledger.dropped(2, "timeout", "too slow");
  const ours = (await samples("isospan_export")).filter((line) => line.includes("prometheus-test"));
  const destination = 'isospan_export_destination="prometheus-test"';
  expect(ours).toEqual([
    `isospan_export_spans_total{${destination}} 10`,
    `isospan_export_bytes_total{${destination}} 100`,
    `isospan_export_dropped_total{${destination},isospan_export_reason="timeout"} 2`,
  ]);
  expect(await samples("isospan_diagnostics")).toEqual([
    'isospan_diagnostics_total{isospan_diagnostic_code="export_dropped"} 1',
  ]);
});

it("a registry of OpenMetrics has the trace's id as exemplars; another has none", async () => {
  for (const open of [true, false]) {
    const { telemetry, registry } = setUp({ registry: open ? openMetricsRegistry() : new Registry() });
    telemetry.recorder.start({ name: "chat", provider: "openai", model: "gpt-5" }).end({ usage: { inputTokens: 3 } });
    const text = await registry.metrics();
    const exemplars = text
      .split("\n")
      .filter((line) => / # \{trace_id="[0-9a-f]{32}",span_id="[0-9a-f]{16}"\} /.test(line));
    expect(exemplars.length > 0).toBe(open);
    expect(text.endsWith("# EOF\n")).toBe(open);
  }
});
