import type { OperationName, OperationRecord } from "@isospan/core";
import { toPlace } from "./place.ts";
import { defined, type Fields, type Run, type RunType } from "./run.ts";
import { toIsoTime } from "./time.ts";
import { toInputs, toOutputs } from "./to-inputs-outputs.ts";
import { type MetadataOptions, toMetadata } from "./to-metadata.ts";

/** What is asked of every run of one exporter. */
export interface RunOptions extends MetadataOptions {
  readonly project: string;
  readonly hideInputs: boolean;
  readonly hideOutputs: boolean;
}

const RUN_TYPES: Readonly<Partial<Record<OperationName, RunType>>> = {
  chat: "llm",
  text_completion: "llm",
  generate_content: "llm",
  embeddings: "embedding",
  execute_tool: "tool",
  retrieval: "retriever",
};
const NOTHING: Fields = {};

/** One operation as one whole run: what LangSmith has taken cannot be mended later. */
export function toRun(record: OperationRecord, spanName: string, resource: Fields, options: RunOptions): Run {
  const type = RUN_TYPES[record.name] ?? "chain";
  const place = toPlace(record);
  const { project, hideInputs, hideOutputs } = options;
  const endedAtMs = Math.max(place.startedAtMs, record.startedAtMs + record.durationMs);
  return defined({
    id: place.id,
    trace_id: place.traceId,
    parent_run_id: place.parentId,
    dotted_order: place.dottedOrder,
    // LangSmith refuses a run without a name.
    name: toName(record, spanName) || record.name,
    run_type: type,
    session_name: project,
    start_time: toIsoTime(place.startedAtMs),
    end_time: toIsoTime(endedAtMs),
    status: record.error === undefined ? "success" : "error",
    error: toError(record),
    inputs: hideInputs ? NOTHING : toInputs(record, type),
    outputs: hideOutputs ? NOTHING : toOutputs(record, type),
    events: type === "llm" ? toEvents(record) : undefined,
    tags: toTags(record, resource),
    extra: defined({
      metadata: toMetadata(record, type, resource, options),
      invocation_params: type === "llm" || type === "embedding" ? toInvocation(record, hideInputs) : undefined,
    }),
  }) as Run;
}

/** LangSmith shows the type beside the name, so the operation need not stand in it. */
function toName({ name, agent, tool, label }: OperationRecord, spanName: string): string {
  if (name === "execute_tool") return tool?.name ?? spanName;
  if (name === "invoke_agent" || name === "create_agent") return agent?.name ?? spanName;
  return name === "invoke_workflow" ? (label ?? spanName) : spanName;
}

function toError({ error }: OperationRecord): string | undefined {
  if (error === undefined) return undefined;
  const { type, message } = error;
  return message === "" || message === type ? type : `${type}: ${message}`;
}

/** LangSmith shows the first of these as the time to the first token. */
function toEvents({ startedAtMs, timeToFirstChunkMs }: OperationRecord): Run["events"] {
  if (timeToFirstChunkMs === undefined) return undefined;
  return [{ name: "new_token", time: toIsoTime(startedAtMs + timeToFirstChunkMs) }];
}

function toTags({ context }: OperationRecord, resource: Fields): readonly string[] | undefined {
  const environment = resource["deployment.environment.name"];
  const tags = [...(context.tags ?? []), ...(typeof environment === "string" ? [environment] : [])];
  return tags.length === 0 ? undefined : tags;
}

function toInvocation({ model, request, toolDefinitions }: OperationRecord, hideInputs: boolean): Fields {
  const { temperature, topP, topK, maxTokens, frequencyPenalty, presencePenalty, stopSequences, seed } = request ?? {};
  return defined({
    model,
    temperature,
    top_p: topP,
    top_k: topK,
    max_tokens: maxTokens,
    frequency_penalty: frequencyPenalty,
    presence_penalty: presencePenalty,
    stop: stopSequences,
    seed,
    n: request?.choiceCount,
    dimensions: request?.dimensions,
    reasoning_effort: request?.reasoningLevel,
    response_format: request?.outputType,
    stream: request?.stream,
    tools: hideInputs ? undefined : toolDefinitions?.map(toTool),
  });
}

function toTool({
  type = "function",
  ...definition
}: {
  readonly type?: string | undefined;
  readonly name: string;
}): Fields {
  return { type, function: definition };
}
