import type { UserContext } from "../record.ts";
import type { TraceReference } from "./trace-reference.ts";

/** A judgement in one of the forms in which people and evaluators give it. `rating`: 1 to 5. `thumbs`: true is up. */
export type Score =
  | { readonly kind: "number" | "rating"; readonly value: number }
  | { readonly kind: "boolean" | "thumbs"; readonly value: boolean }
  | { readonly kind: "category"; readonly value: string };

/** What every event says. Frozen, redacted once, plain data. */
interface Happening {
  /** When it happened. Epoch milliseconds. */
  readonly atMs: number;
  /** What it is about. Left out where no operation was open and none was named. */
  readonly reference?: TraceReference;
  /** The innermost agent around it, where it is known. */
  readonly agent?: string;
  /** Whom it happened for, by `withContext` and the operations around. */
  readonly context: UserContext;
}

/** What a person said of an answer. With a score, a comment, a correction, or several of them. */
export interface FeedbackEvent extends Happening {
  readonly type: "feedback";
  readonly reference: TraceReference;
  /** The same for the same feedback: a later one replaces the earlier one. */
  readonly id: string;
  readonly name: string;
  readonly score?: Score;
  /** Content. */
  readonly comment?: string;
  /** Content. What the answer should have been. */
  readonly correction?: string;
  /** Content. What was asked. */
  readonly query?: string;
  /** Content. What was answered. */
  readonly response?: string;
}

/** What an evaluator, such as a test or another model, found of an answer. */
export interface EvaluationEvent extends Happening {
  readonly type: "evaluation";
  readonly reference: TraceReference;
  /** The same for the same evaluation: a later one replaces the earlier one. */
  readonly id: string;
  /** What was measured, such as `relevance`. */
  readonly name: string;
  readonly score?: Score;
  /** What the score means in words, from a small set: `relevant`, `not_relevant`. */
  readonly label?: string;
  /** Content. Why. */
  readonly explanation?: string;
  /** Why there is no score: the type of the error with which the evaluation ended. */
  readonly error?: string;
}

/** What a guard, such as a budget or a policy, decided. */
export interface GuardDecisionEvent extends Happening {
  readonly type: "guard_decision";
  /** Name of the guard. */
  readonly guard: string;
  readonly decision: "allowed" | "warned" | "downgraded" | "denied";
  readonly reason?: string;
}

/** Something else was tried, because what was tried first failed. */
export interface FallbackEvent extends Happening {
  readonly type: "fallback";
  /** What failed: a model, a tool, an agent. */
  readonly from?: string;
  /** What took its place. */
  readonly to?: string;
  readonly reason?: string;
}

/** A run was stopped by a limit on steps, calls, tokens or time. */
export interface LimitHitEvent extends Happening {
  readonly type: "limit_hit";
  /** Name of the limit, such as `max_steps`. */
  readonly limit: string;
  /** How much it allows, in its own unit. */
  readonly value?: number;
}

/** A person was asked whether something may be done. */
export interface ConfirmationEvent extends Happening {
  readonly type: "confirmation";
  readonly outcome: "approved" | "edited" | "denied" | "timed_out";
  readonly tool?: string;
  /** How long the answer took, in milliseconds. */
  readonly waitedMs?: number;
}

/** What a model wrote was not of the form that was asked for. */
export interface ParseFailureEvent extends Happening {
  readonly type: "parse_failure";
  /** Name of the form: a schema, a parser. */
  readonly schema?: string;
  /** Content, since it quotes what the model wrote. What is wrong with it. */
  readonly message?: string;
}

/** Telemetry that did not arrive. */
export interface DropEvent extends Happening {
  readonly type: "drop";
  readonly destination: string;
  readonly reason: string;
  /** How many spans, records or events. */
  readonly count: number;
}

/** What happens around operations, in a closed list. */
export type TelemetryEvent =
  | FeedbackEvent
  | EvaluationEvent
  | GuardDecisionEvent
  | FallbackEvent
  | LimitHitEvent
  | ConfirmationEvent
  | ParseFailureEvent
  | DropEvent;
