import type { AttributeValue } from "@opentelemetry/api";
import { ATTR_ERROR_TYPE, ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT } from "@opentelemetry/semantic-conventions";
import type { OperationName } from "./contract.ts";
import type { Facts } from "./facts.ts";
import type { ComputedCost, CostParts, OperationRecord } from "./record.ts";
import { toJson } from "./to-json.ts";

/**
 * `1.41`: what released documents say and backends read today. `latest`: the conventions' own repository, 2026-10.
 * The names are copied here, as the conventions' package advises libraries to do while they are in development.
 * @see https://github.com/open-telemetry/semantic-conventions/tree/v1.41.1/docs/gen-ai
 * @see https://github.com/open-telemetry/semantic-conventions-genai
 */
export type SemconvProfile = "1.41" | "latest";

/** What an attribute can be read from: facts while an operation is open, its record afterwards. */
export type Source = Readonly<Facts> & Partial<Omit<OperationRecord, keyof Facts>>;

type Part = "request" | "response" | "usage" | "agent" | "tool" | "retrieval" | "context" | "cost" | "run";
type CostPath =
  | `cost.${keyof ComputedCost & string}`
  | `cost.parts.${keyof CostParts & string}`
  | `cost.local.totalNanoUsd`;
type PathIn<P extends Part> = P extends Part ? `${P}.${keyof NonNullable<Source[P]> & string}` : never;
type Read = (source: Source) => AttributeValue | undefined;

export interface AttributeRow {
  /** Under each profile; left out where the profile has no such attribute on these operations. */
  readonly name: Readonly<Record<SemconvProfile, string | undefined>>;
  readonly on: readonly OperationName[];
  /** Known when the span begins, so that samplers see it. */
  readonly early: boolean;
  /**
   * Where the value stands, such as `request.temperature`; or how it is made of what stands there. What stands in nano-USD
   * leaves in USD.
   */
  readonly from: keyof Source | PathIn<Part> | CostPath | Read;
}

type From = AttributeRow["from"];
type Name = string | AttributeRow["name"];

const INFERENCE: readonly OperationName[] = ["chat", "text_completion", "generate_content"];
const CLIENT: readonly OperationName[] = [...INFERENCE, "embeddings"];
const AGENT: readonly OperationName[] = ["invoke_agent", "create_agent"];
const OTHER: readonly OperationName[] = ["retrieval", "execute_tool", "invoke_workflow", "plan"];
export const OPERATIONS: readonly OperationName[] = [...CLIENT, ...AGENT, ...OTHER, "task"];
const UNKNOWN = "unknown";

const both = (name: Name): AttributeRow["name"] => (typeof name === "string" ? { "1.41": name, latest: name } : name);
const before = (name: string): Name => ({ "1.41": name, latest: undefined });
const since = (name: string): Name => ({ "1.41": undefined, latest: name });
const row =
  (early: boolean) =>
  (name: Name, on: readonly OperationName[], from: From): AttributeRow => {
    return { name: both(name), on, from, early };
  };
const early = row(true);
const late = row(false);

