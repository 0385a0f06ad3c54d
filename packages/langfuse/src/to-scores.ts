import type { EvaluationEvent, FeedbackEvent, Score } from "@isospan/core";

/** The body of `POST /api/public/scores`. The id is its upsert key. */
export interface LangfuseScore {
  readonly id: string;
  readonly traceId: string;
  readonly observationId?: string;
  readonly name: string;
  readonly value: number | string;
  readonly dataType: "NUMERIC" | "BOOLEAN" | "CATEGORICAL" | "TEXT" | "CORRECTION";
  readonly comment?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly environment?: string;
}

type Value = Pick<LangfuseScore, "value" | "dataType">;

const MAX_TEXT_CHARACTERS = 500;

/** A score of what was found, and one more of a correction, which Langfuse keeps as a kind of its own. */
export function toScores(
  event: FeedbackEvent | EvaluationEvent,
  environment: string | undefined,
): readonly LangfuseScore[] {
  const { id, name, reference } = event;
  const { comment, correction } =
    event.type === "feedback" ? event : { comment: event.explanation, correction: undefined };
  const metadata = toMetadata(event);
  const about = {
    traceId: reference.traceId,
    ...(reference.spanId !== undefined && { observationId: reference.spanId }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(environment !== undefined && { environment }),
  };
  const found = toValue(event.score, event.type === "evaluation" ? event.label : undefined);
  const scores: LangfuseScore[] = [];
  if (found !== undefined) scores.push({ id, name, ...about, ...found, ...(comment !== undefined && { comment }) });
  // Langfuse calls it so whatever it was called.
  const corrected = { id: `${id}-correction`, name: "output", ...about };
  if (correction !== undefined) scores.push({ ...corrected, value: correction, dataType: "CORRECTION" });
  if (found === undefined && comment !== undefined) scores.push({ id, name, ...about, ...toText(comment) });
  return scores;
}

function toValue(score: Score | undefined, label: string | undefined): Value | undefined {
  if (score === undefined) return label === undefined ? undefined : { value: label, dataType: "CATEGORICAL" };
  if (score.kind === "category") return { value: score.value, dataType: "CATEGORICAL" };
  // Not true and false, which it refuses.
  if (typeof score.value === "boolean") return { value: Number(score.value), dataType: "BOOLEAN" };
  return { value: score.value, dataType: "NUMERIC" };
}

/** A text score has room for little. */
function toText(comment: string): Value & { readonly comment?: string } {
  if (comment.length <= MAX_TEXT_CHARACTERS) return { value: comment, dataType: "TEXT" };
  return { value: `${comment.slice(0, MAX_TEXT_CHARACTERS - 1).toWellFormed()}…`, dataType: "TEXT", comment };
}

function toMetadata(event: FeedbackEvent | EvaluationEvent): Readonly<Record<string, string>> {
  const { score, agent, context } = event;
  const { query, response, label } = { query: undefined, response: undefined, label: undefined, ...event };
  const all = { source: event.type, kind: score?.kind, label, agent, query, response, userId: context.userId };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
