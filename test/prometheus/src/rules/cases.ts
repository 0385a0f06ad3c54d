import { counter, histogram, type Series } from "./traffic.ts";

/** One job's traffic, and the alerts that it makes fire: these and no others. */
export interface Case {
  /** What is going on: the alert's name, and what is special. */
  readonly about: string;
  readonly fires: readonly string[];
  readonly series: (job: string) => readonly Series[];
}

type Of<T> = readonly [usual: T | undefined, now: T];
type Values = readonly (readonly [value: number, times: number])[];

const AGENT = { gen_ai_agent_name: "support" };
const MODEL = { gen_ai_operation_name: "chat", gen_ai_provider_name: "openai", gen_ai_request_model: "gpt-5-mini" };

const counted = (job: string, metric: string, labels: Record<string, string>, [usual, now]: Of<number>): Series =>
  counter(metric, { job, ...labels }, usual, now);
const spread = (job: string, metric: string, labels: Record<string, string>, [usual, now]: Of<Values>) =>
  histogram(metric, { job, ...labels }, usual, now);

const runs = (job: string, ok: Of<number>, failed: Of<number>): Series[] => [
  counted(job, "isospan_agent_runs_total", { ...AGENT, isospan_outcome: "ok" }, ok),
  counted(job, "isospan_agent_runs_total", { ...AGENT, isospan_outcome: "error" }, failed),
];
const durations =
  (values: Of<Values>, metric = "isospan_invoke_agent_duration") =>
  (job: string) =>
    spread(job, metric, AGENT, values);
const tokens = (direction: "input" | "output", values: Of<Values>) => (job: string) =>
  spread(job, `isospan_run_${direction}_tokens`, AGENT, values);
const calls =
  (values: Of<Values>, error: string, failed: Of<Values>, latest = false) =>
  (job: string) => {
    const metric = latest ? "gen_ai_client_inference_duration" : "gen_ai_client_operation_duration";
    return [...spread(job, metric, MODEL, values), ...spread(job, metric, { ...MODEL, error_type: error }, failed)];
  };
const FAST: Of<Values> = [[[1, 100]], [[1, 100]]];
const NEVER: Of<Values> = [[[1, 0]], [[1, 0]]];
const failing = (times: number): Of<Values> => [[[1, 0]], [[1, times]]];

/** 100 calls at each step, each of so many input tokens, of which so many are cached. */
const cached =
  (perCall: number, [usual, now]: Of<number>, latest = false) =>
  (job: string) => [
    ...(latest
      ? spread(job, "gen_ai_client_inference_operation_input_tokens", MODEL, [[[perCall, 100]], [[perCall, 100]]])
      : spread(job, "gen_ai_client_token_usage", { ...MODEL, gen_ai_token_type: "input" }, [
          [[perCall, 100]],
          [[perCall, 100]],
        ])),
    counted(
      job,
      latest
        ? "gen_ai_client_inference_usage_cache_read_input_tokens_total"
        : "isospan_usage_cache_read_input_tokens_total",
      MODEL,
      [(usual ?? 0) * 100, now * 100],
    ),
  ];
const tool = (
  job: string,
  name: string,
  values: Of<Values>,
  error?: string,
  metric = "isospan_execute_tool_duration",
) => spread(job, metric, { ...AGENT, gen_ai_tool_name: name, ...(error && { error_type: error }) }, values);
const times = ([usual, now]: Of<number>): Of<Values> => [usual === undefined ? undefined : [[1, usual]], [[1, now]]];
const mix = (search: number, lookup: number) => (job: string) => [
  ...tool(job, "search", times([50, search])),
  ...tool(job, "lookup", times([50, lookup])),
];
const spent = (job: string, agent: string, usd: Of<number>): Series =>
  counted(job, "isospan_cost_total", { ...MODEL, gen_ai_agent_name: agent }, usd);
const judged = (name: string, kind: string, values: Of<Values>) => (job: string) =>
  spread(job, "isospan_feedback_score", { ...AGENT, isospan_feedback_name: name, isospan_feedback_kind: kind }, values);
const evaluated = (job: string, label: string, per: Of<number>) =>
  counted(
    job,
    "isospan_evaluation_total",
    {
      ...AGENT,
      isospan_evaluation_name: "hallucination",
      isospan_evaluation_kind: "boolean",
      isospan_evaluation_label: label,
    },
    per,
  );

const quiet: readonly string[] = [];
const silent = (about: string, series: Case["series"]): Case => ({ about, fires: quiet, series });
const fires = (about: string, series: Case["series"], ...more: readonly string[]): Case => {
  return { about, fires: [about.split(":")[0] ?? about, ...more], series };
};