/** Every attribute on every span. A new attribute is a new row. */
export const ATTRIBUTES: readonly AttributeRow[] = [
  early("gen_ai.operation.name", [...CLIENT, ...AGENT, ...OTHER], "name"),
  // Required on these, so it is never left out.
  early("gen_ai.provider.name", [...CLIENT, "create_agent"], (s) => s.provider ?? UNKNOWN),
  early(before("gen_ai.provider.name"), ["invoke_agent"], (s) => s.provider ?? UNKNOWN),
  early("gen_ai.provider.name", ["retrieval"], "provider"),
  early("gen_ai.request.model", [...CLIENT, ...AGENT], "model"),
  early(ATTR_SERVER_ADDRESS, CLIENT, "request.serverAddress"),
  early(ATTR_SERVER_PORT, CLIENT, (s) => s.request?.serverAddress && (s.request.serverPort ?? 443)),
  early("gen_ai.agent.name", [...AGENT, "plan"], "agent.name"),
  early(since("gen_ai.agent.name"), ["execute_tool"], (s) => s.agentPath?.at(-1)),
  early("gen_ai.tool.name", ["execute_tool"], (s) => s.tool?.name ?? UNKNOWN),
  early("gen_ai.tool.type", ["execute_tool"], (s) => s.tool?.type ?? "function"),
  early("gen_ai.data_source.id", ["retrieval"], "retrieval.dataSourceId"),
  early("isospan.operation.name", ["task"], "name"),
  early("session.id", OPERATIONS, "context.sessionId"),
  early("user.id", OPERATIONS, "context.userId"),
  early("isospan.tenant.id", OPERATIONS, "context.tenantId"),
  early("isospan.tags", OPERATIONS, "context.tags"),
  early("gen_ai.prompt.name", INFERENCE, (s) => s.context?.prompt?.name),
  early(
    { "1.41": "isospan.prompt.version", latest: "gen_ai.prompt.version" },
    INFERENCE,
    (s) => s.context?.prompt?.version,
  ),
  late("gen_ai.agent.description", AGENT, "agent.description"),
  late("gen_ai.agent.id", ["create_agent"], "agent.id"),
  late("gen_ai.agent.version", ["create_agent"], "agent.version"),
  late(before("gen_ai.agent.id"), ["invoke_agent"], "agent.id"),
  late(before("gen_ai.agent.version"), ["invoke_agent"], "agent.version"),
  late("gen_ai.tool.call.id", ["execute_tool"], "tool.callId"),
  late("gen_ai.tool.description", ["execute_tool"], "tool.description"),
  late("gen_ai.workflow.name", ["invoke_workflow"], "label"),
  late("gen_ai.conversation.id", [...INFERENCE, "invoke_agent"], "conversationId"),
  late(since("gen_ai.conversation.id"), ["execute_tool", "invoke_workflow"], "conversationId"),
  late("gen_ai.request.temperature", INFERENCE, "request.temperature"),
  late("gen_ai.request.top_p", INFERENCE, "request.topP"),
  late("gen_ai.request.top_k", INFERENCE, "request.topK"),
  late("gen_ai.request.max_tokens", INFERENCE, "request.maxTokens"),
  late("gen_ai.request.frequency_penalty", INFERENCE, "request.frequencyPenalty"),
  late("gen_ai.request.presence_penalty", INFERENCE, "request.presencePenalty"),
  late("gen_ai.request.seed", INFERENCE, "request.seed"),
  late("gen_ai.request.choice.count", INFERENCE, ({ request: r }) =>
    r?.choiceCount === 1 ? undefined : r?.choiceCount,
  ),
  late("gen_ai.request.stop_sequences", INFERENCE, "request.stopSequences"),
  late("gen_ai.request.stream", INFERENCE, (s) => s.request?.stream || undefined),
  late(since("gen_ai.request.reasoning.level"), INFERENCE, "request.reasoningLevel"),
  late("gen_ai.output.type", INFERENCE, "request.outputType"),
  late("gen_ai.request.encoding_formats", ["embeddings"], "request.encodingFormats"),
  late("gen_ai.embeddings.dimension.count", ["embeddings"], "request.dimensions"),
  late({ "1.41": "gen_ai.request.top_k", latest: "gen_ai.retrieval.top_k" }, ["retrieval"], "retrieval.topK"),
  late("gen_ai.response.id", INFERENCE, "response.id"),
  late("gen_ai.response.model", CLIENT, "response.model"),
  late("gen_ai.response.finish_reasons", INFERENCE, "response.finishReasons"),
  late("gen_ai.response.time_to_first_chunk", INFERENCE, (s) => s.timeToFirstChunkMs && s.timeToFirstChunkMs / 1000),
  late("openai.response.service_tier", INFERENCE, (s) => openAi(s)?.serviceTier),
  late("gen_ai.usage.input_tokens", CLIENT, "usage.inputTokens"),
  late("gen_ai.usage.output_tokens", INFERENCE, "usage.outputTokens"),
  late("gen_ai.usage.cache_read.input_tokens", INFERENCE, "usage.cacheReadTokens"),
  late(before("gen_ai.usage.cache_creation.input_tokens"), INFERENCE, "usage.cacheWriteTokens"),
  late(since("gen_ai.usage.cache_write.input_tokens"), INFERENCE, "usage.cacheWriteTokens"),
  late("gen_ai.usage.reasoning.output_tokens", INFERENCE, "usage.reasoningTokens"),
  late(ATTR_ERROR_TYPE, OPERATIONS, (s) => (s.error as OperationRecord["error"])?.type),
  late("isospan.outcome", OPERATIONS, (s) => (s.outcome === "ok" ? undefined : s.outcome)),
  late("isospan.tool.silent_failure", ["execute_tool"], "silentFailure"),
  late("isospan.attempt", CLIENT, "attempt"),
  late("isospan.fallback.from", CLIENT, "fallbackFrom"),
  late("isospan.limit.name", OPERATIONS, "limitHit"),
  late("isospan.parse_failure", OPERATIONS, "parseFailure"),
  late("isospan.confirmation.outcome", OPERATIONS, "confirmation"),
  late("isospan.cost.total_usd", CLIENT, "cost.totalNanoUsd"),
  late("isospan.cost.input_usd", CLIENT, "cost.parts.inputNanoUsd"),
  late("isospan.cost.cache_read_usd", CLIENT, "cost.parts.cacheReadNanoUsd"),
  late("isospan.cost.cache_write_usd", CLIENT, "cost.parts.cacheWriteNanoUsd"),
  late("isospan.cost.output_usd", CLIENT, "cost.parts.outputNanoUsd"),
  late("isospan.cost.reasoning_usd", CLIENT, "cost.parts.reasoningNanoUsd"),
  late("isospan.cost.audio_input_usd", CLIENT, "cost.parts.audioInputNanoUsd"),
  late("isospan.cost.audio_output_usd", CLIENT, "cost.parts.audioOutputNanoUsd"),
  late("isospan.cost.fees_usd", CLIENT, "cost.parts.feesNanoUsd"),
  late("isospan.cost.source", CLIENT, "cost.source"),
  // What was found by its own name needs no more words.
  late("isospan.cost.match", CLIENT, (s) => loose(s)?.match),
  late("isospan.cost.priced_as", CLIENT, (s) => loose(s)?.pricedAs),
  late("isospan.cost.tier", CLIENT, "cost.tier"),
  late("isospan.cost.tier_unpriced", CLIENT, "cost.tierUnpriced"),
  // Our own calculation, beside what the provider says.
  late("isospan.cost.local_usd", CLIENT, "cost.local.totalNanoUsd"),
  late("isospan.cost.partial", CLIENT, "cost.partial"),
  late("isospan.unpriced", CLIENT, "unpriced"),
  // Of a root operation: what happened within it.
  late("isospan.run.model_calls", OPERATIONS, "run.modelCalls"),
  late("isospan.run.tool_calls", OPERATIONS, "run.toolCalls"),
  late("isospan.run.steps", OPERATIONS, "run.steps"),
  late("isospan.run.input_tokens", OPERATIONS, "run.inputTokens"),
  late("isospan.run.output_tokens", OPERATIONS, "run.outputTokens"),
  late("isospan.run.cost_usd", OPERATIONS, "run.totalNanoUsd"),
  late("isospan.run.unpriced_calls", OPERATIONS, "run.unpricedCalls"),
  late("isospan.run.partial", OPERATIONS, "run.partial"),
];

