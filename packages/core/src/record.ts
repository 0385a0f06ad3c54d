import type { GapTotals } from "./chunk-gaps.ts";
import type { ApprovalDecision, OperationEnd, OperationStart, Outcome } from "./contract.ts";

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

/**
 * What a cost is made of, in billionths of a US dollar. Nothing is in two parts, and all of them add up to the total.
 * A part is left out where nothing of its kind was used.
 */
export interface CostParts {
  /** Input that was read afresh: neither from a cache nor into one, and no audio. */
  readonly inputNanoUsd?: number;
  readonly cacheReadNanoUsd?: number;
  /** Kept for five minutes, for an hour, or however long the provider keeps it. */
  readonly cacheWriteNanoUsd?: number;
  /** Output that is neither reasoning nor audio. */
  readonly outputNanoUsd?: number;
  readonly reasoningNanoUsd?: number;
  readonly audioInputNanoUsd?: number;
  readonly audioOutputNanoUsd?: number;
  /** What is billed apart from tokens: searches, images, seconds, requests. */
  readonly feesNanoUsd?: number;
}

/** What a call cost by our own calculation. */
export interface ComputedCost {
  /** The sum of the parts. */
  readonly totalNanoUsd: number;
  readonly parts: CostParts;
  /** `override`: by a price that the application gave. `book`: by a price book. */
  readonly source: "override" | "book";
  /**
   * How the model's id led to the price. `exact`: the same id, or one that differs by its date alone. `alias`: another
   * name of it, in the application's list or in the book's, such as `-latest`. `prefix`: anything looser.
   */
  readonly match: "exact" | "alias" | "prefix";
  /** Provider and model whose price it is, such as `openai/gpt-5-mini`. */
  readonly pricedAs: string;
  /** Since when this price holds, as `2026-08-21`, where the source of the price says so. */
  readonly priceDate?: string;
  /** Which book, and of which edition: `genai-prices@0.1.8`. */
  readonly book?: string;
  /** The service tier that the response named, where it was not the standard one: `batch`, `flex`, `priority`. */
  readonly tier?: string;
  /** True where no price of this tier is known and the standard price stands in for it. */
  readonly tierUnpriced?: true;
}

/** What the provider itself says that the call cost. */
export interface BilledByProvider {
  readonly totalNanoUsd: number;
  readonly source: "provider";
  /** Our own calculation, to compare. It is not part of the total. */
  readonly local?: ComputedCost;
}

/** What one model call cost, in billionths of a US dollar. */
export type CostRecord = (ComputedCost | BilledByProvider) & {
  readonly currency: "USD";
  /** True where some of it is not known: a count was not reported, has no known price, or the call was cut short. */
  readonly partial?: true;
};

/** Why a model call has no cost. `no_prices`: prices are switched off or could not be loaded. */
export type Unpriced = "unknown_model" | "no_usage" | "no_prices";

/**
 * What happened within a root operation, told when it ended: sums of single calls, never priced as a sum. What ended
 * after it is not in them. A call or tool that a gate refused is not either.
 */
export interface RunTotals {
  /** Calls that reached a provider, each attempt one. */
  readonly modelCalls: number;
  readonly toolCalls: number;
  /**
   * Turns of agents' loops: model calls right below an agent, whose repetitions after an error are the same turn. Those
   * of all agents within; calls that tools make are none.
   */
  readonly steps: number;
  /** Of the calls that said so; left out where none did. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Of the calls whose cost is known; left out where none is. */
  readonly totalNanoUsd?: number;
  /** Calls whose cost is not known, where there are any. */
  readonly unpricedCalls?: number;
  /** True where some of the cost of a call in it is not known. */
  readonly partial?: true;
}

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
  readonly cost?: CostRecord;
  readonly unpriced?: Unpriced;
  /** How many tokens fit into the model's context, by the price book. */
  readonly contextWindowTokens?: number;
  /** Of an operation without a parent in this process, with a model or tool call in it. */
  readonly run?: RunTotals;
  /** Of an agent's run: model calls other than embeddings, and tools, that it called itself. None, if it called neither. */
  readonly calls?: { readonly model: number; readonly tool: number };
  readonly outcome: Outcome;
  /** What a rule of `silentFailures` says of a tool that ended without an error. */
  readonly silentFailure?: string;
  /** `type` is the HTTP status where there is one, else the error's name. */
  readonly error?: { readonly type: string; readonly message: string };
  readonly durationMs: number;
  readonly timeToFirstChunkMs?: number;
  readonly chunks?: number;
  /** Times between the chunks, by the buckets of the metric of them. */
  readonly chunkGaps?: GapTotals;
  /** The model that had failed just before, where this call was made to another one instead. */
  readonly fallbackFrom?: string;
  /** The limit that stopped an agent's run: `steps`, `model_calls`, `tool_calls`. Told by an error, or by answers of tools that no model read. */
  readonly limitHit?: NonNullable<OperationEnd["limitHit"]>;
  /** The model's answer was not of the form that was asked for. On the innermost operation that it ended. */
  readonly parseFailure?: true;
  /** The run waits for a person; or it goes on with what a person has decided: `denied` where one call was, else `edited`. */
  readonly confirmation?: "requested" | ApprovalDecision;
  /** 2 for the first repetition of a failed call, and so on. */
  readonly attempt?: number;
}
