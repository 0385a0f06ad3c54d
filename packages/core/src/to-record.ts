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
  return Object.freeze(started(operation));
}

function started(operation: RecordedOperation): Draft {
  const { facts } = operation;
  const draft = {
    v: 1,
    traceId: operation.traceId,
    spanId: operation.spanId,
    name: facts.name,
    ancestry: operation.ancestry,
    agentPath: operation.agentPath,
    context: NO_CONTEXT,
    startedAtMs: operation.startedAtMs,
  } as Draft;
  if (operation.parentSpanId !== undefined) draft.parentSpanId = operation.parentSpanId;
  if (facts.label !== undefined) draft.label = facts.label;
  if (facts.provider !== undefined) draft.provider = facts.provider;
  if (facts.model !== undefined) draft.model = facts.model;
  if (facts.agent !== undefined) draft.agent = facts.agent;
  if (facts.tool !== undefined) draft.tool = facts.tool;
  if (facts.conversationId !== undefined) draft.conversationId = facts.conversationId;
  return draft;
}

/** All that an ended operation says, but for its cost. */
export function toRecord(operation: RecordedOperation, keeper: Keeper): Draft {
  const { facts } = operation;
  const draft = started(operation);
  const outcome = facts.outcome ?? "ok";
  draft.outcome = outcome;
  draft.durationMs = Math.max(0, (operation.endedAtMs ?? operation.startedAtMs) - operation.startedAtMs);
  if (facts.remote === true) draft.remote = true;
  if (facts.request !== undefined) draft.request = facts.request;
  if (facts.retrieval !== undefined) draft.retrieval = facts.retrieval;
  if (facts.input !== undefined) draft.input = facts.input;
  if (facts.output !== undefined) draft.output = withFinishReasons(facts.output, facts);
  if (facts.documents !== undefined) draft.documents = facts.documents;
  if (facts.response !== undefined) draft.response = facts.response;
  if (facts.usage !== undefined) draft.usage = facts.usage;
  if (facts.error !== undefined || outcome === "aborted" || outcome === "error") {
    if (outcome !== "interrupted") draft.error = toError(facts.error, keeper);
  }
  // A cache answers with a chunk although nothing was streamed.
  if (operation.firstChunkAtMs !== undefined && outcome !== "cached") {
    draft.request = Object.freeze({ ...facts.request, stream: true });
    draft.timeToFirstChunkMs = Math.max(0, operation.firstChunkAtMs - operation.startedAtMs);
    draft.chunks = operation.chunks;
  }
  if (operation.attempt !== undefined) draft.attempt = operation.attempt;
  return draft;
}

/** The conventions' schema of 1.41 requires a reason on every output message of a model. */
function withFinishReasons(output: readonly Message[], { name, response, outcome }: Facts): readonly Message[] {
  if (name === "execute_tool") return output;
  const reasons = response?.finishReasons ?? [];
  const usual = reasons[0] ?? (outcome === "ok" ? "stop" : "error");
  return Object.freeze(
    output.map((message, i) =>
      Object.freeze({ ...message, finish_reason: message.finish_reason ?? reasons[i] ?? usual }),
    ),
  );
}
