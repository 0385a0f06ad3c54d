import { ATTR_ERROR_TYPE, ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT } from "@opentelemetry/semantic-conventions";
import type { Labels } from "./instrument.ts";
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

/** `unknown` where nobody says the provider: it is required. */
export function callLabels(record: OperationRecord): Labels {
  const { name, provider = "unknown", model, response, request } = record;
  const labels: Changing = { [LABEL.operation]: name, [LABEL.provider]: provider };
  if (model !== undefined) labels[LABEL.model] = model;
  if (response?.model !== undefined) labels[LABEL.answered] = response.model;
  if (request?.serverAddress) {
    labels[LABEL.address] = request.serverAddress;
    labels[LABEL.port] = request.serverPort ?? 443;
  }
  return labels;
}

/** The agent itself, or the innermost one around. */
function agentOf({ name, agent, agentPath }: StartedRecord): string | undefined {
  return name === "invoke_agent" || name === "create_agent" ? agent?.name : agentPath.at(-1);
}

export function agentLabels(record: StartedRecord): Labels {
  const agent = agentOf(record);
  return agent === undefined ? NO_LABELS : { [LABEL.agent]: agent };
}

/** By whose agent the money was spent: the innermost one. */
export function costLabels(labels: Labels, record: OperationRecord): Labels {
  const agent = agentOf(record);
  return agent === undefined ? labels : { ...labels, [LABEL.agent]: agent };
}

export function workflowLabels({ label }: OperationRecord): Labels {
  return label === undefined ? NO_LABELS : { [LABEL.workflow]: label };
}

export function toolLabels({ tool, agentPath }: OperationRecord): Labels {
  const labels: Changing = { [LABEL.tool]: tool?.name ?? "unknown", [LABEL.toolType]: tool?.type ?? "function" };
  const agent = agentPath.at(-1);
  if (agent !== undefined) labels[LABEL.agent] = agent;
  return labels;
}

export function retrievalLabels({ retrieval }: OperationRecord): Labels {
  const dataSource = retrieval?.dataSourceId;
  return dataSource === undefined ? NO_LABELS : { [LABEL.dataSource]: dataSource };
}

/** By the conventions a store has a provider where it says so, and no name on metrics. */
export function operationLabels({ name, provider }: OperationRecord): Labels {
  const labels: Changing = { [LABEL.operation]: name };
  if (provider !== undefined) labels[LABEL.provider] = provider;
  return labels;
}

const NO_LABELS: Labels = Object.freeze({});