/** For each alert at least one that makes it fire, and one that nearly does. */
export const cases: readonly Case[] = [
  fires("IsospanAgentErrorRateHigh", (job) => runs(job, [100, 90], [0, 10])),
  silent("IsospanAgentErrorRateHigh: 4 %", (job) => runs(job, [100, 96], [0, 4])),
  silent("IsospanAgentErrorRateHigh: nothing runs", (job) => runs(job, [100, 0], [10, 0])),

  fires(
    "IsospanRunDurationP50High",
    durations([
      [
        [1, 90],
        [5, 10],
      ],
      [
        [1, 40],
        [5, 60],
      ],
    ]),
  ),
  fires(
    "IsospanRunDurationP95High",
    durations([
      [
        [1, 97],
        [5, 3],
      ],
      [
        [1, 90],
        [5, 10],
      ],
    ]),
  ),
  fires(
    "IsospanRunDurationP99High",
    durations([
      [[1, 100]],
      [
        [1, 97],
        [10, 3],
      ],
    ]),
  ),
  fires(
    "IsospanRunDurationP50High: all runs, by the names of latest",
    durations([[[1, 100]], [[10, 100]]], "gen_ai_invoke_agent_duration"),
    "IsospanRunDurationP95High",
    "IsospanRunDurationP99High",
  ),
  fires(
    "IsospanRunDurationP50High: a workflow",
    (job) =>
      spread(job, "isospan_invoke_workflow_duration", { gen_ai_workflow_name: "claims" }, [[[4, 100]], [[50, 100]]]),
    "IsospanRunDurationP95High",
    "IsospanRunDurationP99High",
  ),
  silent(
    "IsospanRunDurationP50High: half of the runs take twice as long",
    durations([
      [[1, 100]],
      [
        [1, 50],
        [2, 50],
      ],
    ]),
  ),
  silent(
    "IsospanRunDurationP95High: 4 % are slow, and were",
    durations([
      [
        [1, 96],
        [5, 4],
      ],
      [
        [1, 96],
        [5, 4],
      ],
    ]),
  ),
  silent("IsospanRunDurationP99High: nothing to compare with in the first hour", durations([undefined, [[10, 100]]])),

  fires(
    "IsospanInputTokensPerRunHigh",
    tokens("input", [
      [
        [800, 90],
        [4000, 10],
      ],
      [[4000, 100]],
    ]),
  ),
  silent(
    "IsospanInputTokensPerRunHigh: 2.7 times",
    tokens("input", [
      [
        [800, 90],
        [4000, 10],
      ],
      [[3000, 100]],
    ]),
  ),
  fires(
    "IsospanOutputTokensPerRunHigh",
    tokens("output", [
      [
        [800, 90],
        [4000, 10],
      ],
      [[4000, 100]],
    ]),
  ),
  silent(
    "IsospanOutputTokensPerRunHigh: 2.7 times",
    tokens("output", [
      [
        [800, 90],
        [4000, 10],
      ],
      [[3000, 100]],
    ]),
  ),
  fires(
    "IsospanRunTokensRunaway",
    tokens("input", [
      [[1000, 100]],
      [
        [1000, 99.9],
        [5000, 0.1],
      ],
    ]),
  ),
  silent(
    "IsospanRunTokensRunaway: one with twice the tokens",
    tokens("input", [
      [[1000, 100]],
      [
        [1000, 99.9],
        [2000, 0.1],
      ],
    ]),
  ),

  fires("IsospanLoopCountHigh", (job) => spread(job, "isospan_run_model_calls", AGENT, [[[2, 100]], [[12, 100]]])),
  silent("IsospanLoopCountHigh: one more", (job) =>
    spread(job, "isospan_run_model_calls", AGENT, [[[2, 100]], [[3, 100]]]),
  ),
  fires("IsospanLimitHitsHigh", (job) => [
    ...runs(job, [100, 100], [0, 0]),
    counted(job, "isospan_limit_hits_total", { ...AGENT, isospan_limit_name: "max_steps" }, [0, 10]),
  ]),
  fires("IsospanLimitHitsHigh: a graph that is no agent", (job) => [
    ...spread(job, "isospan_invoke_workflow_duration", { gen_ai_workflow_name: "claims" }, FAST),
    counted(job, "isospan_limit_hits_total", { isospan_limit_name: "recursion_limit" }, [0, 10]),
  ]),
  silent("IsospanLimitHitsHigh: 4 %", (job) => [
    ...runs(job, [100, 100], [0, 0]),
    counted(job, "isospan_limit_hits_total", { ...AGENT, isospan_limit_name: "max_steps" }, [0, 4]),
  ]),
  fires("IsospanFallbackRateHigh", (job) => [
    ...spread(job, "isospan_run_model_calls", AGENT, FAST),
    counted(job, "isospan_fallbacks_total", AGENT, [0, 15]),
  ]),
  silent("IsospanFallbackRateHigh: 8 %", (job) => [
    ...spread(job, "isospan_run_model_calls", AGENT, FAST),
    counted(job, "isospan_fallbacks_total", AGENT, [0, 8]),
  ]),
  fires("IsospanConfirmationTimeoutsHigh", (job) => confirmations(job, 2)),
  silent("IsospanConfirmationTimeoutsHigh: 5 %", (job) => confirmations(job, 0.5)),

  fires("IsospanModelDurationHigh", calls([[[3, 100]], [[6, 100]]], "429", NEVER)),
  fires("IsospanModelDurationHigh: by the names of latest", calls([[[3, 100]], [[6, 100]]], "429", NEVER, true)),
  silent("IsospanModelDurationHigh: 3 seconds", calls([[[3, 100]], [[3, 100]]], "429", NEVER)),
  fires("IsospanModelErrorRateHigh", calls(FAST, "429", failing(10))),
  fires("IsospanModelErrorRateHigh: by the names of latest", calls(FAST, "429", failing(10), true)),
  silent("IsospanModelErrorRateHigh: 4 %", calls(FAST, "429", failing(4))),
  silent("IsospanModelErrorRateHigh: broken off by the application", calls(FAST, "AbortError", failing(50))),
  fires("IsospanModel5xxRateHigh", calls(FAST, "503", failing(3))),
  silent("IsospanModel5xxRateHigh: 1 %", calls(FAST, "503", failing(1))),
  fires("IsospanContextWindowNearlyFull", (job) =>
    spread(job, "isospan_context_window_usage", MODEL, [
      [[0.3, 100]],
      [
        [0.3, 99],
        [0.85, 1],
      ],
    ]),
  ),
  silent("IsospanContextWindowNearlyFull: 75 %", (job) =>
    spread(job, "isospan_context_window_usage", MODEL, [
      [[0.3, 100]],
      [
        [0.3, 99],
        [0.75, 1],
      ],
    ]),
  ),
  fires("IsospanParseFailureRateHigh", (job) => [
    ...calls(FAST, "429", NEVER)(job),
    counted(job, "isospan_parse_failures_total", { isospan_parse_failure_schema: "invoice" }, [0, 8]),
  ]),
  silent("IsospanParseFailureRateHigh: 4 %", (job) => [
    ...calls(FAST, "429", NEVER)(job),
    counted(job, "isospan_parse_failures_total", { isospan_parse_failure_schema: "invoice" }, [0, 4]),
  ]),
  fires("IsospanCacheHitRateLow", cached(2000, [1200, 200])),
  fires("IsospanCacheHitRateLow: by the names of latest", cached(2000, [1200, 200], true)),
  silent("IsospanCacheHitRateLow: 40 %", cached(2000, [1200, 800])),
  silent("IsospanCacheHitRateLow: prompts too short for a cache", cached(500, [300, 50])),
  silent("IsospanCacheHitRateLow: nothing was ever cached", cached(2000, [0, 0])),

  fires("IsospanToolFailureRateHigh", (job) => [
    ...tool(job, "search", times([100, 88])),
    ...tool(job, "search", times([0, 12]), "TypeError"),
  ]),
  fires("IsospanToolFailureRateHigh: by the names of latest", (job) => [
    ...tool(job, "search", times([100, 88]), undefined, "gen_ai_execute_tool_duration"),
    ...tool(job, "search", times([0, 12]), "TypeError", "gen_ai_execute_tool_duration"),
  ]),
  fires("IsospanToolFailureRateHigh: some fail aloud and some silently", (job) => [
    ...tool(job, "search", times([100, 94])),
    ...tool(job, "search", times([0, 6]), "TypeError"),
    counted(job, "isospan_tool_silent_failures_total", { ...AGENT, gen_ai_tool_name: "search" }, [0, 6]),
  ]),
  silent("IsospanToolFailureRateHigh: 9 %", (job) => [
    ...tool(job, "search", times([100, 96])),
    ...tool(job, "search", times([0, 4]), "TypeError"),
    counted(job, "isospan_tool_silent_failures_total", { ...AGENT, gen_ai_tool_name: "search" }, [0, 5]),
  ]),
  fires("IsospanToolMixChanged", mix(90, 10)),
  fires("IsospanToolMixChanged: to a tool that there was not", (job) => [
    ...mix(30, 30)(job),
    ...tool(job, "browse", times([undefined, 60])),
  ]),
  silent("IsospanToolMixChanged: 20 %", mix(70, 30)),
  silent("IsospanToolMixChanged: no tool is called any more", mix(0, 0)),

  fires("IsospanRunCostOverBudget", (job) =>
    spread(job, "isospan_run_cost", AGENT, [
      [[0.5, 100]],
      [
        [0.5, 97],
        [2, 3],
      ],
    ]),
  ),
  silent("IsospanRunCostOverBudget: 0.5 USD", (job) =>
    spread(job, "isospan_run_cost", AGENT, [[[0.5, 100]], [[0.5, 100]]]),
  ),
  fires("IsospanBurnRateHigh", (job) => [spent(job, "support", [0.1, 0.3])]),
  silent("IsospanBurnRateHigh: half as much again", (job) => [spent(job, "support", [0.1, 0.15])]),
  silent("IsospanBurnRateHigh: nothing to compare with in the first hour", (job) => [
    spent(job, "support", [undefined, 9]),
  ]),
  fires("IsospanAgentCostShareHigh", (job) => [spent(job, "support", [0.8, 0.3]), spent(job, "research", [0.2, 0.7])]),
  silent("IsospanAgentCostShareHigh: half as much again", (job) => [
    spent(job, "support", [0.8, 0.7]),
    spent(job, "research", [0.2, 0.3]),
  ]),
  silent("IsospanAgentCostShareHigh: five times next to nothing", (job) => [
    spent(job, "support", [0.99, 0.95]),
    spent(job, "research", [0.01, 0.05]),
  ]),
  fires("IsospanTokensOverBudget", (job) => usedTokens(job, 20_000_000)),
  fires("IsospanTokensOverBudget: by the names of latest", (job) => usedTokens(job, 20_000_000, true)),
  silent("IsospanTokensOverBudget: 120 %", (job) => usedTokens(job, 12_000_000)),

  fires("IsospanRetrievalHitRateLow", (job) => retrievals(job, 85)),
  silent("IsospanRetrievalHitRateLow: 95 %", (job) => retrievals(job, 95)),
  fires(
    "IsospanFeedbackNegative",
    judged("helpful", "thumbs", [
      [[1, 100]],
      [
        [1, 70],
        [0, 30],
      ],
    ]),
  ),
  fires(
    "IsospanFeedbackNegative: three of five is not positive",
    judged("stars", "rating", [
      [[5, 100]],
      [
        [4, 70],
        [3, 30],
      ],
    ]),
  ),
  silent(
    "IsospanFeedbackNegative: 85 %",
    judged("helpful", "thumbs", [
      [[1, 100]],
      [
        [1, 85],
        [0, 15],
      ],
    ]),
  ),
  silent(
    "IsospanFeedbackNegative: four of five is positive",
    judged("stars", "rating", [
      [[5, 100]],
      [
        [4, 85],
        [3, 15],
      ],
    ]),
  ),
  fires("IsospanHallucinationRateHigh", (job) => [evaluated(job, "true", [0, 8]), evaluated(job, "false", [100, 92])]),
  silent("IsospanHallucinationRateHigh: 3 %", (job) => [
    evaluated(job, "true", [0, 3]),
    evaluated(job, "false", [100, 97]),
  ]),

  fires("IsospanTelemetryDropped", (job) => exported(job, 2)),
  silent("IsospanTelemetryDropped: 0.5 %", (job) => exported(job, 0.5)),
];

