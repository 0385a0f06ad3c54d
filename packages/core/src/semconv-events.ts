import { ATTR_ERROR_TYPE } from "@opentelemetry/semantic-conventions";
import type { EvaluationEvent, FeedbackEvent, Score } from "./events/telemetry-event.ts";
import { counter, histogram, type Instrument, type Labels, type Point } from "./instrument.ts";
import { LABEL } from "./semconv-labels.ts";

/*
 * The event of the conventions for what was found of an answer, the same in both profiles; and our own metrics of it,
 * since the conventions have none.
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-events.md
 */

export const EVALUATION_RESULT = "gen_ai.evaluation.result";

type Judgement = FeedbackEvent | EvaluationEvent;
type Attributes = Readonly<Record<string, string | number>>;

const WORDS: Readonly<Record<Score["kind"], readonly [low: string, high: string] | undefined>> = {
  thumbs: ["down", "up"],
  boolean: ["false", "true"],
  rating: undefined,
  number: undefined,
  category: undefined,
};

/** The attributes of the evaluation event. The explanation is there only where the event has its content. */
export function evaluationAttributes(event: Judgement): Attributes {
  const { name, score, reference } = event;
  const value = scoreOf(score);
  const label = labelOf(event);
  const explanation = event.type === "feedback" ? event.comment : event.explanation;
  return {
    "gen_ai.evaluation.name": name,
    ...(value !== undefined && { "gen_ai.evaluation.score.value": value }),
    ...(label !== undefined && { "gen_ai.evaluation.score.label": label }),
    ...(explanation !== undefined && { "gen_ai.evaluation.explanation": explanation }),
    ...(reference.responseId !== undefined && { "gen_ai.response.id": reference.responseId }),
    ...(event.type === "evaluation" && event.error !== undefined && { [ATTR_ERROR_TYPE]: event.error }),
    ...(event.type === "feedback" &&
      event.correction !== undefined && { "isospan.feedback.correction": event.correction }),
    "isospan.evaluation.source": event.type,
    // Where it has no span of its own, the log record cannot say which trace it belongs to.
    ...(reference.spanId === undefined && { "isospan.trace.id": reference.traceId }),
  };
}

const SCORES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 2, 3, 4, 5, 10, 20, 50, 100];

const judged = (name: string, what: string): { readonly count: Instrument; readonly score: Instrument } => {
  const named = [`isospan.${name}.name`, `isospan.${name}.kind`, LABEL.agent];
  const counted = [...named, `isospan.${name}.label`, ...(name === "evaluation" ? [LABEL.error] : [])];
  const scored = `${what} with a number, yes or no, a rating or thumbs: how good. Yes and up are 1, no and down 0.`;
  return {
    count: counter(`isospan.${name}`, `{${name}}`, `${what}, by name and answer.`, counted),
    score: histogram(`isospan.${name}.score`, "1", scored, SCORES, named),
  };
};

const JUDGED = { feedback: judged("feedback", "Feedback"), evaluation: judged("evaluation", "Evaluations") } as const;

export const JUDGEMENT_METRICS: readonly Instrument[] = Object.values(JUDGED).flatMap(({ count, score }) => [
  count,
  score,
]);

/** The measurements of one feedback or evaluation. Pure. */
export function toJudgementPoints(event: Judgement): readonly Point[] {
  const { count, score } = JUDGED[event.type];
  const { type, agent } = event;
  const named: Labels = {
    [`isospan.${type}.name`]: event.name,
    [`isospan.${type}.kind`]: event.score?.kind ?? "text",
    ...(agent !== undefined && { [LABEL.agent]: agent }),
  };
  const label = event.score?.kind === "rating" ? String(event.score.value) : labelOf(event);
  const error = event.type === "evaluation" ? event.error : undefined;
  const counted: Labels = {
    ...named,
    ...(label !== undefined && { [`isospan.${type}.label`]: label }),
    ...(error !== undefined && { [ATTR_ERROR_TYPE]: error }),
  };
  const value = scoreOf(event.score);
  return [
    { instrument: count, value: 1, attributes: counted },
    ...(value === undefined ? [] : [{ instrument: score, value, attributes: named }]),
  ];
}

/** Yes is one, no is zero; a category has no number. */
function scoreOf(score: Score | undefined): number | undefined {
  return score === undefined || score.kind === "category" ? undefined : Number(score.value);
}

function labelOf(event: Judgement): string | undefined {
  const { score } = event;
  if (event.type === "evaluation" && event.label !== undefined) return event.label;
  return score?.kind === "category" ? score.value : score && WORDS[score.kind]?.[Number(score.value)];
}
