import type { EvaluationEvent, FeedbackEvent } from "@isospan/core";
import { toPlace } from "./place.ts";
import type { RecentPlaces } from "./recent-places.ts";
import { toIsoTime } from "./time.ts";

/** What can be changed of a feedback later: the body of `PATCH /feedback/<id>`. */
export interface FeedbackContent {
  readonly score?: number;
  readonly value?: string;
  readonly comment?: string;
  /** What the run's outputs should have been. */
  readonly correction?: { readonly output: string };
}

/** The body of `POST /feedback`, but for its project. */
export interface Feedback extends FeedbackContent {
  readonly id: string;
  readonly run_id: string;
  readonly trace_id?: string;
  readonly start_time: string;
  readonly key: string;
  readonly feedback_source: {
    readonly type: "api" | "model";
    readonly metadata: Readonly<Record<string, string>>;
  };
}

/** The feedback as LangSmith takes it; none where there is nothing in it that LangSmith has a place for. */
export async function toFeedback(
  event: FeedbackEvent | EvaluationEvent,
  recent: RecentPlaces,
): Promise<Feedback | undefined> {
  const { reference } = event;
  const told = reference.startedAtMs !== undefined && reference.spanId !== undefined;
  const { traceId, spanId, startedAtMs, ancestry } = told
    ? reference
    : { ...reference, ...recent.find(reference.traceId, reference.spanId) };
  if (spanId === undefined || startedAtMs === undefined) {
    throw new Error(
      "LangSmith finds a run by its start, and these ids are of none that ended in this process lately: pass the reference " +
        "that telemetry.reference() or capture gave, not its ids alone",
    );
  }
  const content = toContent(event);
  if (Object.keys(content).length === 0) return undefined;
  const place = toPlace({ traceId, spanId, startedAtMs, ancestry: ancestry ?? [] });
  return {
    id: await toFeedbackId(event.id, place.startedAtMs),
    run_id: place.id,
    ...(ancestry !== undefined && { trace_id: place.traceId }),
    start_time: toIsoTime(place.startedAtMs),
    key: event.name,
    ...content,
    feedback_source: { type: event.type === "feedback" ? "api" : "model", metadata: toMetadata(event) },
  };
}

/** What changes when it is given again. */
export function toContent(event: FeedbackEvent | EvaluationEvent): FeedbackContent {
  const { score } = event;
  const label = event.type === "evaluation" ? event.label : undefined;
  const value = score?.kind === "category" ? score.value : label;
  const comment = event.type === "feedback" ? event.comment : event.explanation;
  const correction = event.type === "feedback" ? event.correction : undefined;
  return {
    // Averages need numbers, and it keeps four digits of them.
    ...(score !== undefined && score.kind !== "category" && { score: Math.round(Number(score.value) * 1e4) / 1e4 }),
    ...(value !== undefined && { value }),
    ...(comment !== undefined && { comment }),
    ...(correction !== undefined && { correction: { output: correction } }),
  };
}

/**
 * A UUID of version 7 at the run's start, whose rest is a hash of the feedback's own id: the same feedback has the same
 * one, whichever process gives it.
 */
async function toFeedbackId(id: string, startedAtMs: number): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(id));
  const hex = Array.from(new Uint8Array(hash, 0, 10), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const time = Math.floor(startedAtMs).toString(16).padStart(12, "0");
  const variant = (8 | (Number.parseInt(hex.slice(3, 4), 16) & 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
}

function toMetadata(event: FeedbackEvent | EvaluationEvent): Readonly<Record<string, string>> {
  const { score, agent, context } = event;
  const { query, response } = { query: undefined, response: undefined, ...event };
  const all = { source: event.type, kind: score?.kind, agent, query, response, user_id: context.userId };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