/** What backends read although no release of the conventions has it: by option. */
export const USAGE_COST: AttributeRow = late("gen_ai.usage.cost", CLIENT, (s) => s.cost && s.cost.totalNanoUsd / 1e9);

/** Each of the user's own labels is an attribute: this and its key. */
export const METADATA = "isospan.metadata.";

const TALK: readonly OperationName[] = [...INFERENCE, "invoke_agent", "invoke_workflow"];

/** What people wrote and models said: only where the policy allows it on spans. */
export const CONTENT_ATTRIBUTES: readonly AttributeRow[] = [
  late("gen_ai.input.messages", TALK, (s) => json(s.input)),
  late("gen_ai.output.messages", TALK, (s) => json(s.output)),
  late("gen_ai.tool.definitions", INFERENCE, (s) => json(s.toolDefinitions)),
  late("gen_ai.tool.call.arguments", ["execute_tool"], (s) => json(s.tool?.arguments)),
  late("gen_ai.tool.call.result", ["execute_tool"], (s) => json(s.output?.[0]?.parts[0]?.response)),
  late("gen_ai.retrieval.query.text", ["retrieval"], "retrieval.query"),
  late("gen_ai.retrieval.documents", ["retrieval"], (s) => json(s.documents)),
];

/** `chat gpt-5`, `execute_tool search`; a traced function keeps its own label. */
export function spanName(facts: Readonly<Facts>): string {
  if (facts.name === "task") return facts.label ?? "task";
  const subject = subjectOf(facts);
  return subject === undefined ? facts.name : `${facts.name} ${subject}`;
}

function subjectOf({ name, model, tool, agent, retrieval, label }: Readonly<Facts>): string | undefined {
  if (CLIENT.includes(name)) return model;
  if (name === "execute_tool") return tool?.name ?? UNKNOWN;
  if (name === "retrieval") return retrieval?.dataSourceId;
  return name === "invoke_workflow" ? label : agent?.name;
}

/** Whether the operation reaches another process. */
export function isRemote({ remote, name }: Readonly<Facts>): boolean {
  return remote === true || name === "retrieval" || name === "create_agent" || CLIENT.includes(name);
}

const openAi = ({ provider, response }: Source) => (provider === "openai" ? response : undefined);

/** A cost whose price is another model's, or was found by another name. */
function loose({ cost }: Source): ComputedCost | undefined {
  return cost === undefined || cost.source === "provider" || cost.match === "exact" ? undefined : cost;
}

function json(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : toJson(value);
}
