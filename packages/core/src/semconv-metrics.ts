import type { Usage } from "./contract.ts";
import { counter, histogram, type Instrument, type Labels, type Point } from "./instrument.ts";
import type { SemconvProfile } from "./semconv.ts";
import { CALL_LABELS, LABEL, withModality, withTokenType } from "./semconv-labels.ts";

/*
 * Names, units and buckets of the conventions' metrics.
 * 1.41: https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-metrics.md
 * latest: https://github.com/open-telemetry/semantic-conventions-genai/tree/main/docs/gen-ai
 */

const powers = (first: number, factor: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Number((first * factor ** i).toPrecision(12)));

/** Seconds of one call, one tool, one chunk. */
export const CALL_SECONDS: readonly number[] = powers(0.01, 2, 14);
const AGENT_SECONDS = powers(0.1, 2, 13);
const WORKFLOW_SECONDS = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];
const TOKENS = powers(1, 4, 14);
const CALLS = powers(1, 2, 8);

const FAILED_CALL = [...CALL_LABELS, LABEL.error];
const AGENT_RUN = [LABEL.agent, LABEL.error];
const TOOL_CALL = [LABEL.tool, LABEL.toolType, LABEL.agent, LABEL.error];
const WORKFLOW_RUN = [LABEL.workflow, LABEL.error];
const RETRIEVAL = [LABEL.dataSource, LABEL.error];

const seconds = (name: string, description: string, boundaries: readonly number[], labels: readonly string[]) =>
  histogram(name, "s", description, boundaries, labels);
const perCall = (name: string, description: string, labels: readonly string[] = CALL_LABELS) =>
  histogram(name, "{token}", description, TOKENS, labels);
const counted = (name: string, description: string, labels: readonly string[] = CALL_LABELS) =>
  counter(name, "{token}", description, labels);
const times = (name: string, unit: string, description: string) =>
  histogram(name, unit, description, CALLS, [LABEL.agent]);

type TokenKey = keyof Usage & `${string}Tokens`;
type UsedRow = readonly [key: TokenKey, used: Instrument];

const OPERATION_DURATION = seconds(
  "gen_ai.client.operation.duration",
  "GenAI operation duration.",
  CALL_SECONDS,
  FAILED_CALL,
);
const TOKEN_USAGE = perCall("gen_ai.client.token.usage", "Number of input and output tokens used.", [
  ...CALL_LABELS,
  LABEL.tokenType,
]);
const INPUT = perCall("gen_ai.client.inference.operation.input_tokens", "Input tokens of one call.");
const OUTPUT = perCall("gen_ai.client.inference.operation.output_tokens", "Output tokens of one call.");
const USED_LABELS = [...CALL_LABELS, LABEL.modality];
const latestUsed = (key: TokenKey, name: string, description: string): UsedRow => [
  key,
  counted(`gen_ai.client.inference.usage.${name}`, description, USED_LABELS),
];
const ownUsed = (key: TokenKey, name: string, description: string): UsedRow => [
  key,
  counted(`isospan.usage.${name}`, description),
];
/** What tokens are a part of the totals: a convention has counters of them since `latest` alone. */
const PARTS: readonly (readonly [key: TokenKey, name: string, description: string])[] = [
  ["cacheReadTokens", "cache_read.input_tokens", "Input tokens read from the provider's cache."],
  ["cacheWriteTokens", "cache_write.input_tokens", "Input tokens written to the provider's cache."],
  ["reasoningTokens", "reasoning.output_tokens", "Output tokens used for reasoning."],
];

const USED_1_41 = PARTS.map((part) => ownUsed(...part));
const USED_LATEST = [
  latestUsed("inputTokens", "input_tokens", "Input tokens, cached ones included."),
  latestUsed("outputTokens", "output_tokens", "Output tokens, reasoning included."),
  ...PARTS.map((part) => latestUsed(...part)),
];

