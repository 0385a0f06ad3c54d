import type { Dashboard } from "./dashboard.ts";
import { query } from "./panel.ts";

const JOB = 'job=~"$job"';
const MODEL = "{{gen_ai_provider_name}} {{gen_ai_request_model}}";
const BY_MODEL = "sum by (gen_ai_provider_name, gen_ai_request_model)";

export const models: Dashboard = {
  name: "models",
  title: "Isospan / Models and cost",
  description: "What models answer, how fast, how reliably, and what it costs.",
  panels: [
    {
      title: "Burn rate",
      question: "How much has been spent in the last hour?",
      kind: "stat",
      unit: "currencyUSD",
      width: 6,
      queries: [query("USD an hour", `sum(isospan:cost_usd_per_hour:1h{${JOB}})`)],
    },
    {
      title: "Spent in this time",
      question: "How much has been spent in the time shown? Prometheus estimates between its scrapes.",
      kind: "stat",
      unit: "currencyUSD",
      width: 6,
      queries: [query("USD", `sum(increase(isospan_cost_total{${JOB}}[$__range]))`)],
    },
    {
      title: "Model calls a minute",
      question: "How much is asked of models just now?",
      kind: "stat",
      unit: "cpm",
      width: 6,
      queries: [query("calls", `60 * sum(isospan:model_calls:rate5m{${JOB}})`)],
    },
    {
      title: "Model errors",
      question: "What share of the model calls of the last 5 minutes failed? 5 % is the most.",
      kind: "stat",
      unit: "percentunit",
      width: 6,
      threshold: { above: 0.05 },
      queries: [query("errors", `sum(isospan:model_errors:rate5m{${JOB}}) / sum(isospan:model_calls:rate5m{${JOB}})`)],
    },
    {
      title: "Duration of model calls",
      question:
        "How long does a call take: usually, one in 20 times, one in 100 times? An alert begins at a p95 of 5 s.",
      unit: "s",
      threshold: { above: 5 },
      queries: [
        query(`${MODEL} p50`, `isospan:model_duration_seconds:p50_5m{${JOB}}`),
        query(`${MODEL} p95`, `isospan:model_duration_seconds:p95_5m{${JOB}}`),
        query(`${MODEL} p99`, `isospan:model_duration_seconds:p99_5m{${JOB}}`),
      ],
    },
    {
      title: "Time to first chunk, p95",
      question: "How long does a person look at an empty answer, one in 20 times?",
      unit: "s",
      queries: [query(MODEL, `isospan:first_chunk_seconds:p95_5m{${JOB}}`)],
    },
    {
      title: "Time per chunk",
      question: "How fast do answers go on once they have begun, on average?",
      unit: "s",
      queries: [
        query(
          MODEL,
          `${BY_MODEL} (rate(gen_ai_client_operation_time_per_output_chunk_sum{${JOB}}[$__rate_interval]) or rate(gen_ai_client_inference_time_per_output_chunk_sum{${JOB}}[$__rate_interval])) / ${BY_MODEL} (rate(gen_ai_client_operation_time_per_output_chunk_count{${JOB}}[$__rate_interval]) or rate(gen_ai_client_inference_time_per_output_chunk_count{${JOB}}[$__rate_interval]))`,
        ),
      ],
    },
    {
      title: "Calls by model",
      question: "Which models are asked, and how often?",
      unit: "cpm",
      queries: [query(MODEL, `60 * ${BY_MODEL} (isospan:model_calls:rate5m{${JOB}})`)],
    },
    {
      title: "Error rate by model",
      question: "Which model fails? 5 % is the most of all errors, 2 % of those that are the provider's own.",
      unit: "percentunit",
      threshold: { above: 0.05 },
      queries: [
        query(`${MODEL} all`, `isospan:model_errors:ratio5m{${JOB}}`),
        query(`${MODEL} 5xx`, `isospan:model_5xx:ratio5m{${JOB}}`),
      ],
    },
    {
      title: "Answers of the wrong form",
      question: "What share of the answers cannot be parsed? 5 % is the most.",
      unit: "percentunit",
      threshold: { above: 0.05 },
      queries: [query("{{job}}", `isospan:parse_failures:ratio5m{${JOB}}`)],
    },
    {
      title: "Answers of the wrong form, by schema",
      question: "Which form is it that models get wrong, and for which agent?",
      unit: "cpm",
      queries: [
        query(
          "{{gen_ai_agent_name}} {{isospan_parse_failure_schema}}",
          `60 * sum by (gen_ai_agent_name, isospan_parse_failure_schema) (rate(isospan_parse_failures_total{${JOB}}[$__rate_interval]))`,
        ),
      ],
    },
    {
      title: "Tokens an hour",
      question: "How many tokens go in and out, against 150 % of the budget of one hour?",
      unit: "short",
      queries: [
        query("{{gen_ai_token_type}}", `sum by (gen_ai_token_type) (isospan:tokens_per_hour:1h{${JOB}})`),
        query("alert of one job", "1.5 * isospan:tokens_per_hour:budget"),
      ],
    },
    {
      title: "Context window",
      question: "How full is the context window of the fullest call? Past 80 % instructions are about to be lost.",
      unit: "percentunit",
      threshold: { above: 0.8 },
      queries: [query(MODEL, `isospan:context_window_usage:max5m{${JOB}}`)],
    },
    {
      title: "Cache hit rate",
      question: "What share of the input tokens of the last hour came from the provider's cache? 30 % is the least.",
      unit: "percentunit",
      threshold: { below: 0.3 },
      queries: [query(MODEL, `isospan:cache_read_tokens:ratio1h{${JOB}}`)],
    },
    {
      title: "Reasoning tokens a minute",
      question: "How much of what is paid for as output does nobody read?",
      unit: "short",
      queries: [
        query(
          MODEL,
          `60 * ${BY_MODEL} (rate(isospan_usage_reasoning_output_tokens_total{${JOB}}[$__rate_interval]) or rate(gen_ai_client_inference_usage_reasoning_output_tokens_total{${JOB}}[$__rate_interval]))`,
        ),
      ],
    },
    {
      title: "Burn rate by job",
      question: "Is more spent than usual? An alert begins at twice the hourly average of the last 7 days.",
      unit: "currencyUSD",
      queries: [
        query("{{job}}", `isospan:cost_usd_per_hour:1h{${JOB}}`),
        query("{{job}}, average of 7 days", `isospan:cost_usd_per_hour:avg7d{${JOB}}`),
      ],
    },
    {
      title: "Share of the cost, by agent",
      question: "Which agent spends the money, and did it before?",
      unit: "percentunit",
      queries: [
        query("{{job}} {{gen_ai_agent_name}}", `isospan:agent_cost:share1h{${JOB}}`),
        query("{{job}} {{gen_ai_agent_name}}, 7 days", `isospan:agent_cost:share7d{${JOB}}`),
      ],
    },
    {
      title: "Cost an hour, by model",
      question: "Which model is the money spent on?",
      unit: "currencyUSD",
      queries: [query(MODEL, `${BY_MODEL} (isospan:model_cost_usd_per_hour:1h{${JOB}})`)],
    },
    {
      title: "Cost of a run",
      question: "What does one run cost on average and one in 100 times, against the budget of one run?",
      unit: "currencyUSD",
      queries: [
        query("{{gen_ai_agent_name}}{{gen_ai_workflow_name}} average", `isospan:run_cost_usd:mean5m{${JOB}}`),
        query("{{gen_ai_agent_name}}{{gen_ai_workflow_name}} p99", `isospan:run_cost_usd:p99_5m{${JOB}}`),
        query("budget", "isospan:run_cost_usd:budget"),
      ],
    },
  ],
};
