import type { AttributeValue } from "@opentelemetry/api";
import {
  ATTR_ERROR_TYPE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from "@opentelemetry/semantic-conventions";
import type { OperationName } from "./contract.ts";
import type { Facts } from "./facts.ts";
import type { OperationRecord } from "./record.ts";

/**
 * `1.41`: what released documents say and backends read today. `latest`: the conventions' own repository, 2026-10.
 * The names are copied here, as the conventions' package advises libraries to do while they are in development.
 * @see https://github.com/open-telemetry/semantic-conventions/tree/v1.41.1/docs/gen-ai
 * @see https://github.com/open-telemetry/semantic-conventions-genai
 */
export type SemconvProfile = "1.41" | "latest";

/** What an attribute can be read from: facts while an operation is open, its record afterwards. */
export type Source = Readonly<Facts> & Partial<Omit<OperationRecord, keyof Facts>>;

export interface AttributeRow {
  readonly name: string | Readonly<Record<SemconvProfile, string | undefined>>;
  readonly on: readonly OperationName[];
  /** Known when the span begins, so that samplers see it. */
  readonly early?: true;
  readonly read: (source: Source, profile: SemconvProfile) => AttributeValue | undefined;
}

const INFERENCE = ["chat", "text_completion", "generate_content"] as const;
const CLIENT = [...INFERENCE, "embeddings"] as const;
const AGENT = ["invoke_agent", "create_agent"] as const;
const CONVENTIONAL = [...CLIENT, ...AGENT, "retrieval", "execute_tool", "invoke_workflow", "plan"] as const;
const ALL = [...CONVENTIONAL, "task"] as const;
const UNKNOWN = "unknown";

/** Every attribute on every span. A new attribute is a new row. */
export const ATTRIBUTES: readonly AttributeRow[] = [
  { name: "gen_ai.operation.name", on: CONVENTIONAL, early: true, read: (s) => s.name },
  // Required there, so it is never left out.
  { name: "gen_ai.provider.name", on: [...CLIENT, "create_agent"], early: true, read: (s) => s.provider ?? UNKNOWN },
  {
    name: { "1.41": "gen_ai.provider.name", latest: undefined },
    on: ["invoke_agent"],
    early: true,
    read: (s) => s.provider ?? UNKNOWN,
  },
  { name: "gen_ai.provider.name", on: ["retrieval"], early: true, read: (s) => s.provider },
  { name: "gen_ai.request.model", on: [...CLIENT, ...AGENT], early: true, read: (s) => s.model },
  { name: ATTR_SERVER_ADDRESS, on: CLIENT, early: true, read: (s) => s.request?.serverAddress },
  {
    name: ATTR_SERVER_PORT,
    on: CLIENT,
    early: true,
    read: (s) => (s.request?.serverAddress === undefined ? undefined : (s.request.serverPort ?? 443)),
  },
  { name: "gen_ai.agent.name", on: [...AGENT, "plan"], early: true, read: (s) => s.agent?.name },
  {
    name: { "1.41": undefined, latest: "gen_ai.agent.name" },
    on: ["execute_tool"],
    read: (s) => s.agentPath?.at(-1),
  },
  { name: "gen_ai.agent.description", on: AGENT, read: (s) => s.agent?.description },
  { name: { "1.41": "gen_ai.agent.id", latest: undefined }, on: ["invoke_agent"], read: (s) => s.agent?.id },
  { name: { "1.41": "gen_ai.agent.version", latest: undefined }, on: ["invoke_agent"], read: (s) => s.agent?.version },
  { name: "gen_ai.agent.id", on: ["create_agent"], read: (s) => s.agent?.id },
  { name: "gen_ai.agent.version", on: ["create_agent"], read: (s) => s.agent?.version },
  { name: "gen_ai.tool.name", on: ["execute_tool"], early: true, read: (s) => s.tool?.name ?? UNKNOWN },
  { name: "gen_ai.tool.type", on: ["execute_tool"], early: true, read: (s) => s.tool?.type ?? "function" },
  { name: "gen_ai.tool.call.id", on: ["execute_tool"], read: (s) => s.tool?.callId },
  { name: "gen_ai.tool.description", on: ["execute_tool"], read: (s) => s.tool?.description },
  { name: "gen_ai.workflow.name", on: ["invoke_workflow"], read: (s) => s.label },
  { name: "gen_ai.conversation.id", on: [...INFERENCE, "invoke_agent"], read: (s) => s.conversationId },
  {
    name: { "1.41": undefined, latest: "gen_ai.conversation.id" },
    on: ["execute_tool", "invoke_workflow"],
    read: (s) => s.conversationId,
  },
  { name: "gen_ai.request.temperature", on: INFERENCE, read: (s) => s.request?.temperature },
  { name: "gen_ai.request.top_p", on: INFERENCE, read: (s) => s.request?.topP },
  { name: "gen_ai.request.top_k", on: INFERENCE, read: (s) => s.request?.topK },
  { name: "gen_ai.request.max_tokens", on: INFERENCE, read: (s) => s.request?.maxTokens },
  { name: "gen_ai.request.frequency_penalty", on: INFERENCE, read: (s) => s.request?.frequencyPenalty },
  { name: "gen_ai.request.presence_penalty", on: INFERENCE, read: (s) => s.request?.presencePenalty },
  { name: "gen_ai.request.seed", on: INFERENCE, read: (s) => s.request?.seed },
  { name: "gen_ai.request.choice.count", on: INFERENCE, read: (s) => unless(1, s.request?.choiceCount) },
  { name: "gen_ai.request.stop_sequences", on: INFERENCE, read: (s) => list(s.request?.stopSequences) },
  { name: "gen_ai.request.stream", on: INFERENCE, read: (s) => s.request?.stream || undefined },
  {
    name: { "1.41": undefined, latest: "gen_ai.request.reasoning.level" },
    on: INFERENCE,
    read: (s) => s.request?.reasoningLevel,
  },
  { name: "gen_ai.output.type", on: INFERENCE, read: (s) => s.request?.outputType },
  { name: "gen_ai.request.encoding_formats", on: ["embeddings"], read: (s) => list(s.request?.encodingFormats) },
  { name: "gen_ai.embeddings.dimension.count", on: ["embeddings"], read: (s) => s.request?.dimensions },
  { name: "gen_ai.response.id", on: INFERENCE, read: (s) => s.response?.id },
  { name: "gen_ai.response.model", on: CLIENT, read: (s) => s.response?.model },
  { name: "gen_ai.response.finish_reasons", on: INFERENCE, read: (s) => list(s.response?.finishReasons) },
  {
    name: "gen_ai.response.time_to_first_chunk",
    on: INFERENCE,
    read: (s) => (s.timeToFirstChunkMs === undefined ? undefined : s.timeToFirstChunkMs / 1000),
  },
  {
    name: "openai.response.service_tier",
    on: INFERENCE,
    read: (s) => (s.provider === "openai" ? s.response?.serviceTier : undefined),
  },
  { name: "gen_ai.usage.input_tokens", on: CLIENT, read: (s) => s.usage?.inputTokens },
  { name: "gen_ai.usage.output_tokens", on: INFERENCE, read: (s) => s.usage?.outputTokens },
  { name: "gen_ai.usage.cache_read.input_tokens", on: INFERENCE, read: (s) => s.usage?.cacheReadTokens },
  {
    name: { "1.41": "gen_ai.usage.cache_creation.input_tokens", latest: "gen_ai.usage.cache_write.input_tokens" },
    on: INFERENCE,
    read: (s) => s.usage?.cacheWriteTokens,
  },
  { name: "gen_ai.usage.reasoning.output_tokens", on: INFERENCE, read: (s) => s.usage?.reasoningTokens },
  { name: "gen_ai.data_source.id", on: ["retrieval"], early: true, read: (s) => s.retrieval?.dataSourceId },
  {
    name: { "1.41": "gen_ai.request.top_k", latest: "gen_ai.retrieval.top_k" },
    on: ["retrieval"],
    read: (s) => s.retrieval?.topK,
  },
  { name: ATTR_ERROR_TYPE, on: ALL, read: (s) => (s.error as OperationRecord["error"])?.type },
  { name: "session.id", on: ALL, early: true, read: (s) => s.context?.sessionId },
  { name: "user.id", on: ALL, early: true, read: (s) => s.context?.userId },
  { name: "isospan.tenant.id", on: ALL, early: true, read: (s) => s.context?.tenantId },
  { name: "isospan.tags", on: ALL, early: true, read: (s) => list(s.context?.tags) },
  { name: "isospan.operation.name", on: ["task"], early: true, read: (s) => s.name },
  { name: "isospan.outcome", on: ALL, read: (s) => unless("ok", s.outcome) },
  { name: "isospan.attempt", on: CLIENT, read: (s) => s.attempt },
  { name: "isospan.cost.total_usd", on: CLIENT, read: (s) => s.cost && s.cost.totalNanoUsd / 1e9 },
  { name: "isospan.cost.partial", on: CLIENT, read: (s) => s.cost?.partial },
  { name: "isospan.unpriced", on: CLIENT, read: (s) => s.unpriced },
];

/** What people wrote and models said: only where the policy allows it on spans. */
export const CONTENT_ATTRIBUTES: readonly AttributeRow[] = [
  { name: "gen_ai.input.messages", on: [...INFERENCE, "invoke_agent", "invoke_workflow"], read: (s) => json(s.input) },
  { name: "gen_ai.output.messages", on: [...INFERENCE, "invoke_agent", "invoke_workflow"], read: (s) => json(s.output) },
  { name: "gen_ai.tool.call.arguments", on: ["execute_tool"], read: (s) => json(s.tool?.arguments) },
  { name: "gen_ai.tool.call.result", on: ["execute_tool"], read: (s) => json(s.output?.[0]?.parts[0]?.response) },
  { name: "gen_ai.retrieval.query.text", on: ["retrieval"], read: (s) => s.retrieval?.query },
  {
    name: "gen_ai.retrieval.documents",
    on: ["retrieval"],
    read: (s) => json(s.documents),
  },
];

const SUBJECT: Readonly<Record<OperationName, (facts: Readonly<Facts>) => string | undefined>> = {
  chat: (f) => f.model,
  text_completion: (f) => f.model,
  generate_content: (f) => f.model,
  embeddings: (f) => f.model,
  retrieval: (f) => f.retrieval?.dataSourceId,
  execute_tool: (f) => f.tool?.name ?? UNKNOWN,
  invoke_agent: (f) => f.agent?.name,
  create_agent: (f) => f.agent?.name,
  invoke_workflow: (f) => f.label,
  plan: (f) => f.agent?.name,
  task: () => undefined,
};

/** `chat gpt-5`, `execute_tool search`; a traced function keeps its own label. */
export function spanName(facts: Readonly<Facts>): string {
  if (facts.name === "task") return facts.label ?? "task";
  const subject = SUBJECT[facts.name](facts);
  return subject === undefined ? facts.name : `${facts.name} ${subject}`;
}

/** Whether the operation reaches another process. */
export function isRemote(facts: Readonly<Facts>): boolean {
  return facts.remote === true || REMOTE.has(facts.name);
}

const REMOTE: ReadonlySet<OperationName> = new Set([...CLIENT, "retrieval", "create_agent"]);

function unless<T extends AttributeValue>(usual: T, value: T | undefined): T | undefined {
  return value === usual ? undefined : value;
}

function list(values: readonly string[] | undefined): string[] | undefined {
  return values === undefined || values.length === 0 ? undefined : [...values];
}

function json(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
