import type { Operation, OperationStart, Recorder } from "@isospan/core";
import { toWithheld } from "./agent-start.ts";
import { isHidden } from "./hidden-error.ts";
import { ModelEnd } from "./model-end.ts";
import { OtherEnd, type OtherOptions, type OtherResult, OtherStart } from "./other-calls.ts";
import type { Event, FinishReason, Model, ModelResult, ModelUsage, ResponseMetadata, TokenParts } from "./shapes.ts";
import { forget, type ToldCall, tell } from "./told-calls.ts";
import { isUnreadable, recordUnreadable, toUnreadable } from "./unreadable-answers.ts";

/*
 * Calls that the SDK only tells of, without a hook around them: embeddings, reranking, objects, speech, transcriptions.
 * Each is recorded at its end, unless a wrapped model has recorded it itself.
 */

type Kind = "object" | "embed" | "rerank";

interface LateEvent extends Event, Omit<OtherOptions, "abortSignal"> {
  readonly provider?: string;
  readonly modelId?: string;
  readonly embedCallId?: string;
  readonly embeddings?: object;
  readonly usage?: OtherResult["usage"];
  readonly ranking?: OtherResult["ranking"];
  readonly response?: ResponseMetadata;
  readonly finishReason?: FinishReason;
  readonly providerMetadata?: unknown;
  readonly error?: unknown;
}

/** What is noted of one of the SDK's functions: the calls that have begun, or the whole where it tells of no calls. */
interface Late {
  readonly open: Map<string, ToldCall>;
  readonly whole: ToldCall | undefined;
  readonly functionName: string;
  /** Whether a model has answered with what is to be read as an object. */
  answered: boolean;
}

/** The SDK's functions, and whether they tell of their calls. */
const FUNCTIONS: Readonly<Record<string, "calls" | "whole">> = {
  "ai.embed": "calls",
  "ai.embedMany": "calls",
  "ai.rerank": "calls",
  "ai.generateObject": "calls",
  "ai.streamObject": "calls",
  "ai.generateSpeech": "whole",
  "ai.transcribe": "whole",
};

export function startLate(recorder: Recorder, event: LateEvent): void {
  const { callId, operationId = "" } = event;
  if (callId === undefined || !Object.hasOwn(FUNCTIONS, operationId)) return;
  const start = new OtherStart("generate_content", toModel(event), event);
  const whole = FUNCTIONS[operationId] === "whole" ? tell(recorder, start) : undefined;
  const late: Late = { open: new Map(), whole, functionName: operationId, answered: false };
  recorder.plumbing(callId, undefined, late);
}

/** A call begins: plumbing until its end is told, so that its start is known then. */
export function startLateCall(recorder: Recorder, event: LateEvent, kind: Kind): void {
  const late = lateOf(recorder, event);
  if (late === undefined) return;
  const key = toKey(event, kind);
  const before = late.open.get(key);
  if (before !== undefined) forget(recorder, before);
  late.open.set(key, tell(recorder, toStart(event, kind)));
  recorder.plumbing(key);
}

export function endLateCall(recorder: Recorder, event: LateEvent, kind: Kind): void {
  const key = toKey(event, kind);
  const late = lateOf(recorder, event);
  const call = late?.open.get(key);
  if (late === undefined || call === undefined) return;
  late.open.delete(key);
  const { usage, embeddings, finishReason } = event;
  const raw = (usage as ModelUsage | null | undefined)?.raw;
  const seen = [raw, usage, embeddings].some((each) => each !== undefined && recorder.seen(each));
  if (seen) call.wrapped = true;
  // The SDK calls a broken stream a success.
  const broken = kind === "object" && finishReason === "error";
  late.answered = kind === "object" && !broken;
  settle(recorder, call, event.callId, key, (operation) => {
    if (broken) operation.update({ error: null });
    operation.end(kind === "object" ? toObjectEnd(event) : new OtherEnd(event));
  });
}

