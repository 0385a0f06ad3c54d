import type { Operation, OperationStart, Recorder } from "@isospan/core";
import { toWithheld } from "./agent-start.ts";
import { finite } from "./fields.ts";
import { isHidden } from "./hidden-error.ts";
import { type ObjectEvent, toObjectEnd } from "./object-end.ts";
import { OtherEnd, type OtherOptions, type OtherResult, OtherStart } from "./other-calls.ts";
import type { Event, Model, ModelUsage } from "./shapes.ts";
import { type Answer, forget, ToldCall, ToldFunction, tell, toldFunction } from "./told-calls.ts";
import { isUnreadable, recordUnreadable, toUnreadable } from "./unreadable-answers.ts";

/*
 * Calls that the SDK only tells of, without a hook around them: embeddings, reranking, objects, speech, transcriptions.
 * Each is recorded at its end, unless a wrapped model has recorded it itself.
 */

type Kind = "object" | "embed" | "rerank" | "whole";

interface LateEvent extends Event, ObjectEvent, Omit<OtherOptions, "abortSignal"> {
  readonly provider?: string;
  readonly modelId?: string;
  readonly embedCallId?: string;
  readonly values?: unknown;
  readonly embeddings?: readonly unknown[];
  readonly usage?: OtherResult["usage"];
  readonly ranking?: OtherResult["ranking"];
  readonly error?: unknown;
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
  recorder.plumbing(callId, undefined, new ToldFunction(operationId, callId));
  if (FUNCTIONS[operationId] === "whole") startLateCall(recorder, event, "whole");
}

/** A call begins: plumbing until its end is told, so that its start is known then. */
export function startLateCall(recorder: Recorder, event: LateEvent, kind: Kind): void {
  const late = lateOf(recorder, event);
  if (late === undefined) return;
  const key = toKey(event, kind);
  const before = late.open.get(key);
  if (before !== undefined) forget(recorder, before);
  recorder.plumbing(key, late.place, late);
  tell(recorder, late, key, new ToldCall(toStart(event, kind), event.values), toWithheld(event));
}

export function endLateCall(recorder: Recorder, event: LateEvent, kind: Kind): void {
  const late = lateOf(recorder, event);
  const told = toKey(event, kind);
  // Where one of many has failed, nobody says which: another one of them was.
  const [any] = late?.failed === true ? late.open.keys() : [];
  const key = late?.open.has(told) ? told : any;
  const call = key === undefined ? undefined : late?.open.get(key);
  if (late === undefined || key === undefined || call === undefined) return;
  call.wrapped = call.isRecorded(recorder, () => toAnswer(event, kind));
  late.answered = kind === "object" && event.finishReason !== "error";
  settle(recorder, late, key, (operation) => {
    operation.end(kind === "object" ? toObjectEnd(event, toModel(event)) : new OtherEnd(event));
  });
}

/** @returns whether the event was of such a function */
export function endLate(recorder: Recorder, event: LateEvent): boolean {
  return close(recorder, event, (late) => {
    // Of speech and transcriptions nothing but this is told.
    endLateCall(recorder, event, "whole");
    for (const [key, call] of late.open) {
      // It has failed, and a later attempt has not: nothing says why and when.
      call.wrapped = true;
      settle(recorder, late, key, () => {});
    }
  });
}

/** What had begun has failed with it, save what goes on beside what has failed. */
export function failLateCall(recorder: Recorder, event: LateEvent): boolean {
  const error = isHidden(event, event.error) ? null : (event.error ?? null);
  return close(recorder, event, (late) => {
    for (const key of late.failing()) settle(recorder, late, key, (operation) => operation.end({ error }));
    if (late.open.size === 0) return;
    // Under a key of their own: they are no repetition of what has failed.
    const { place } = late;
    late.failed = true;
    late.place = `${place}/others`;
    recorder.plumbing(late.place, place);
  });
}

function close(recorder: Recorder, event: LateEvent, settleAll: (late: ToldFunction) => void): boolean {
  const late = lateOf(recorder, event);
  if (late === undefined) return false;
  // Nothing else is left to fail by then.
  const error = late.answered && isHidden(event, event.error) ? toUnreadable() : event.error;
  const { name, place } = late;
  const unread = isUnreadable(error) && [...late.open.values()].every(({ wrapped }) => wrapped);
  settleAll(late);
  if (unread) recordUnreadable(recorder, name, place, error);
  else recorder.end(place);
  return true;
}

/** Records a call, unless a wrapped model does. */
function settle(recorder: Recorder, late: ToldFunction, key: string, end: (operation: Operation) => void): void {
  const call = late.open.get(key);
  if (call === undefined) return;
  late.open.delete(key);
  forget(recorder, call);
  if (call.wrapped) recorder.end(key);
  else end(recorder.start(call.start, { key, parentKey: late.place }));
  if (late.failed && late.open.size === 0) recorder.end(late.place);
}

function lateOf(recorder: Recorder, { callId }: LateEvent): ToldFunction | undefined {
  return callId === undefined ? undefined : toldFunction(recorder, callId);
}

function toKey({ callId, embedCallId }: LateEvent, kind: Kind): string {
  return `${callId}/${embedCallId ?? kind}`;
}

function toModel({ provider = "", modelId = "" }: LateEvent): Model {
  return { provider, modelId };
}

function toStart(event: LateEvent, kind: Kind): OperationStart {
  if (kind === "embed") return new OtherStart("embeddings", toModel(event), event);
  if (kind === "rerank") return new OtherStart("retrieval", toModel(event), event, toWithheld(event));
  if (kind === "whole") return new OtherStart("generate_content", toModel(event), event);
  const { provider, modelId: model } = toModel(event);
  return { name: "chat", provider, model, request: { outputType: "json" } };
}

/** By what a wrapped model's answer can be known again: the provider's own objects, or its id. */
function toAnswer({ usage, embeddings, response }: LateEvent, kind: Kind): Answer {
  const { raw } = (usage ?? {}) as ModelUsage;
  const { tokens } = usage ?? {};
  const many = embeddings !== undefined && embeddings.length > 0 ? embeddings : undefined;
  // Of models of AI SDK 5 the SDK makes what is raw itself.
  const made = raw !== undefined && Object.keys(raw).join() === "totalTokens";
  const called = finite(tokens) === undefined ? many : usage;
  return { identity: kind === "object" ? (made ? undefined : raw) : called, id: response?.id };
}
