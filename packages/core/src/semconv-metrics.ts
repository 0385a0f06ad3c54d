import type { Usage } from "./contract.ts";
import type { Instrument, Point } from "./instruments.ts";
import type { OperationRecord } from "./record.ts";
import type { SemconvProfile } from "./semconv.ts";

/*
 * Names, units and buckets of the conventions' metrics.
 * 1.41: https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-metrics.md
 * latest: https://github.com/open-telemetry/semantic-conventions-genai/tree/main/docs/gen-ai
 */

type Labels = Readonly<Record<string, string | number>>;

const powers = (first: number, factor: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Number((first * factor ** i).toPrecision(12)));

const CALL_SECONDS = powers(0.01, 2, 14);
const AGENT_SECONDS = powers(0.1, 2, 13);
const WORKFLOW_SECONDS = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];
const TOKENS = powers(1, 4, 14);

const seconds = (name: string, description: string, boundaries: readonly number[]): Instrument => ({
  name,
  kind: "histogram",
  unit: "s",
  description,
  boundaries,
});
const tokens = (name: string, kind: Instrument["kind"], description: string): Instrument => ({
  name,
  kind,
  unit: "{token}",
  description,
  ...(kind === "histogram" && { boundaries: TOKENS }),
});

const OPERATION_DURATION = seconds("gen_ai.client.operation.duration", "GenAI operation duration.", CALL_SECONDS);
const TOKEN_USAGE = tokens("gen_ai.client.token.usage", "histogram", "Number of input and output tokens used.");

const PER_CALL = {
  input: tokens("gen_ai.client.inference.operation.input_tokens", "histogram", "Input tokens of one call."),
  output: tokens("gen_ai.client.inference.operation.output_tokens", "histogram", "Output tokens of one call."),
};
const USED = {
  inputTokens: tokens("gen_ai.client.inference.usage.input_tokens", "counter", "Input tokens, cached ones included."),
  outputTokens: tokens("gen_ai.client.inference.usage.output_tokens", "counter", "Output tokens, reasoning included."),
  cacheReadTokens: tokens("gen_ai.client.inference.usage.cache_read.input_tokens", "counter", "Input tokens read from a cache."),
  cacheWriteTokens: tokens("gen_ai.client.inference.usage.cache_write.input_tokens", "counter", "Input tokens written to a cache."),
  reasoningTokens: tokens("gen_ai.client.inference.usage.reasoning.output_tokens", "counter", "Output tokens used for reasoning."),
} as const;

export function modelCallLabels(record: OperationRecord): Record<string, string | number> {
  const labels: Record<string, string | number> = {
    "gen_ai.operation.name": record.name,
    "gen_ai.provider.name": record.provider ?? "unknown",
  };
  if (record.model !== undefined) labels["gen_ai.request.model"] = record.model;
  if (record.response?.model !== undefined) labels["gen_ai.response.model"] = record.response.model;
  return labels;
}

export const agentLabels = (record: OperationRecord): Labels =>
  record.agent?.name === undefined ? {} : { "gen_ai.agent.name": record.agent.name };

export const workflowLabels = (record: OperationRecord): Labels =>
  record.label === undefined ? {} : { "gen_ai.workflow.name": record.label };

export function toolLabels(record: OperationRecord): Labels {
  const above = record.agentPath.at(-1);
  return {
    "gen_ai.tool.name": record.tool?.name ?? "unknown",
    "gen_ai.tool.type": record.tool?.type ?? "function",
    ...(above !== undefined && { "gen_ai.agent.name": above }),
  };
}

function tokenUsage(usage: Usage, attributes: Labels): Point[] {
  const points: Point[] = [];
  for (const [type, value] of [["input", usage.inputTokens], ["output", usage.outputTokens]] as const) {
    if (value === undefined) continue;
    points.push({ instrument: TOKEN_USAGE, value, attributes: { ...attributes, "gen_ai.token.type": type } });
  }
  return points;
}

function inferenceUsage(usage: Usage, attributes: Labels): Point[] {
  const points: Point[] = [];
  const { inputTokens, outputTokens } = usage;
  if (inputTokens !== undefined) points.push({ instrument: PER_CALL.input, value: inputTokens, attributes });
  if (outputTokens !== undefined) points.push({ instrument: PER_CALL.output, value: outputTokens, attributes });
  // No provider breaks all its counts down by modality, and a guess would be worse than none.
  const counted = { ...attributes, "gen_ai.token.modality": "unknown" };
  for (const key of Object.keys(USED) as (keyof typeof USED)[]) {
    const value = usage[key];
    if (value !== undefined) points.push({ instrument: USED[key], value, attributes: counted });
  }
  return points;
}

/** The metrics of one profile. */
export interface MetricTable {
  readonly modelCallDuration: Instrument;
  readonly embeddingsDuration: Instrument;
  readonly timeToFirstChunk: Instrument;
  readonly agentDuration: Instrument;
  readonly toolDuration: Instrument;
  readonly workflowDuration: Instrument;
  readonly tokens: (usage: Usage, attributes: Labels) => Point[];
}

export const COST: Instrument = {
  name: "isospan.cost",
  kind: "counter",
  unit: "{USD}",
  description: "What model calls cost, in US dollars.",
};

/** What a profile has no name for is called `isospan.…`. */
export const METRICS: Readonly<Record<SemconvProfile, MetricTable>> = {
  "1.41": {
    embeddingsDuration: OPERATION_DURATION,
    modelCallDuration: OPERATION_DURATION,
    timeToFirstChunk: seconds("gen_ai.client.operation.time_to_first_chunk", "Time to the first chunk of a stream.", CALL_SECONDS),
    agentDuration: seconds("isospan.invoke_agent.duration", "Duration of one agent run.", AGENT_SECONDS),
    toolDuration: seconds("isospan.execute_tool.duration", "Duration of one tool call.", CALL_SECONDS),
    workflowDuration: seconds("isospan.invoke_workflow.duration", "Duration of one workflow run.", WORKFLOW_SECONDS),
    tokens: tokenUsage,
  },
  latest: {
    embeddingsDuration: OPERATION_DURATION,
    modelCallDuration: seconds("gen_ai.client.inference.duration", "Duration of one model call.", CALL_SECONDS),
    timeToFirstChunk: seconds("gen_ai.client.inference.time_to_first_chunk", "Time to the first chunk of a stream.", CALL_SECONDS),
    agentDuration: seconds("gen_ai.invoke_agent.duration", "Duration of one agent run.", AGENT_SECONDS),
    toolDuration: seconds("gen_ai.execute_tool.duration", "Duration of one tool call.", CALL_SECONDS),
    workflowDuration: seconds("gen_ai.invoke_workflow.duration", "Duration of one workflow run.", WORKFLOW_SECONDS),
    tokens: inferenceUsage,
  },
};
