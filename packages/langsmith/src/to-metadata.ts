import type { OperationRecord } from "@isospan/core";
import { defined, type Fields, type Metadata, type RunType } from "./run.ts";
import { toUsageMetadata } from "./to-usage-metadata.ts";

/** What LangSmith's price map calls what the conventions call otherwise. */
const PROVIDERS: Readonly<Record<string, string>> = {
  "azure.ai.openai": "azure",
  "azure.ai.inference": "azure",
  "aws.bedrock": "amazon_bedrock",
  "gcp.gemini": "google",
  "gcp.gen_ai": "google",
  "gcp.vertex_ai": "google_vertexai",
};

/** Keys that mean something to LangSmith: a label of the application's under one of these would be taken for it. */
const TAKEN = /^(session_id|conversation_id|thread_id|usage_metadata|revision_id|ls_.*)$/;

export interface MetadataOptions {
  /** Whether costs are sent, or left to LangSmith's own price map. */
  readonly costs: "send" | "omit";
  /** Whether the application's own labels and its user's id stay away. */
  readonly hideMetadata: boolean;
}

/** All that is said about a run besides its content. */
export function toMetadata(
  record: OperationRecord,
  type: RunType,
  resource: Fields,
  options: MetadataOptions,
): Metadata {
  const { context, cost } = record;
  const isModelCall = type === "llm" || type === "embedding";
  return {
    ...(!options.hideMetadata && toLabels(context.metadata)),
    ...defined({
      // On every run of a thread, or LangSmith leaves its tokens and costs out of the thread's.
      thread_id: context.sessionId ?? record.conversationId,
      user_id: options.hideMetadata ? undefined : context.userId,
      tenant_id: options.hideMetadata ? undefined : context.tenantId,
      ...(isModelCall && toModel(record, type)),
      ...(record.name === "invoke_agent" && { ls_agent_type: record.agentPath.length === 0 ? "root" : "subagent" }),
      ...toPrompt(record),
      usage_metadata: isModelCall
        ? toUsageMetadata(record.usage, options.costs === "send" ? cost : undefined)
        : undefined,
      cost_source: isModelCall ? cost?.source : undefined,
      cost_partial: cost?.partial,
      priced_as: cost?.source === "provider" ? undefined : cost?.pricedAs,
      price_book: cost?.source === "provider" ? undefined : cost?.book,
      unpriced: record.unpriced,
      outcome: record.outcome === "ok" ? undefined : record.outcome,
      silent_failure: record.silentFailure,
      attempt: record.attempt,
      tool_call_id: record.tool?.callId,
      OTEL_TRACE_ID: record.traceId,
      OTEL_SPAN_ID: record.spanId,
      "service.name": resource["service.name"],
      "service.version": resource["service.version"],
      ls_integration: "isospan",
    }),
  };
}

function toModel({ name, provider, model, request, response }: OperationRecord, type: RunType): Fields {
  return {
    ls_provider: provider === undefined ? undefined : (PROVIDERS[provider] ?? provider),
    ls_model_name: response?.model ?? model,
    ls_model_type: type === "embedding" ? "embeddings" : name === "text_completion" ? "llm" : "chat",
    ls_temperature: request?.temperature,
    ls_max_tokens: request?.maxTokens,
    ls_stop: request?.stopSequences,
    finish_reason: response?.finishReasons?.join(","),
    response_id: response?.id,
    service_tier: response?.serviceTier,
  };
}

/** A prompt of LangSmith's own is `owner/name`; its version is a commit. */
function toPrompt({ context: { prompt } }: OperationRecord): Fields {
  if (prompt === undefined) return {};
  const [name, owner] = prompt.name.split("/", 2).reverse();
  return { lc_hub_owner: owner, lc_hub_repo: name, lc_hub_commit_hash: prompt.version };
}

function toLabels(metadata: Fields = {}): Fields {
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [TAKEN.test(key) ? `metadata.${key}` : key, value]),
  );
}
