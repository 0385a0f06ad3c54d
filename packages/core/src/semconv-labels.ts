import { ATTR_ERROR_TYPE, ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT } from "@opentelemetry/semantic-conventions";
import type { Labels } from "./instrument.ts";
import { adder, LabelSets } from "./label-sets.ts";
import type { OperationRecord, StartedRecord } from "./record.ts";

/*
 * The labels of metrics, by the conventions' names where they have one.
 * https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-metrics.md
 */

type LabelKey =
  | "operation"
  | "provider"
  | "model"
  | "answered"
  | "address"
  | "port"
  | "error"
  | "agent"
  | "workflow"
  | "tool"
  | "toolType"
  | "dataSource"
  | "tokenType"
  | "modality"
  | "outcome"
  | "found"
  | "destination"
  | "reason"
  | "diagnostic"
  | "guard"
  | "decision"
  | "from"
  | "to"
  | "limit"
  | "confirmation"
  | "schema"
  | "dropReason";

export const LABEL: Readonly<Record<LabelKey, string>> = {
  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  model: "gen_ai.request.model",
  answered: "gen_ai.response.model",
  address: ATTR_SERVER_ADDRESS,
  port: ATTR_SERVER_PORT,
  error: ATTR_ERROR_TYPE,
  agent: "gen_ai.agent.name",
  workflow: "gen_ai.workflow.name",
  tool: "gen_ai.tool.name",
  toolType: "gen_ai.tool.type",
  dataSource: "gen_ai.data_source.id",
  tokenType: "gen_ai.token.type",
  modality: "gen_ai.token.modality",
  outcome: "isospan.outcome",
  found: "isospan.retrieval.result",
  destination: "isospan.export.destination",
  reason: "isospan.export.reason",
  diagnostic: "isospan.diagnostic.code",
  guard: "isospan.guard.name",
  decision: "isospan.guard.decision",
  from: "isospan.fallback.from",
  to: "isospan.fallback.to",
  limit: "isospan.limit.name",
  confirmation: "isospan.confirmation.outcome",
  schema: "isospan.parse_failure.schema",
  dropReason: "isospan.drop.reason",
};

/** Those whose values are a closed list themselves: names of ours, none of the application's or a model's. */
export const ENUMERATED: ReadonlySet<string> = new Set([
  LABEL.operation,
  LABEL.tokenType,
  LABEL.modality,
  LABEL.outcome,
  LABEL.found,
  LABEL.reason,
  LABEL.diagnostic,
  LABEL.decision,
  LABEL.confirmation,
]);

export const CALL_LABELS: readonly string[] = [
  LABEL.operation,
  LABEL.provider,
  LABEL.model,
  LABEL.answered,
  LABEL.address,
  LABEL.port,
];

type Changing = Record<string, string | number>;

const CALLS = new LabelSets();
const AGENTS = new LabelSets();
const WORKFLOWS = new LabelSets();
const TOOLS = new LabelSets();
const STORES = new LabelSets();
const NO_LABELS: Labels = Object.freeze({});

export const withError: Adder = adder(LABEL.error);
const withAgent: Adder = adder(LABEL.agent);
export const withOutcome: Adder = adder(LABEL.outcome);
export const withTokenType: Adder = adder(LABEL.tokenType);
export const withModality: Adder = adder(LABEL.modality);
type Adder = (labels: Labels, value: string) => Labels;

/** `unknown` where nobody says the provider: it is required. */
export function callLabels(record: OperationRecord): Labels {
  const { name, provider = "unknown", model, response, request } = record;
  const address = request?.serverAddress;
  const key = `${name}\u0000${provider}\u0000${model}\u0000${response?.model}\u0000${address}\u0000${request?.serverPort}`;
  const known = CALLS.get(key);
  if (known !== undefined) return known;
  const labels: Changing = { [LABEL.operation]: name, [LABEL.provider]: provider };
  if (model !== undefined) labels[LABEL.model] = model;
  if (response?.model !== undefined) labels[LABEL.answered] = response.model;
  if (address) {
    labels[LABEL.address] = address;
    labels[LABEL.port] = request.serverPort ?? 443;
  }
  return CALLS.keep(key, labels);
}

/** The agent itself, or the innermost one around. */
function agentOf({ name, agent, agentPath }: StartedRecord): string | undefined {
  return name === "invoke_agent" || name === "create_agent" ? agent?.name : agentPath.at(-1);
}

export function agentLabels(record: StartedRecord): Labels {
  return oneLabel(AGENTS, LABEL.agent, agentOf(record));
}

/** By whose agent the money was spent: the innermost one. */
export function costLabels(labels: Labels, record: OperationRecord): Labels {
  const agent = agentOf(record);
  return agent === undefined ? labels : withAgent(labels, agent);
}

export function workflowLabels({ label }: OperationRecord): Labels {
  return oneLabel(WORKFLOWS, LABEL.workflow, label);
}

export function toolLabels({ tool, agentPath }: OperationRecord): Labels {
  const { name = "unknown", type = "function" } = tool ?? {};
  const agent = agentPath.at(-1);
  const key = `${name}\u0000${type}\u0000${agent}`;
  const known = TOOLS.get(key);
  if (known !== undefined) return known;
  const labels: Changing = { [LABEL.tool]: name, [LABEL.toolType]: type };
  if (agent !== undefined) labels[LABEL.agent] = agent;
  return TOOLS.keep(key, labels);
}

export function retrievalLabels({ retrieval }: OperationRecord): Labels {
  return oneLabel(STORES, LABEL.dataSource, retrieval?.dataSourceId);
}

/** By the conventions a store has a provider where it says so, and no name on metrics. */
export function operationLabels({ name, provider }: OperationRecord): Labels {
  const labels: Changing = { [LABEL.operation]: name };
  if (provider !== undefined) labels[LABEL.provider] = provider;
  return labels;
}

function oneLabel(sets: LabelSets, label: string, value: string | undefined): Labels {
  if (value === undefined) return NO_LABELS;
  return sets.get(value) ?? sets.keep(value, { [label]: value });
}
