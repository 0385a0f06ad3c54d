import type { OperationRecord } from "@isospan/core";
import type { AttributeList } from "./attribute-list.ts";

/** Where Langfuse looks for metadata of a trace and of an observation, key by key. */
const TRACE = "langfuse.trace.metadata.";
const OBSERVATION = "langfuse.observation.metadata.";

type Fact = readonly [name: string, of: (record: OperationRecord) => string | number | boolean | undefined];

/** Facts that Langfuse has no field for, under the names that they have in its metadata. */
const FACTS: readonly Fact[] = [
  ["operation", ({ name }) => name],
  ["provider", ({ provider }) => provider],
  ["outcome", ({ outcome }) => (outcome === "ok" ? undefined : outcome)],
  ["agent", ({ agent, agentPath }) => agent?.name ?? agentPath.at(-1)],
  ["agent_id", ({ agent }) => agent?.id],
  ["agent_version", ({ agent }) => agent?.version],
  ["tool_call_id", ({ tool }) => tool?.callId],
  ["data_source", ({ retrieval }) => retrieval?.dataSourceId],
  ["conversation_id", ({ conversationId }) => conversationId],
  ["tenant_id", ({ context }) => context.tenantId],
  ["response_id", ({ response }) => response?.id],
  ["finish_reasons", ({ response }) => response?.finishReasons?.join(", ")],
  ["attempt", ({ attempt }) => attempt],
  ["error_type", ({ error }) => error?.type],
  ["unpriced", ({ unpriced }) => unpriced],
  ["cost_partial", ({ cost }) => cost?.partial],
  ["units", ({ usage }) => usage?.units && JSON.stringify(usage.units)],
  // As Langfuse's own fields these would be charged once more.
  ["run_model_calls", ({ run }) => run?.modelCalls],
  ["run_tool_calls", ({ run }) => run?.toolCalls],
  ["run_steps", ({ run }) => run?.steps],
  ["run_cost_usd", ({ run }) => (run?.totalNanoUsd === undefined ? undefined : run.totalNanoUsd / 1e9)],
];
const KEYED: readonly (readonly [...Fact, key: string])[] = FACTS.map(([name, of]) => [name, of, OBSERVATION + name]);

/**
 * The user's own labels, and facts; those as texts, so that Langfuse's filters know one type. A label counts more than
 * a fact of the same name.
 */
export function toMetadata(record: OperationRecord, into: AttributeList): void {
  const labels = record.context.metadata;
  if (labels !== undefined) for (const key in labels) into.put(TRACE + key, labels[key]);
  for (const [name, of, key] of KEYED) {
    const fact = of(record);
    if (fact === undefined || (labels !== undefined && Object.hasOwn(labels, name))) continue;
    into.put(key, String(fact));
  }
}

/** What somebody else says of the span. Under its own name Langfuse could take it for a model, an input or a price. */
export function putMetadata(name: string, value: unknown, into: AttributeList): void {
  into.put(OBSERVATION + name, value);
}
