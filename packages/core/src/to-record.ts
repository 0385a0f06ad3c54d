import { without } from "./content.ts";
import type { Message } from "./contract.ts";
import type { Facts } from "./facts.ts";
import type { Keeper } from "./keeper.ts";
import type { RecordedOperation } from "./operation.ts";
import type { OperationRecord, StartedRecord, UserContext } from "./record.ts";
import { toError } from "./to-error.ts";

/** A record that is not frozen yet. */
export type Draft = { -readonly [K in keyof OperationRecord]: OperationRecord[K] };

const NO_CONTEXT: UserContext = Object.freeze({});

export function toStartedRecord(operation: RecordedOperation): StartedRecord {
  const { v: _, tool, ...started } = toStarted(operation);
  // It goes to every sink alike, so it never has content.
  return Object.freeze(tool === undefined ? started : { ...started, tool: without(tool, "arguments") });
}

function toStarted(operation: RecordedOperation): Draft {
  const { facts, traceId, spanId, parentSpanId, startedAtMs, ancestry, agentPath } = operation;
  const { name, context = NO_CONTEXT, label, provider, model, agent, tool, conversationId } = facts;
  const draft = { v: 1, name, traceId, spanId, ancestry, agentPath, context, startedAtMs } as Draft;
  if (parentSpanId !== undefined) draft.parentSpanId = parentSpanId;
  if (label !== undefined) draft.label = label;
  if (provider !== undefined) draft.provider = provider;
  if (model !== undefined) draft.model = model;
  if (agent !== undefined) draft.agent = agent;
  if (tool !== undefined) draft.tool = tool;
  if (conversationId !== undefined) draft.conversationId = conversationId;
  return draft;
}

/** All that an ended operation says, but for its cost. */
export function toRecord(operation: RecordedOperation, keeper: Keeper): Draft {
  const { facts, startedAtMs, endedAtMs = startedAtMs, firstChunkAtMs, chunks, gaps, attempt } = operation;
  const { outcome = "ok", request, retrieval, input, toolDefinitions, documents, response, usage, output } = facts;
  const draft = toStarted(operation);
  if (request !== undefined) draft.request = request;
  if (retrieval !== undefined) draft.retrieval = retrieval;
  if (input !== undefined) draft.input = input;
  if (toolDefinitions !== undefined) draft.toolDefinitions = toolDefinitions;
  if (documents !== undefined) draft.documents = documents;
  if (response !== undefined) draft.response = response;
  // Usage stands on model calls alone: sums of it would be counted twice.
  if (usage !== undefined && operation.isModelCall) draft.usage = usage;
  draft.outcome = outcome;
  draft.durationMs = Math.max(0, endedAtMs - startedAtMs);
  if (outcome === "ok" && facts.silentFailure !== undefined) draft.silentFailure = facts.silentFailure;
  if (facts.remote === true) draft.remote = true;
  if (output !== undefined) draft.output = withFinishReasons(output, facts);
  const failed = facts.error !== undefined || outcome === "aborted" || outcome === "error";
  if (failed && outcome !== "interrupted") draft.error = toError(facts.error, outcome, keeper);
  // A cache answers with a chunk although nothing was streamed, and so do some clients.
  if (firstChunkAtMs !== undefined && outcome !== "cached" && request?.stream !== false) {
    draft.request = Object.freeze({ ...request, stream: true });
    draft.timeToFirstChunkMs = Math.max(0, firstChunkAtMs - startedAtMs);
    draft.chunks = chunks;
    if (gaps !== undefined) draft.chunkGaps = Object.freeze({ counts: gaps.counts, totalsMs: gaps.totalsMs });
  }
  if (attempt !== undefined) draft.attempt = attempt;
  return draft;
}

/** The conventions' schema of 1.41 requires a reason on every output message of a model. */
function withFinishReasons(output: readonly Message[], { name, response, outcome }: Facts): readonly Message[] {
  if (name === "execute_tool") return output;
  const reasons = response?.finishReasons ?? [];
  const usual = reasons[0] ?? (outcome === "ok" ? "stop" : "error");
  const reasonOf = (message: Message, i: number): string => message.finish_reason ?? reasons[i] ?? usual;
  return Object.freeze(output.map((each, i) => Object.freeze({ ...each, finish_reason: reasonOf(each, i) })));
}
