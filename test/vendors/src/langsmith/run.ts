import type { LangSmithFeedback } from "./feedback.ts";
import type { Attachment } from "./run-payload.ts";

type Json = Readonly<Record<string, unknown>>;

/** Tokens and USD. `undefined` is what nobody told. */
export interface LangSmithUsage {
  readonly promptTokens: number | undefined;
  readonly completionTokens: number | undefined;
  readonly totalTokens: number | undefined;
  readonly promptTokenDetails: Readonly<Record<string, number>>;
  readonly completionTokenDetails: Readonly<Record<string, number>>;
  readonly promptCost: number | undefined;
  readonly completionCost: number | undefined;
  readonly totalCost: number | undefined;
}

/** A run as LangSmith shows it. */
export interface LangSmithRun {
  readonly id: string;
  readonly traceId: string;
  readonly parentRunId: string | undefined;
  readonly dottedOrder: string;
  readonly name: string;
  readonly runType: string;
  readonly project: string;
  /** In milliseconds since 1970, as are all times. */
  readonly startMs: number;
  readonly endMs: number | undefined;
  readonly status: "pending" | "success" | "error";
  readonly error: string | undefined;
  readonly inputs: Json;
  readonly outputs: Json | undefined;
  readonly metadata: Json;
  readonly invocationParams: Json;
  /** All of `extra`, with the two before. */
  readonly extra: Json;
  readonly events: readonly Json[];
  readonly tags: readonly string[];
  readonly attachments: readonly Attachment[];
  /** From `session_id`, `conversation_id` or `thread_id` in the metadata: the first that is there. */
  readonly threadId: string | undefined;
  /** From the first `new_token` event of a model call. */
  readonly firstTokenMs: number | undefined;
  /** What the run itself used. */
  readonly own: LangSmithUsage;
  /** That, and all that the runs below it used: what the page shows. */
  readonly total: LangSmithUsage;
  readonly feedback: readonly LangSmithFeedback[];
  /** By `dotted_order`. */
  readonly children: readonly LangSmithRun[];
  /** Whether the page of this run opens: it looks for the run where the id's own time says. */
  readonly openable: boolean;
}