function confirmations(job: string, timedOut: number): readonly Series[] {
  const of = (outcome: string, per: Of<number>): Series =>
    counted(job, "isospan_confirmations_total", { ...AGENT, isospan_confirmation_outcome: outcome }, per);
  return [of("approved", [10, 10 - timedOut]), of("timed_out", [0, timedOut])];
}

/** 30 steps an hour. */
function usedTokens(job: string, perHour: number, latest = false): readonly Series[] {
  const half = perHour / 2 / 30 / 1000;
  const values: Of<Values> = [[[1000, 1]], [[1000, half]]];
  return ["input", "output"].flatMap((type) =>
    latest
      ? spread(job, `gen_ai_client_inference_operation_${type}_tokens`, MODEL, values)
      : spread(job, "gen_ai_client_token_usage", { ...MODEL, gen_ai_token_type: type }, values),
  );
}

function retrievals(job: string, hits: number): readonly Series[] {
  const of = (result: string, per: Of<number>): Series =>
    counted(job, "isospan_retrievals_total", { gen_ai_data_source_id: "kb", isospan_retrieval_result: result }, per);
  return [of("hit", [100, hits]), of("miss", [0, 100 - hits])];
}

function exported(job: string, dropped: number): readonly Series[] {
  const destination = { isospan_export_destination: "otlp" };
  return [
    counted(job, "isospan_export_spans_total", destination, [100, 100 - dropped]),
    counted(job, "isospan_export_dropped_total", { ...destination, isospan_export_reason: "refused" }, [0, dropped]),
  ];
}