/** The metrics of one profile. */
export interface MetricTable {
  /** A chat, a completion, a generation. */
  readonly modelCall: Instrument;
  /** Embeddings, and what is done by another process: remote agents, making an agent. */
  readonly otherCall: Instrument;
  readonly retrieval: Instrument;
  readonly firstChunk: Instrument;
  readonly perChunk: Instrument;
  readonly agent: Instrument;
  readonly agentModelCalls: Instrument;
  readonly agentToolCalls: Instrument;
  readonly tool: Instrument;
  readonly workflow: Instrument;
  /** All that `tokens` makes points of. */
  readonly tokenInstruments: readonly Instrument[];
  readonly tokens: (usage: Usage, labels: Labels, to: Point[]) => void;
}

/** What a profile has no name for is called `isospan.…`. */
export const METRICS: Readonly<Record<SemconvProfile, MetricTable>> = {
  "1.41": {
    modelCall: OPERATION_DURATION,
    otherCall: OPERATION_DURATION,
    retrieval: seconds("isospan.retrieval.duration", "Duration of one retrieval.", CALL_SECONDS, RETRIEVAL),
    ...chunks("gen_ai.client.operation"),
    ...runs("isospan"),
    tokenInstruments: [TOKEN_USAGE, ...USED_1_41.map(([, used]) => used)],
    tokens: (usage, labels, to) => {
      add(to, TOKEN_USAGE, usage.inputTokens, withTokenType(labels, "input"));
      add(to, TOKEN_USAGE, usage.outputTokens, withTokenType(labels, "output"));
      for (const [key, used] of USED_1_41) add(to, used, usage[key], labels);
    },
  },
  latest: {
    modelCall: seconds("gen_ai.client.inference.duration", "Duration of one model call.", CALL_SECONDS, FAILED_CALL),
    otherCall: OPERATION_DURATION,
    retrieval: OPERATION_DURATION,
    ...chunks("gen_ai.client.inference"),
    ...runs("gen_ai"),
    tokenInstruments: [INPUT, OUTPUT, ...USED_LATEST.map(([, used]) => used)],
    tokens: (usage, labels, to) => {
      add(to, INPUT, usage.inputTokens, labels);
      add(to, OUTPUT, usage.outputTokens, labels);
      // No provider breaks all its counts down by modality, and a guess would be worse than none.
      const unknown = withModality(labels, "unknown");
      for (const [key, used] of USED_LATEST) add(to, used, usage[key], unknown);
    },
  },
};

function chunks(prefix: string): Pick<MetricTable, "firstChunk" | "perChunk"> {
  const first = "Time to the first chunk of a stream.";
  const each = "Time from the end of one chunk of a stream to the end of the next.";
  return {
    firstChunk: seconds(`${prefix}.time_to_first_chunk`, first, CALL_SECONDS, CALL_LABELS),
    perChunk: seconds(`${prefix}.time_per_output_chunk`, each, CALL_SECONDS, CALL_LABELS),
  };
}

function runs(prefix: string): Pick<MetricTable, "agent" | "agentModelCalls" | "agentToolCalls" | "tool" | "workflow"> {
  const name = `${prefix}.invoke_agent`;
  return {
    agent: seconds(`${name}.duration`, "Duration of one agent run.", AGENT_SECONDS, AGENT_RUN),
    agentModelCalls: times(`${name}.inference_calls`, "{inference_call}", "Model calls that an agent run made itself."),
    agentToolCalls: times(`${name}.tool_calls`, "{tool_call}", "Tool calls that an agent run made itself."),
    tool: seconds(`${prefix}.execute_tool.duration`, "Duration of one tool call.", CALL_SECONDS, TOOL_CALL),
    workflow: seconds(
      `${prefix}.invoke_workflow.duration`,
      "Duration of one workflow run.",
      WORKFLOW_SECONDS,
      WORKFLOW_RUN,
    ),
  };
}

function add(to: Point[], instrument: Instrument, value: number | undefined, attributes: Labels): void {
  if (value !== undefined) to.push({ instrument, value, attributes });
}
