import type { Keeper } from "../keeper.ts";
import type { Parts } from "../parts.ts";
import type { UserContext } from "../record.ts";
import { currentPlace } from "../scope.ts";
import type { EvaluationInput, EventTarget, FeedbackInput, TelemetryEventInput } from "./event-input.ts";
import { readPlainEvent } from "./read-plain-event.ts";
import { readScore } from "./read-score.ts";
import type { EvaluationEvent, FeedbackEvent, Score, TelemetryEvent } from "./telemetry-event.ts";
import { currentReference, readReference, type TraceReference } from "./trace-reference.ts";

type Problem = { readonly problem: string };
type Text = "comment" | "correction" | "query" | "response" | "explanation";
type Texts = { readonly [K in Text]?: string };

/** What is known of an event from where it happens. */
export interface Surroundings {
  readonly atMs: number;
  readonly context: UserContext;
}

const NO_REFERENCE = "it is about nothing: pass a reference, or a traceId of 32 hex digits; a spanId has 16 of them";
const NO_NAME = "name has to be a text that is not empty";

/** Takes events from what was handed to us: checked, copied, redacted, frozen. */
export class EventReader {
  readonly #keeper: Keeper;

  constructor({ keeper }: Parts) {
    this.#keeper = keeper;
  }

  read(given: TelemetryEventInput, surroundings: Surroundings): TelemetryEvent | Problem {
    const type = this.#keeper.field(given, "type");
    if (type === "feedback") return this.feedback(given as FeedbackInput, surroundings);
    if (type === "evaluation") return this.#evaluation(given as EvaluationInput, surroundings);
    const target = this.#target(given);
    if ("problem" in target) return target;
    const read = readPlainEvent(type, given, this.#keeper);
    return "problem" in read
      ? read
      : (Object.freeze({ type, ...surroundings, ...target, ...read.fields }) as TelemetryEvent);
  }

  feedback(given: FeedbackInput, surroundings: Surroundings): FeedbackEvent | Problem {
    const about = this.#judged(given);
    if ("problem" in about) return about;
    const texts = this.#texts(given, ["comment", "correction", "query", "response"]);
    const { score, ...target } = about;
    const kind = score?.kind ?? (["comment", "correction"] as const).find((field) => field in texts);
    if (kind === undefined) return { problem: "pass a value, a rating, thumbs, a comment or a correction" };
    const named = kind === "number" || kind === "boolean" || kind === "category";
    const name = this.#name(given, "name") ?? (named ? undefined : kind);
    if (name === undefined) return { problem: `${NO_NAME}: say what the value is of` };
    const id = this.#name(given, "id") ?? toId("feedback", target.reference, name);
    return Object.freeze({ type: "feedback", ...surroundings, ...target, id, name, ...(score && { score }), ...texts });
  }

  #evaluation(given: EvaluationInput, surroundings: Surroundings): EvaluationEvent | Problem {
    const about = this.#judged(given);
    if ("problem" in about) return about;
    const { score, ...target } = about;
    const name = this.#name(given, "name");
    if (name === undefined) return { problem: `${NO_NAME}: say what was measured` };
    const label = this.#name(given, "label");
    const error = this.#name(given, "error");
    if (score === undefined && label === undefined && error === undefined) {
      return { problem: "pass a value, a rating, thumbs, a label or an error" };
    }
    const id = this.#name(given, "id") ?? toId("evaluation", target.reference, name);
    return Object.freeze({
      ...({ type: "evaluation", ...surroundings, ...target, id, name } as const),
      ...(score && { score }),
      ...(label !== undefined && { label }),
      ...(error !== undefined && { error }),
      ...this.#texts(given, ["explanation"]),
    });
  }

  /** What was judged, and how. */
  #judged(
    given: FeedbackInput | EvaluationInput,
  ): { readonly reference: TraceReference; readonly agent?: string; readonly score?: Score } | Problem {
    const target = this.#target(given);
    if ("problem" in target) return target;
    const { reference } = target;
    if (reference === undefined) return { problem: NO_REFERENCE };
    const score = readScore(given, this.#keeper);
    if (score !== undefined && "problem" in score) return score;
    return { ...target, reference, ...(score && { score: Object.freeze(score) }) };
  }

  /** What was named, else what is around. */
  #target(given: EventTarget): { readonly reference?: TraceReference; readonly agent?: string } | Problem {
    const keeper = this.#keeper;
    const whole = keeper.field(given, "reference") ?? undefined;
    const named = whole !== undefined || (keeper.field(given, "traceId") ?? undefined) !== undefined;
    const reference = named ? readReference(Object(whole ?? given), keeper) : currentReference();
    if (named && reference === undefined) return { problem: NO_REFERENCE };
    const around = named ? undefined : currentPlace().operation?.agentPathBelow.at(-1);
    const agent = this.#name(given, "agent") ?? around;
    return { ...(reference && { reference }), ...(agent !== undefined && { agent }) };
  }

  #name<K extends string>(given: { readonly [key in K]?: unknown }, field: K): string | undefined {
    return this.#keeper.name(this.#keeper.field(given, field));
  }

  #texts(given: { readonly [K in Text]?: string | undefined }, fields: readonly Text[]): Texts {
    const texts: { [K in Text]?: string } = {};
    for (const field of fields) {
      const value: unknown = this.#keeper.field(given, field);
      const kept = typeof value === "string" && value !== "" ? this.#keeper.text(value) : undefined;
      if (kept !== undefined) texts[field] = kept;
    }
    return texts;
  }
}

/** The same for the same judgement of the same thing, so that who changes their mind replaces it. */
function toId(type: string, { traceId, spanId }: TraceReference, name: string): string {
  return [traceId, spanId ?? "trace", type, name].join("-");
}
