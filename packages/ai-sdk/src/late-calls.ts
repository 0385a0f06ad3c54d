import type { OperationStart, Recorder } from "@isospan/core";
import { ModelEnd } from "./model-end.ts";
import { OtherEnd, type OtherOptions, type OtherResult, toEmbeddings, toGeneration, toRanking } from "./other-calls.ts";
import type { Event, FinishReason, Model, ModelResult, ModelUsage, ResponseMetadata, TokenParts } from "./shapes.ts";

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

/** What is noted of one of the SDK's functions: the calls that have begun, and the model of one that tells no call. */
interface Late {
  readonly open: Map<string, OperationStart>;
  readonly whole: OperationStart | undefined;
}

const FUNCTIONS: Readonly<Record<string, "text" | "speech" | undefined>> = {
  "ai.embed": undefined,
  "ai.embedMany": undefined,
  "ai.rerank": undefined,
  "ai.generateObject": undefined,
  "ai.streamObject": undefined,
  "ai.generateSpeech": "speech",
  "ai.transcribe": "text",
};

export function startLate(recorder: Recorder, event: LateEvent): undefined {
  const { callId, operationId = "" } = event;
  if (callId === undefined || !Object.hasOwn(FUNCTIONS, operationId)) return;
  const outputType = FUNCTIONS[operationId];
  const whole = outputType && toGeneration(toModel(event), outputType);
  const late: Late = { open: new Map(), whole };
  recorder.plumbing(callId, undefined, late);
}

/** A call begins: plumbing until its end is told, so that its start is known then. */
export function startLateCall(recorder: Recorder, event: LateEvent, kind: Kind): void {
  const late = lateOf(recorder, event);
  if (late === undefined) return;
  const key = toKey(event, kind);
  late.open.set(key, toStart(event, kind));
  recorder.plumbing(key);
}

export function endLateCall(recorder: Recorder, event: LateEvent, kind: Kind): void {
  const key = toKey(event, kind);
  const late = lateOf(recorder, event);
  const start = late?.open.get(key);
  if (late === undefined || start === undefined) return;
  late.open.delete(key);
  const { usage, embeddings } = event;
  const raw = (usage as ModelUsage | undefined)?.raw;
  const seen = [raw, usage, embeddings].some((each) => each !== undefined && recorder.seen(each));
  if (seen) recorder.end(key);
  else recorder.start(start, { key }).end(kind === "object" ? toObjectEnd(event) : new OtherEnd(event as OtherResult));
}

/** @returns whether the event was of such a function */
export function endLate(recorder: Recorder, event: LateEvent): boolean {
  const late = lateOf(recorder, event);
  if (late === undefined || event.callId === undefined) return false;
  // Of speech and transcriptions nothing but this is told.
  if (late.whole === undefined) recorder.end(event.callId);
  else recorder.start(late.whole, { key: event.callId }).end(new OtherEnd(event as OtherResult));
  return true;
}

/** What had begun has failed with it. */
export function failLateCall(recorder: Recorder, event: LateEvent): boolean {
  const late = lateOf(recorder, event);
  if (late === undefined || event.callId === undefined) return false;
  const error = event.error ?? null;
  for (const [key, start] of late.open) recorder.start(start, { key }).end({ error });
  late.open.clear();
  if (late.whole !== undefined) recorder.start(late.whole, { key: event.callId }).end({ error });
  recorder.end(event.callId);
  return true;
}

function lateOf(recorder: Recorder, event: LateEvent): Late | undefined {
  const memo = event?.callId === undefined ? undefined : recorder.memo(event.callId);
  return typeof memo === "object" && memo !== null && "open" in memo ? (memo as Late) : undefined;
}

function toKey({ callId, embedCallId }: LateEvent, kind: Kind): string {
  return `${callId}/${embedCallId ?? kind}`;
}

function toModel({ provider = "", modelId = "" }: LateEvent): Model {
  return { provider, modelId };
}

function toStart(event: LateEvent, kind: Kind): OperationStart {
  if (kind === "embed") return toEmbeddings(toModel(event));
  if (kind === "rerank") return toRanking(toModel(event), event);
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
