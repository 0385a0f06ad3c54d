import { isRecordedAttribute, type OperationName, type OperationRecord } from "@isospan/core";
import { AttributeList } from "./attribute-list.ts";
import type { ExportedSpan } from "./exported-span.ts";
import type { MessageWriter } from "./message-writer.ts";
import { toGeneration } from "./to-generation.ts";
import { toInputOutput } from "./to-input-output.ts";
import { toLevel } from "./to-level.ts";
import { putMetadata, toMetadata } from "./to-metadata.ts";

export interface Observation {
  readonly name: string;
  readonly attributes: AttributeList;
}

/** What the copies of one export have in common. */
export interface Surroundings {
  readonly environment: string | undefined;
  readonly release: string | undefined;
  /** Whether spans around them may be missing. */
  readonly filtered: boolean;
  readonly writer: MessageWriter;
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
/** A longer one loses the trace on Langfuse's older way of writing. */
const MAX_TRACE_NAME = 1_000;

/** A span of ours as Langfuse should read it. None of the conventions' attributes is left for it to misread. */
export function toObservation(record: OperationRecord, span: ExportedSpan, around: Surroundings): Observation {
  const type = TYPES[record.name];
  const content = toInputOutput(record, around.writer);
  const { level, message } = toLevel(record);
  const attributes = withForeign(span);
  attributes.put("langfuse.observation.type", type);
  if (level !== "DEFAULT") attributes.put("langfuse.observation.level", level);
  attributes.put("langfuse.observation.status_message", message);
  attributes.put("langfuse.observation.input", content.input);
  attributes.put("langfuse.observation.output", content.output);
  if (type === "generation" || type === "embedding") toGeneration(record, content, attributes);
  putTrace(record, span, around, attributes);
  putPlace(around, attributes);
  toMetadata(record, attributes);
  return { name: record.tool?.name ?? span.name, attributes };
}

/** A span of somebody else, as it is. */
export function toForeign({ name, attributes: own }: ExportedSpan, around: Surroundings): Observation {
  const attributes = new AttributeList();
  for (const key in own) attributes.settle(key, own[key]);
  putPlace(around, attributes);
  return { name, attributes };
}

/** What others have set on our span. What they say to Langfuse by its own names is meant so. */
function withForeign({ attributes: own }: ExportedSpan): AttributeList {
  const attributes = new AttributeList();
  for (const name in own) {
    if (isRecordedAttribute(name)) continue;
    if (name.startsWith("langfuse.")) attributes.settle(name, own[name]);
    else putMetadata(name, own[name], attributes);
  }
  return attributes;
}

/** What Langfuse collects from all observations of a trace, so that each of them has to say it. */
function putTrace(record: OperationRecord, span: ExportedSpan, around: Surroundings, into: AttributeList): void {
  const { context, conversationId, ancestry, agent, label } = record;
  const { attributes, parentSpanContext: parent } = span;
  into.put("session.id", context.sessionId ?? text(attributes["session.id"]) ?? conversationId);
  into.put("user.id", context.userId ?? text(attributes["user.id"]));
  into.put("langfuse.trace.tags", context.tags);
  // Operations within do not know the whole's name.
  if (ancestry.length > 0) return;
  into.put("langfuse.trace.name", (agent?.name ?? label ?? span.name).slice(0, MAX_TRACE_NAME));
  // A trace whose root never comes has this for one. Langfuse's own SDK marks it so.
  const lost = parent !== undefined && (parent.isRemote === true || around.filtered);
  if (lost) into.put("langfuse.internal.is_app_root", true);
}

/** Where it ran stands on every span: Langfuse filters single observations by it. */
function putPlace({ environment, release }: Surroundings, into: AttributeList): void {
  into.put("langfuse.environment", environment);
  into.put("langfuse.release", release);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
