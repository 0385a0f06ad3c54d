import type {
  ConfirmationEvent,
  DropEvent,
  FallbackEvent,
  GuardDecisionEvent,
  LimitHitEvent,
  ParseFailureEvent,
} from "./telemetry-event.ts";
import type { TraceReference } from "./trace-reference.ts";

/** What an event is about. */
export interface EventTarget {
  /** From `telemetry.reference()`, or a record. @default the operation around */
  readonly reference?: TraceReference | undefined;
  /** In place of a reference: 32 hex digits. */
  readonly traceId?: string | undefined;
  /** With `traceId`: 16 hex digits. @default the trace as a whole */
  readonly spanId?: string | undefined;
  /** Name of the agent that it is about, a label of metrics. @default the innermost one around, without a reference */
  readonly agent?: string | undefined;
}

/** How good something was. One of them at most. */
export interface ScoreInput {
  /** A number on a scale of yours, yes or no, or a category from a small set. */
  readonly value?: number | boolean | string | undefined;
  /** 1 to 5, whole. */
  readonly rating?: number | undefined;
  readonly thumbs?: "up" | "down" | undefined;
}

/** Something of it has to be there: a score, a comment or a correction. */
export interface FeedbackInput extends EventTarget, ScoreInput {
  /**
   * What was judged: few different names, since it is a label of metrics.
   * @default how it was given: `rating`, `thumbs`, `comment`, `correction`; with `value` it is needed
   */
  readonly name?: string | undefined;
  /** Content. */
  readonly comment?: string | undefined;
  /** Content. What the answer should have been. */
  readonly correction?: string | undefined;
  /** Content. What was asked. */
  readonly query?: string | undefined;
  /** Content. What was answered. */
  readonly response?: string | undefined;
  /**
   * A feedback with the same id replaces the earlier one. Name one where several people judge the same answer.
   * @default made of what it is about and its name
   */
  readonly id?: string | undefined;
}

/** Something of it has to be there: a score, a label or an error. */
export interface EvaluationInput extends EventTarget, ScoreInput {
  /** What was measured, such as `relevance`. */
  readonly name: string;
  /** What the score means in words, from a small set. */
  readonly label?: string | undefined;
  /** Content. Why. */
  readonly explanation?: string | undefined;
  /** The type of the error with which the evaluation ended. */
  readonly error?: string | undefined;
  /** @default made of what it is about and its name */
  readonly id?: string | undefined;
}

type Optional<T> = { readonly [K in keyof T]: T[K] | (undefined extends T[K] ? undefined : never) };
type Plain<E> = E extends { readonly type: string }
  ? Optional<Omit<E, "atMs" | "reference" | "agent" | "context">> & EventTarget
  : never;

/** What `telemetry.event` takes. The rest of an event is known where it happens. */
export type TelemetryEventInput =
  | ({ readonly type: "feedback" } & FeedbackInput)
  | ({ readonly type: "evaluation" } & EvaluationInput)
  | Plain<GuardDecisionEvent | FallbackEvent | LimitHitEvent | ConfirmationEvent | ParseFailureEvent | DropEvent>;

/** What became of a feedback at one destination. */
export interface FeedbackDelivery {
  readonly destination: string;
  /** `withheld`: all of it is content, which the policy denies to this destination. */
  readonly status: "delivered" | "failed" | "withheld";
  /** What the destination answered, where it failed. */
  readonly error?: Error;
  /** The fields that were kept from this destination by the content policy. */
  readonly withheld?: readonly string[];
}

/** What became of a feedback. `refused`: it was not of the form that it must have, or came after shutdown. */
export type FeedbackResult =
  | { readonly status: "recorded"; readonly id: string; readonly destinations: readonly FeedbackDelivery[] }
  | { readonly status: "refused"; readonly problem: string };
