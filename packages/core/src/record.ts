import type { OperationEnd, OperationStart, Outcome } from "./contract.ts";

/** Who and what an operation was done for. On spans and records, never on metrics. */
export interface UserContext {
  readonly sessionId?: string | undefined;
  readonly userId?: string | undefined;
  readonly tenantId?: string | undefined;
  /** Added to those of what is around. */
  readonly tags?: readonly string[] | undefined;
  /** Key by key before that of what is around. Of more than 64 keys the rest is left out. */
  readonly metadata?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** The prompt template that is used, as a prompt store names it. */
  readonly prompt?: { readonly name: string; readonly version?: string | undefined } | undefined;
}

/** An enclosing operation of this process. */
export interface Ancestor {
  readonly spanId: string;
  /** Epoch milliseconds. */
  readonly startedAtMs: number;
}

/** What one model call cost, in billionths of a US dollar. */
export interface Cost {
  readonly totalNanoUsd: number;
  readonly inputNanoUsd?: number;
  readonly outputNanoUsd?: number;
  /** `provider`: the provider's own figure. `book`: priced here. */
  readonly source: "provider" | "book";
  /** Name of the price book. */
  readonly book?: string;
  /** True where the usage was not complete: a total was not reported, or the call was cut short. */
  readonly partial?: true;
}

/** Why a model call has no cost. `no_prices`: prices are switched off or could not be loaded. */
export type Unpriced = "unknown_model" | "no_usage" | "no_prices";

type Began = Pick<OperationStart, "name" | "label" | "provider" | "model" | "agent" | "tool" | "conversationId">;
type Happened = Pick<OperationStart, "request" | "retrieval" | "input" | "toolDefinitions"> &
  Pick<OperationEnd, "response" | "usage" | "output" | "documents">;

/** What is known of an operation that has begun. */
export interface StartedRecord extends Began {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** Enclosing operations of this process, root first. */
  readonly ancestry: readonly Ancestor[];
  /** Names of the enclosing agents, root first. */
  readonly agentPath: readonly string[];
  readonly context: UserContext;
  /** Epoch milliseconds. */
  readonly startedAtMs: number;
}

/**
 * One finished operation: frozen, redacted once, priced once, plain data. Spans, metrics, costs and archives are
 * functions of it. It survives `JSON.stringify`. `input`, `output`, `toolDefinitions`, the tool's arguments, the retrieval's query
 * and the documents' text are content: there only where the content policy allows it.
 */
export interface OperationRecord extends StartedRecord, Happened {
  readonly v: 1;
  readonly remote?: true;
  readonly cost?: Cost;
  readonly unpriced?: Unpriced;
  readonly outcome: Outcome;
  /** What a rule of `silentFailures` says of a tool that ended without an error. */
  readonly silentFailure?: string;
  /** `type` is the HTTP status where there is one, else the error's name. */
  readonly error?: { readonly type: string; readonly message: string };
  readonly durationMs: number;
  readonly timeToFirstChunkMs?: number;
  readonly chunks?: number;
  /** 2 for the first repetition of a failed call, and so on. */
  readonly attempt?: number;
}
