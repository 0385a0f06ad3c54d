import type { Usage } from "./contract.ts";
import type { Instrument, Labels, Point } from "./instruments.ts";
import type { OperationRecord, RunTotals } from "./record.ts";
import type { SemconvProfile } from "./semconv.ts";

/*
 * Names, units and buckets of the conventions' metrics.
 * 1.41: https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-metrics.md
 * latest: https://github.com/open-telemetry/semantic-conventions-genai/tree/main/docs/gen-ai
 */

const powers = (first: number, factor: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Number((first * factor ** i).toPrecision(12)));

const CALL = powers(0.01, 2, 14);
const AGENT = powers(0.1, 2, 13);
const WORKFLOW = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];
const TOKENS = powers(1, 4, 14);

const seconds = (name: string, description: string, boundaries: readonly number[]): Instrument => {
  return { name, kind: "histogram", unit: "s", description, boundaries };
};
const perCall = (name: string, description: string): Instrument => {
  return { name, kind: "histogram", unit: "{token}", description, boundaries: TOKENS };
};
const counted = (name: string, description: string): Instrument => ({
  name,
  kind: "counter",
  unit: "{token}",
  description,
});

const OPERATION_DURATION = seconds("gen_ai.client.operation.duration", "GenAI operation duration.", CALL);
const TOKEN_USAGE = perCall("gen_ai.client.token.usage", "Number of input and output tokens used.");
const INPUT = perCall("gen_ai.client.inference.operation.input_tokens", "Input tokens of one call.");
const OUTPUT = perCall("gen_ai.client.inference.operation.output_tokens", "Output tokens of one call.");
const USED: readonly (readonly [keyof Usage & `${string}Tokens`, Instrument])[] = [
  ["inputTokens", counted("gen_ai.client.inference.usage.input_tokens", "Input tokens, cached ones included.")],
  ["outputTokens", counted("gen_ai.client.inference.usage.output_tokens", "Output tokens, reasoning included.")],
  ["cacheReadTokens", counted("gen_ai.client.inference.usage.cache_read.input_tokens", "Tokens read from a cache.")],
  ["cacheWriteTokens", counted("gen_ai.client.inference.usage.cache_write.input_tokens", "Tokens written to a cache.")],
  ["reasoningTokens", counted("gen_ai.client.inference.usage.reasoning.output_tokens", "Tokens used for reasoning.")],
];

export const COST: Instrument = {
  name: "isospan.cost",
  kind: "counter",
  unit: "{USD}",
  description: "US dollars spent.",
};

const exported = (name: string, unit: string, description: string): Instrument => {
  return { name: `isospan.export.${name}`, kind: "counter", unit, description };
};

/** What became of what exporters were handed. */
export const EXPORT_METRICS: Readonly<Record<"spans" | "bytes" | "dropped" | "retries", Instrument>> = {
  spans: exported("spans", "{span}", "Spans that a destination accepted."),
  bytes: exported("bytes", "By", "Bytes of the bodies that a destination accepted, as sent."),
  dropped: exported("dropped", "{span}", "Spans that did not reach a destination."),
  retries: exported("retries", "{request}", "Requests that failed and could be made again."),
};

const runs = (name: string, unit: string, description: string, boundaries: readonly number[]): Instrument => {
  return { name: `isospan.run.${name}`, kind: "histogram", unit, description, boundaries };
};
const USD = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
const TIMES = [0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 100, 200];

/** What a run came to. */
export const RUN: readonly (readonly [keyof RunTotals & string, Instrument, unitsPerOne: number])[] = [
  ["totalNanoUsd", runs("cost", "{USD}", "US dollars that one run cost.", USD), 1e9],
  ["inputTokens", runs("input_tokens", "{token}", "Input tokens of one run.", TOKENS), 1],
  ["outputTokens", runs("output_tokens", "{token}", "Output tokens of one run.", TOKENS), 1],
  ["modelCalls", runs("model_calls", "{call}", "Model calls of one run.", TIMES), 1],
  ["toolCalls", runs("tool_calls", "{call}", "Tool calls of one run.", TIMES), 1],
  ["steps", runs("steps", "{step}", "Turns of agents' loops in one run.", TIMES), 1],
];

