import { isRecordedAttribute, type OperationName, type OperationRecord } from "@isospan/core";
import type { Attributes } from "./attributes.ts";
import type { ExportedSpan } from "./exported-span.ts";
import { toGeneration } from "./to-generation.ts";
import { toInputOutput } from "./to-input-output.ts";
import { toLevel } from "./to-level.ts";
import { addForeignAttribute, toMetadata } from "./to-metadata.ts";

export interface Observation {
  readonly name: string;
  readonly attributes: Attributes;
}

/** In lower case: Langfuse takes no other for a type. */
const TYPES: Readonly<Record<OperationName, string>> = {
  chat: "generation",
  text_completion: "generation",
  generate_content: "generation",
  embeddings: "embedding",
  retrieval: "retriever",
  execute_tool: "tool",
  invoke_agent: "agent",
  create_agent: "agent",
  invoke_workflow: "chain",
  plan: "chain",
  task: "span",
};
const MODEL_CALLS: ReadonlySet<string> = new Set(["generation", "embedding"]);
/** A longer one loses the trace on Langfuse's older way of writing. */
const MAX_TRACE_NAME = 1_000;

/**
 * A span of ours as Langfuse should read it. None of the conventions' attributes is left for it to misread.
 * @param filtered whether the spans around it may be missing
 */
export function toObservation(record: OperationRecord, span: ExportedSpan, filtered: boolean): Observation {
  const type = TYPES[record.name];
  const content = toInputOutput(record);
  const { level, message } = toLevel(record);
  const attributes: Attributes = {
    "langfuse.observation.type": type,
    "langfuse.observation.level": level,
    "langfuse.observation.status_message": message,
    "langfuse.observation.input": content.input,
    "langfuse.observation.output": content.output,
    ...toTrace(record, span, filtered),
  };
  toMetadata(record, attributes);
  if (MODEL_CALLS.has(type)) toGeneration(record, content, attributes);
  for (const [name, value] of Object.entries(span.attributes)) {
    // What somebody says to Langfuse by its own names is meant so.
    if (name.startsWith("langfuse.")) attributes[name] = value;
    else if (!isRecordedAttribute(name)) addForeignAttribute(name, value, attributes);
  }
  return { name: record.tool?.name ?? span.name, attributes };
}

/** What Langfuse collects from all observations of a trace, so that each of them has to say it. */
function toTrace(record: OperationRecord, span: ExportedSpan, filtered: boolean): Attributes {
  const { context, conversationId, ancestry, agent, label } = record;
  const { attributes, parentSpanContext: parent } = span;
  const trace: Attributes = {
    "session.id": context.sessionId ?? text(attributes["session.id"]) ?? conversationId,
    "user.id": context.userId ?? text(attributes["user.id"]),
    "langfuse.trace.tags": context.tags && [...context.tags],
  };
  if (ancestry.length === 0) {
    // Operations within do not know the whole's name.
    trace["langfuse.trace.name"] = (agent?.name ?? label ?? span.name).slice(0, MAX_TRACE_NAME);
    // A trace whose root never comes has this for one. Langfuse's own SDK marks it so.
    if (parent !== undefined && (parent.isRemote === true || filtered)) trace["langfuse.internal.is_app_root"] = true;
  }
  return trace;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