/** @returns whether the event was of such a function */
export function endLate(recorder: Recorder, event: LateEvent): boolean {
  return settleAll(recorder, event, (operation) => operation.end(new OtherEnd(event)), false);
}

/** What had begun has failed with it. */
export function failLateCall(recorder: Recorder, event: LateEvent): boolean {
  const error = isHidden(event, event.error) ? null : (event.error ?? null);
  return settleAll(recorder, event, (operation) => operation.end({ error }), true);
}

/** Of speech and transcriptions nothing but this is told, and of other calls whether they have failed. */
function settleAll(
  recorder: Recorder,
  event: LateEvent,
  end: (operation: Operation) => void,
  failed: boolean,
): boolean {
  const late = lateOf(recorder, event);
  const { callId } = event;
  if (late === undefined || callId === undefined) return false;
  // Nothing else is left to fail by then.
  const error = late.answered && isHidden(event, event.error) ? toUnreadable() : event.error;
  const unread = isUnreadable(error) && ![...late.open.values()].some(({ wrapped }) => !wrapped);
  for (const [key, call] of late.open) {
    // It has failed, and a later attempt has not: nothing says why and when.
    if (!failed) call.wrapped = true;
    settle(recorder, call, callId, key, end);
  }
  late.open.clear();
  if (unread) recordUnreadable(recorder, late.functionName, callId, error);
  else if (late.whole === undefined) recorder.end(callId);
  else settle(recorder, late.whole, undefined, callId, end);
  return true;
}

/** Records a call, unless a wrapped model does. */
function settle(
  recorder: Recorder,
  call: ToldCall,
  parentKey: string | undefined,
  key: string,
  end: (operation: Operation) => void,
): void {
  forget(recorder, call);
  if (call.wrapped) recorder.end(key);
  else end(recorder.start(call.start, { key, parentKey }));
}

function lateOf(recorder: Recorder, { callId }: LateEvent): Late | undefined {
  const memo = callId === undefined ? undefined : recorder.memo(callId);
  return typeof memo === "object" && memo !== null && "open" in memo ? (memo as Late) : undefined;
}

function toKey({ callId, embedCallId }: LateEvent, kind: Kind): string {
  return `${callId}/${embedCallId ?? kind}`;
}

function toModel({ provider = "", modelId = "" }: LateEvent): Model {
  return { provider, modelId };
}

function toStart(event: LateEvent, kind: Kind): OperationStart {
  const withhold = toWithheld(event);
  if (kind === "embed") return new OtherStart("embeddings", toModel(event));
  if (kind === "rerank") return new OtherStart("retrieval", toModel(event), event, withhold);
  const { provider, modelId: model } = toModel(event);
  return { name: "chat", provider, model, request: { outputType: "json" } };
}

/** Events have the usage in the words of the SDK's results, not of its models. */
function toObjectEnd(event: LateEvent): ModelEnd {
  const { usage, finishReason, response, providerMetadata } = event;
  const { inputTokens: total, inputTokenDetails, outputTokens, outputTokenDetails, raw } = (usage ?? {}) as ResultUsage;
  const { noCacheTokens: noCache, cacheReadTokens: cacheRead, cacheWriteTokens: cacheWrite } = inputTokenDetails ?? {};
  const { textTokens: text, reasoningTokens: reasoning } = outputTokenDetails ?? {};
  const input: TokenParts = { total, noCache, cacheRead, cacheWrite };
  const output: TokenParts = { total: outputTokens, text, reasoning };
  const result = { finishReason, response, providerMetadata, usage: { inputTokens: input, outputTokens: output, raw } };
  return new ModelEnd(result as ModelResult, toModel(event), false);
}

interface ResultUsage {
  readonly inputTokens?: number;
  readonly inputTokenDetails?: Readonly<Record<"noCacheTokens" | "cacheReadTokens" | "cacheWriteTokens", number>>;
  readonly outputTokens?: number;
  readonly outputTokenDetails?: Readonly<Record<"textTokens" | "reasoningTokens", number>>;
  readonly raw?: object;
}
