import type { Answer } from "../http/exchange.ts";
import { Refusal } from "./multipart.ts";
import { isUuid } from "./uuid.ts";

type Json = Readonly<Record<string, unknown>>;

export interface LangSmithFeedback {
  readonly id: string;
  readonly runId: string | undefined;
  readonly traceId: string | undefined;
  readonly sessionId: string | undefined;
  readonly key: string;
  readonly score: number | boolean | undefined;
  readonly value: unknown;
  readonly correction: unknown;
  readonly comment: string | undefined;
  readonly source: Json;
  /** Partition key: without it the run is looked for everywhere. */
  readonly startTime: string | undefined;
  /** Whether the trace is kept longer from now on, and paid for. */
  readonly extendsRetention: boolean;
}

export interface FeedbackStore {
  readonly all: ReadonlyMap<string, LangSmithFeedback>;
  /** Refuses what is wrong or was there before. */
  check(body: Json): LangSmithFeedback;
  keep(feedback: LangSmithFeedback): void;
  update(id: string, body: Json): Answer;
  remove(id: string): Answer;
}

/** @param needsSession whether feedback without its project's id is refused, or merely frowned upon */
export function feedbackStore(needsSession: boolean, warn: (warning: string) => void): FeedbackStore {
  const all = new Map<string, LangSmithFeedback>();
  const missing: Answer = { status: 404, body: { detail: "Feedback not found" } };
  return {
    all,
    check: (body) => {
      const feedback = toFeedback(body);
      if (feedback.sessionId === undefined) {
        if (needsSession) throw new Refusal(422, `feedback ${feedback.id}: session_id is missing`);
        warn(`feedback ${feedback.id}: session_id is missing, which ends on 2027-01-31`);
      }
      if (all.has(feedback.id)) throw new Refusal(409, `Conflict: feedback ${feedback.id} already exists`);
      return feedback;
    },
    keep: (feedback) => {
      all.set(feedback.id, feedback);
    },
    update: (id, body) => {
      const earlier = all.get(id);
      if (earlier === undefined) return missing;
      const {
        score = earlier.score,
        value = earlier.value,
        correction = earlier.correction,
        comment = earlier.comment,
      } = body as Partial<LangSmithFeedback>;
      all.set(id, { ...earlier, score, value, correction, comment });
      return { status: 200, body: {} };
    },
    remove: (id) => (all.delete(id) ? { status: 200, body: {} } : missing),
  };
}

function toFeedback(body: Json): LangSmithFeedback {
  const text = (key: string) => (body[key] === undefined || body[key] === null ? undefined : String(body[key]));
  const refuse = (why: string) => new Refusal(422, `feedback ${body.id}: ${why}`);
  for (const key of ["id", "run_id", "trace_id", "session_id"]) {
    if (body[key] !== undefined && body[key] !== null && !isUuid(body[key])) throw refuse(`${key} is no UUID`);
  }
  if (!isUuid(body.id)) throw refuse("id is missing");
  if (typeof body.key !== "string" || body.key === "") throw refuse("key is missing");
  if (!body.run_id && !body.session_id) throw refuse("run_id or session_id is needed");
  const score = body.score ?? undefined;
  if (score !== undefined && typeof score !== "number" && typeof score !== "boolean")
    throw refuse("score is no number");
  return {
    id: body.id,
    runId: text("run_id"),
    traceId: text("trace_id"),
    sessionId: text("session_id"),
    key: body.key,
    score,
    value: body.value ?? undefined,
    correction: body.correction ?? undefined,
    comment: text("comment"),
    source: Object(body.feedback_source),
    startTime: text("start_time"),
    extendsRetention: body.extend_trace_retention !== false,
  };
}
