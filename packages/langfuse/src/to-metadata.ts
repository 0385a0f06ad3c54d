import type { OperationRecord } from "@isospan/core";
import type { Attributes } from "./attributes.ts";

/** Where Langfuse looks for metadata of a trace and of an observation, key by key. */
const TRACE = "langfuse.trace.metadata.";
const OBSERVATION = "langfuse.observation.metadata.";

/**
 * The user's own labels, and the facts that Langfuse has no field for; those as texts, so that its filters know one
 * type. A label counts more than a fact of the same name.
 */
export function toMetadata(record: OperationRecord, into: Attributes): void {
  const labels = record.context.metadata ?? {};
  for (const key of Object.keys(labels)) into[TRACE + key] = labels[key];
  for (const [key, value] of Object.entries(toFacts(record))) {
    if (value !== undefined && !(key in labels)) into[OBSERVATION + key] = String(value);
  }
}

/** Somebody else's attribute. Under its own name Langfuse could take it for a model, an input or a price. */
export function addForeignAttribute(name: string, value: Attributes[string], into: Attributes): void {
  into[OBSERVATION + name] ??= value;
}

function toFacts(record: OperationRecord): Readonly<Record<string, string | number | boolean | undefined>> {
  const { agent, tool, response, usage, cost, outcome, agentPath, run } = record;
  return {
    operation: record.name,
    provider: record.provider,
    outcome,
    agent: agent?.name ?? agentPath.at(-1),
    agent_id: agent?.id,
    agent_version: agent?.version,
    tool_call_id: tool?.callId,
    data_source: record.retrieval?.dataSourceId,
    conversation_id: record.conversationId,
    tenant_id: record.context.tenantId,
    response_id: response?.id,
    finish_reasons: response?.finishReasons?.join(", "),
    attempt: record.attempt,
    error_type: record.error?.type,
    silent_failure: record.silentFailure,
    unpriced: record.unpriced,
    cost_partial: cost?.partial,
    priced_as: cost !== undefined && cost.source !== "provider" ? cost.pricedAs : undefined,
    units: usage?.units && JSON.stringify(usage.units),
    // As Langfuse's own fields these would be charged once more.
    run_model_calls: run?.modelCalls,
    run_tool_calls: run?.toolCalls,
    run_steps: run?.steps,
    run_cost_usd: run?.totalNanoUsd === undefined ? undefined : run.totalNanoUsd / 1e9,
  };
}
