import type { Dashboard } from "./dashboard.ts";
import { query } from "./panel.ts";

const JOB = 'job=~"$job"';
const AGENT = `${JOB}, gen_ai_agent_name=~"$agent"`;
const bothRates = (what: string, matchers: string): string =>
  ["isospan", "gen_ai"].map((prefix) => `rate(${prefix}_${what}{${matchers}}[$__rate_interval])`).join(" or ");

export const tools: Dashboard = {
  name: "tools",
  title: "Isospan / Tools",
  description: "Which tools agents call, which of them are broken or slow, and whether that has changed.",
  byAgent: true,
  panels: [
    {
      title: "Failure rate by tool",
      question: "Which tool is broken? 10 % is the most; results that only say that they failed are failures too.",
      unit: "percentunit",
      threshold: { above: 0.1 },
      width: 12,
      queries: [query("{{job}} {{gen_ai_tool_name}}", `isospan:tool_failures:ratio5m{${JOB}}`)],
    },
    {
      title: "Calls a minute, by tool",
      question: "How often is each tool called?",
      unit: "cpm",
      width: 12,
      queries: [query("{{gen_ai_tool_name}}", `60 * sum by (gen_ai_tool_name) (isospan:tool_calls:rate5m{${JOB}})`)],
    },
    {
      title: "Errors by type",
      question: "What goes wrong in which tool?",
      unit: "cpm",
      queries: [
        query(
          "{{gen_ai_tool_name}} {{error_type}}",
          `60 * sum by (gen_ai_tool_name, error_type) (${bothRates("execute_tool_duration_count", `${AGENT}, error_type!=""`)})`,
        ),
      ],
    },
    {
      title: "Silent failures",
      question: "Which tools end without an error and yet have failed, for which agent?",
      unit: "cpm",
      queries: [
        query(
          "{{gen_ai_agent_name}} {{gen_ai_tool_name}}",
          `60 * sum by (gen_ai_agent_name, gen_ai_tool_name) (rate(isospan_tool_silent_failures_total{${AGENT}}[$__rate_interval]))`,
        ),
      ],
    },
    {
      title: "Duration, p95",
      question: "Which tool do runs wait for?",
      unit: "s",
      queries: [query("{{job}} {{gen_ai_tool_name}}", `isospan:tool_duration_seconds:p95_5m{${JOB}}`)],
    },
    {
      title: "Tool mix of the last hour",
      question: "What share of an agent's tool calls goes to which tool?",
      unit: "percentunit",
      queries: [query("{{gen_ai_agent_name}} {{gen_ai_tool_name}}", `isospan:tool_calls:share1h{${AGENT}}`)],
    },
    {
      title: "Tool mix of the last 7 days",
      question: "What share of an agent's tool calls went to which tool?",
      unit: "percentunit",
      queries: [query("{{gen_ai_agent_name}} {{gen_ai_tool_name}}", `isospan:tool_calls:share7d{${AGENT}}`)],
    },
    {
      title: "How much the mix has changed",
      question: "What share of the calls is to other tools than usual? An alert begins at 30 %.",
      unit: "percentunit",
      threshold: { above: 0.3 },
      queries: [query("{{job}} {{gen_ai_agent_name}}", `isospan:tool_mix:drift{${AGENT}}`)],
    },
    {
      title: "Tool calls of a run",
      question: "How many tools does one run call on average?",
      unit: "none",
      queries: [
        query(
          "{{gen_ai_agent_name}}{{gen_ai_workflow_name}}",
          `sum by (gen_ai_agent_name, gen_ai_workflow_name) (rate(isospan_run_tool_calls_sum{${AGENT}}[$__rate_interval])) / sum by (gen_ai_agent_name, gen_ai_workflow_name) (rate(isospan_run_tool_calls_count{${AGENT}}[$__rate_interval]))`,
        ),
      ],
    },
    {
      title: "Documents of a retrieval",
      question: "How much does a retrieval find on average?",
      unit: "none",
      queries: [
        query(
          "{{gen_ai_data_source_id}}",
          `sum by (gen_ai_data_source_id) (rate(isospan_retrieval_documents_sum{${AGENT}}[$__rate_interval])) / sum by (gen_ai_data_source_id) (rate(isospan_retrieval_documents_count{${AGENT}}[$__rate_interval]))`,
        ),
      ],
    },
    {
      title: "Retrievals by result",
      question: "How many retrievals find something, find nothing, or fail?",
      unit: "cpm",
      queries: [
        query(
          "{{isospan_retrieval_result}}",
          `60 * sum by (isospan_retrieval_result) (rate(isospan_retrievals_total{${AGENT}}[$__rate_interval]))`,
        ),
      ],
    },
  ],
};
