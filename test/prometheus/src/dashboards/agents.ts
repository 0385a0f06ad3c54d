import type { Dashboard } from "./dashboard.ts";
import { query } from "./panel.ts";

const JOB = 'job=~"$job"';
const AGENT = `${JOB}, gen_ai_agent_name=~"$agent"`;
const NAME = "{{gen_ai_agent_name}}{{gen_ai_workflow_name}}";

export const agents: Dashboard = {
  name: "agents",
  title: "Isospan / Agents",
  description: "Whether agents do their work, how long it takes them, how many steps, and what people say of it.",
  byAgent: true,
  panels: [
    {
      title: "Success rate",
      question: "What share of the runs that ended in the last 5 minutes did what they were asked to?",
      kind: "stat",
      unit: "percentunit",
      width: 4,
      threshold: { below: 0.95 },
      queries: [
        query(
          "success",
          `sum(rate(isospan_agent_runs_total{${AGENT}, isospan_outcome=~"ok|cached"}[5m])) / sum(rate(isospan_agent_runs_total{${AGENT}, isospan_outcome!="interrupted"}[5m]))`,
        ),
      ],
    },
    {
      title: "Error rate",
      question: "What share of the runs of the last 5 minutes ended in an error? 5 % is the most.",
      kind: "stat",
      unit: "percentunit",
      width: 4,
      threshold: { above: 0.05 },
      queries: [
        query("errors", `sum(isospan:agent_errors:rate5m{${AGENT}}) / sum(isospan:agent_runs:rate5m{${AGENT}})`),
      ],
    },
    {
      title: "Runs a minute",
      question: "How much is there to do just now?",
      kind: "stat",
      unit: "cpm",
      width: 4,
      queries: [query("runs", `60 * sum(isospan:agent_runs:rate5m{${AGENT}})`)],
    },
    {
      title: "Active runs",
      question: "How many runs have begun and not ended?",
      kind: "stat",
      unit: "none",
      width: 4,
      queries: [query("active", `sum(isospan_agent_active_runs{${AGENT}})`)],
    },
    {
      title: "Cost of a run",
      question: "What does a run cost on average?",
      kind: "stat",
      unit: "currencyUSD",
      width: 4,
      queries: [
        query(
          "cost",
          `sum(rate(isospan_run_cost_sum{${AGENT}}[5m])) / sum(rate(isospan_run_cost_count{${AGENT}}[5m]))`,
        ),
      ],
    },
    {
      title: "Runs in this time",
      question: "How many runs have ended in the time shown? Prometheus estimates between its scrapes.",
      kind: "stat",
      unit: "short",
      width: 4,
      queries: [query("runs", `sum(increase(isospan_agent_runs_total{${AGENT}}[$__range]))`)],
    },
    {
      title: "Duration of runs",
      question: "How long do people wait: usually (p50), one in 20 times (p95), one in 100 times (p99)?",
      unit: "s",
      queries: [
        query(`${NAME} p50`, `isospan:run_duration_seconds:p50_5m{${AGENT}}`),
        query(`${NAME} p95`, `isospan:run_duration_seconds:p95_5m{${AGENT}}`),
        query(`${NAME} p99`, `isospan:run_duration_seconds:p99_5m{${AGENT}}`),
      ],
    },
    {
      title: "Duration against the last 7 days",
      question: "How many times as long as usual does a run take? Alerts begin at 2 (p50, p95) and 3 (p99).",
      unit: "none",
      threshold: { above: 2 },
      queries: [
        query(`${NAME} p50`, `isospan:run_duration_seconds:p50_5m{${AGENT}} / isospan:run_duration_seconds:p50_7d`),
        query(`${NAME} p95`, `isospan:run_duration_seconds:p95_5m{${AGENT}} / isospan:run_duration_seconds:p95_7d`),
        query(`${NAME} p99`, `isospan:run_duration_seconds:p99_5m{${AGENT}} / isospan:run_duration_seconds:p99_7d`),
      ],
    },
    {
      title: "Runs by outcome",
      question: "How do runs end: well, in an error, broken off, waiting for a person, refused by a guard?",
      unit: "cpm",
      queries: [
        query(
          "{{isospan_outcome}}",
          `60 * sum by (isospan_outcome) (rate(isospan_agent_runs_total{${AGENT}}[$__rate_interval]))`,
        ),
      ],
    },
    {
      title: "Success rate by agent",
      question: "Which agent is it that fails?",
      unit: "percentunit",
      queries: [query("{{gen_ai_agent_name}}", `isospan:agent_success:ratio5m{${AGENT}}`)],
    },
    {
      title: "Errors by type",
      question: "What goes wrong, and in which kind of operation? A status such as 429 is the provider's answer.",
      unit: "cpm",
      queries: [
        query(
          "{{gen_ai_operation_name}} {{error_type}}",
          `60 * sum by (gen_ai_operation_name, error_type) (rate(isospan_errors_total{${AGENT}}[$__rate_interval]))`,
        ),
      ],
    },
    {
      title: "Active runs by agent",
      question: "Do runs pile up?",
      unit: "none",
      queries: [query("{{gen_ai_agent_name}}", `sum by (gen_ai_agent_name) (isospan_agent_active_runs{${AGENT}})`)],
    },
    {
      title: "Steps of a run",
      question: "How often do agents go round their loop, and how are runs spread: a few long ones, or all of them?",
      kind: "heatmap",
      unit: "none",
      queries: [query("{{le}}", `sum by (le) (increase(isospan_run_steps_bucket{${AGENT}}[$__rate_interval]))`)],
    },
    {
      title: "Model calls and steps of a run",
      question: "Does an agent go round in circles? An alert begins at twice the p95 of the last 7 days.",
      unit: "none",
      queries: [
        query(`${NAME} model calls p95`, `isospan:run_model_calls:p95_5m{${AGENT}}`),
        query(`${NAME} model calls p95 of 7 days`, `isospan:run_model_calls:p95_7d{${AGENT}}`),
        query(`${NAME} steps on average`, `isospan:run_steps:mean5m{${AGENT}}`),
      ],
    },
    {
      title: "Tokens of a run",
      question: "How much is read and written for one run, against the median of the last 7 days?",
      unit: "short",
      queries: [
        query(`${NAME} {{gen_ai_token_type}}`, `isospan:run_tokens:mean5m{${AGENT}}`),
        query(`${NAME} {{gen_ai_token_type}}, median of 7 days`, `isospan:run_tokens:median7d{${AGENT}}`),
      ],
    },
    {
      title: "Stopped by a limit",
      question: "What share of the runs hits a limit on steps, calls, tokens or time? 5 % is the most.",
      unit: "percentunit",
      threshold: { above: 0.05 },
      queries: [query("{{gen_ai_agent_name}}", `isospan:limit_hits:ratio5m{${AGENT}}`)],
    },
    {
      title: "Limits and fallbacks",
      question: "Which limits stop runs, and what is taken instead of what?",
      unit: "cpm",
      queries: [
        query(
          "limit {{isospan_limit_name}}",
          `60 * sum by (isospan_limit_name) (rate(isospan_limit_hits_total{${AGENT}}[$__rate_interval]))`,
        ),
        query(
          "{{isospan_fallback_from}} → {{isospan_fallback_to}}",
          `60 * sum by (isospan_fallback_from, isospan_fallback_to) (rate(isospan_fallbacks_total{${AGENT}}[$__rate_interval]))`,
        ),
      ],
    },
    {
      title: "Fallback rate",
      question: "What share of the runs falls back to something else? 10 % is the most.",
      unit: "percentunit",
      threshold: { above: 0.1 },
      queries: [query("{{job}}", `isospan:fallbacks:ratio5m{${JOB}}`)],
    },
    {
      title: "Confirmations",
      question: "What do people answer when an agent asks whether it may do something, and do they answer at all?",
      unit: "cpm",
      queries: [
        query(
          "{{isospan_confirmation_outcome}}",
          `60 * sum by (isospan_confirmation_outcome) (rate(isospan_confirmations_total{${AGENT}}[$__rate_interval]))`,
        ),
      ],
    },
    {
      title: "Confirmations that time out",
      question: "What share of the questions of the last hour did nobody answer? 10 % is the most.",
      unit: "percentunit",
      threshold: { above: 0.1 },
      queries: [query("{{job}}", `isospan:confirmation_timeouts:ratio1h{${JOB}}`)],
    },
    {
      title: "Guards",
      question: "What do budgets and policies let through, warn of, downgrade and refuse?",
      unit: "cpm",
      queries: [
        query(
          "{{isospan_guard_name}} {{isospan_guard_decision}}",
          `60 * sum by (isospan_guard_name, isospan_guard_decision) (rate(isospan_guard_decisions_total{${AGENT}}[$__rate_interval]))`,
        ),
      ],
    },
    {
      title: "Positive feedback",
      question: "What share of the last hour's feedback is positive? 80 % is the least.",
      unit: "percentunit",
      threshold: { below: 0.8 },
      queries: [query("{{gen_ai_agent_name}}", `isospan:feedback_positive:ratio1h{${AGENT}}`)],
    },
    {
      title: "Hallucinations",
      question: "What share of the evaluated answers of the last hour is made up? 5 % is the most.",
      unit: "percentunit",
      threshold: { above: 0.05 },
      queries: [query("{{gen_ai_agent_name}}", `isospan:hallucinations:ratio1h{${AGENT}}`)],
    },
    {
      title: "Retrieval hit rate",
      question: "What share of the retrievals of the last hour found anything? 90 % is the least.",
      unit: "percentunit",
      threshold: { below: 0.9 },
      queries: [query("{{gen_ai_data_source_id}}", `isospan:retrieval_hits:ratio1h{${JOB}}`)],
    },
  ],
};
