import type { PlainAttributes, PlainEvent, PlainSpan } from "../otlp/plain.ts";
import type { RunPayload } from "./run-payload.ts";

type Json = Readonly<Record<string, unknown>>;

const KINDS = ["llm", "chain", "tool", "retriever", "embedding", "prompt", "parser"];
const BY_OPERATION: Readonly<Record<string, string>> = { chat: "llm", completion: "llm", embedding: "embedding" };
const BY_OPENINFERENCE: Readonly<Record<string, string>> = {
  LLM: "llm",
  TOOL: "tool",
  RETRIEVER: "retriever",
  EMBEDDING: "embedding",
};

/**
 * A span as LangSmith's own open-source converter turns it into a run, which is the most careful guess at what the hosted
 * endpoint does. The place in the tree is missing where the span does not tell it.
 */
export function spanToRun(span: PlainSpan, project: string): RunPayload {
  const { attributes, events } = span;
  const text = (key: string) => (attributes[key] ? String(attributes[key]) : undefined);
  const isRoot = String(attributes["langsmith.is_root"]) === "true";
  const outputs = toContent(span, "completion", "output", isOutputEvent);
  const metadata: Record<string, unknown> = {
    OTEL_TRACE_ID: span.traceId,
    OTEL_SPAN_ID: span.spanId,
    ls_provider: text("gen_ai.system") ?? text("gen_ai.provider.name"),
    ls_model_name: text("gen_ai.request.model") ?? text("gen_ai.response.model"),
  };
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("langsmith.metadata.")) metadata[key.slice("langsmith.metadata.".length)] = value;
  }
  // Without outputs nobody counts: tokens and costs are gone.
  if (outputs !== undefined) metadata.usage_metadata = toUsageMetadata(attributes);
  return {
    id: text("langsmith.span.id") ?? toRunId(span.spanId),
    trace_id: text("langsmith.trace.id"),
    parent_run_id: isRoot
      ? undefined
      : (text("langsmith.span.parent_id") ?? (span.parentSpanId && toRunId(span.parentSpanId))),
    dotted_order: text("langsmith.span.dotted_order"),
    name: text("langsmith.trace.name") ?? span.name,
    run_type: toRunType(attributes),
    session_name: text("langsmith.trace.session_name") ?? project,
    start_time: Number(span.startTimeUnixNano / 1_000_000n),
    end_time: Number(span.endTimeUnixNano / 1_000_000n),
    inputs: toContent(span, "prompt", "input", isInputEvent),
    outputs,
    // A status alone is no error.
    error: events.find(({ name }) => name === "exception")?.attributes["exception.message"],
    tags: text("langsmith.span.tags")
      ?.split(",")
      .map((tag) => tag.trim()),
    extra: { metadata, invocation_params: toInvocationParams(attributes) },
  };
}

/** A span's id as the end of a UUID of no version. */
function toRunId(spanId: string): string {
  return spanId.padStart(32, "0").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function toRunType(attributes: PlainAttributes): string {
  const kind = String(attributes["langsmith.span.kind"]);
  if (KINDS.includes(kind)) return kind;
  if (attributes["gen_ai.tool.name"]) return "tool";
  return (
    BY_OPERATION[String(attributes["gen_ai.operation.name"])] ??
    BY_OPENINFERENCE[String(attributes["openinference.span.kind"])] ??
    "chain"
  );
}

/** Events before numbered attributes before JSON. */
function toContent(
  { attributes, events }: PlainSpan,
  old: "prompt" | "completion",
  side: "input" | "output",
  isMine: (event: PlainEvent) => boolean,
): Json | undefined {
  const told = events.filter(isMine);
  if (told.length > 0) return { messages: told.map((event) => event.attributes) };
  const numbered = toNumbered(attributes, `gen_ai.${old}`);
  if (numbered.length > 0) return { messages: numbered };
  const text = attributes[`${side}.value`] ?? attributes[`gen_ai.${old}`];
  if (text) return parseObject(String(text)) ?? { [side === "input" ? "input" : "text"]: text };
  const messages = parseJson(attributes[`gen_ai.${side}.messages`]);
  return Array.isArray(messages) ? { messages } : undefined;
}

function toNumbered(attributes: PlainAttributes, prefix: string): Json[] {
  const messages: Record<string, unknown>[] = [];
  for (const [key, value] of Object.entries(attributes)) {
    const [, number, field] = new RegExp(`^${prefix}\\.(\\d+)\\.(?:message\\.)?(role|content)$`).exec(key) ?? [];
    if (number === undefined || field === undefined) continue;
    messages[Number(number)] = { ...messages[Number(number)], [field]: value };
  }
  return messages;
}

function toUsageMetadata(attributes: PlainAttributes): Json | undefined {
  const told = parseObject(String(attributes["langsmith.usage_metadata"] ?? ""));
  if (told !== undefined) return told;
  const input = attributes["gen_ai.usage.input_tokens"] ?? attributes["gen_ai.usage.prompt_tokens"];
  const output = attributes["gen_ai.usage.output_tokens"] ?? attributes["gen_ai.usage.completion_tokens"];
  if (input === undefined && output === undefined) return undefined;
  const total = attributes["gen_ai.usage.total_tokens"] ?? Number(input ?? 0) + Number(output ?? 0);
  return { input_tokens: input, output_tokens: output, total_tokens: total };
}

function toInvocationParams(attributes: PlainAttributes): Json {
  const requested = Object.entries(attributes).filter(([key]) => key.startsWith("gen_ai.request."));
  return Object.fromEntries(requested.map(([key, value]) => [key.slice("gen_ai.request.".length), value]));
}

function isInputEvent({ name }: PlainEvent): boolean {
  return /^gen_ai\.(content\.prompt|(system|user|assistant|tool)\.message)$/.test(name);
}

function isOutputEvent({ name }: PlainEvent): boolean {
  return /^gen_ai\.(content\.completion|choice)$/.test(name);
}

function parseObject(text: string): Json | undefined {
  const parsed = parseJson(text);
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined;
}

function parseJson(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : text;
  } catch {
    return undefined;
  }
}