/** The metrics of one profile. */
export interface MetricTable {
  readonly modelCall: Instrument;
  readonly embeddings: Instrument;
  readonly firstChunk: Instrument;
  readonly agent: Instrument;
  readonly tool: Instrument;
  readonly workflow: Instrument;
  readonly tokens: (usage: Usage, labels: Labels) => readonly Point[];
}

/** What a profile has no name for is called `isospan.…`. */
export const METRICS: Readonly<Record<SemconvProfile, MetricTable>> = {
  "1.41": {
    modelCall: OPERATION_DURATION,
    embeddings: OPERATION_DURATION,
    firstChunk: seconds("gen_ai.client.operation.time_to_first_chunk", "Time to the first chunk of a stream.", CALL),
    agent: seconds("isospan.invoke_agent.duration", "Duration of one agent run.", AGENT),
    tool: seconds("isospan.execute_tool.duration", "Duration of one tool call.", CALL),
    workflow: seconds("isospan.invoke_workflow.duration", "Duration of one workflow run.", WORKFLOW),
    tokens: ({ inputTokens, outputTokens }, labels) => [
      ...point(TOKEN_USAGE, inputTokens, { ...labels, "gen_ai.token.type": "input" }),
      ...point(TOKEN_USAGE, outputTokens, { ...labels, "gen_ai.token.type": "output" }),
    ],
  },
  latest: {
    modelCall: seconds("gen_ai.client.inference.duration", "Duration of one model call.", CALL),
    embeddings: OPERATION_DURATION,
    firstChunk: seconds("gen_ai.client.inference.time_to_first_chunk", "Time to the first chunk of a stream.", CALL),
    agent: seconds("gen_ai.invoke_agent.duration", "Duration of one agent run.", AGENT),
    tool: seconds("gen_ai.execute_tool.duration", "Duration of one tool call.", CALL),
    workflow: seconds("gen_ai.invoke_workflow.duration", "Duration of one workflow run.", WORKFLOW),
    tokens: (usage, labels) => [
      ...point(INPUT, usage.inputTokens, labels),
      ...point(OUTPUT, usage.outputTokens, labels),
      // No provider breaks all its counts down by modality, and a guess would be worse than none.
      ...USED.flatMap(([key, used]) => point(used, usage[key], { ...labels, "gen_ai.token.modality": "unknown" })),
    ],
  },
};

function point(instrument: Instrument, value: number | undefined, attributes: Labels): readonly Point[] {
  return value === undefined ? [] : [{ instrument, value, attributes }];
}

export function modelCallLabels(record: OperationRecord): Labels {
  const labels: Record<string, string | number> = { "gen_ai.operation.name": record.name };
  labels["gen_ai.provider.name"] = record.provider ?? "unknown";
  if (record.model !== undefined) labels["gen_ai.request.model"] = record.model;
  if (record.response?.model !== undefined) labels["gen_ai.response.model"] = record.response.model;
  return labels;
}

/** By whose agent the money was spent: the innermost one. */
export function costLabels(labels: Labels, { agentPath }: OperationRecord): Labels {
  const agent = agentPath.at(-1);
  return agent === undefined ? labels : { ...labels, "gen_ai.agent.name": agent };
}

export function agentLabels({ agent }: OperationRecord): Labels {
  return agent?.name === undefined ? {} : { "gen_ai.agent.name": agent.name };
}

export function workflowLabels({ label }: OperationRecord): Labels {
  return label === undefined ? {} : { "gen_ai.workflow.name": label };
}

export function toolLabels({ tool, agentPath }: OperationRecord): Labels {
  const agent = agentPath.at(-1);
  const labels = { "gen_ai.tool.name": tool?.name ?? "unknown", "gen_ai.tool.type": tool?.type ?? "function" };
  return agent === undefined ? labels : { ...labels, "gen_ai.agent.name": agent };
}
