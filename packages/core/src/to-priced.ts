import type { BilledCost } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { RecordedOperation } from "./operation.ts";
import type { Answer, PriceBook, Question } from "./prices/price-book.ts";
import type { CostRecord, OperationRecord } from "./record.ts";
import type { Draft } from "./to-record.ts";

type Priced = Pick<OperationRecord, "cost" | "unpriced" | "contextWindowTokens">;

/**
 * What one model call cost, or why that is not known. What never reached the provider costs nothing to know. What the
 * provider itself says comes before any calculation, which then stays beside it.
 */
export function toPriced(
  draft: Draft,
  { facts, partial }: RecordedOperation,
  prices: PriceBook | undefined,
  diagnostics: Diagnostics,
): Priced {
  if (draft.outcome === "cached" || draft.outcome === "denied") return {};
  const { usage } = draft;
  const used = usage !== undefined && (usage.inputTokens ?? usage.outputTokens ?? usage.units) !== undefined;
  const billed = facts.billedCost && toNanoUsd(facts.billedCost, diagnostics);
  const answer = used ? prices?.price(toQuestion(draft), billed !== undefined) : undefined;
  if (billed !== undefined) {
    const local = answer !== undefined && "cost" in answer ? { local: Object.freeze(answer.cost) } : {};
    return {
      ...sizeIn(answer),
      cost: Object.freeze({ totalNanoUsd: billed, source: "provider", currency: "USD", ...local }),
    };
  }
  if (!used) return { unpriced: "no_usage" };
  if (answer === undefined || "unpriced" in answer) return { unpriced: answer?.unpriced ?? "no_prices" };
  const cost: CostRecord = { ...answer.cost, currency: "USD" };
  return { ...sizeIn(answer), cost: Object.freeze(partial || answer.partial ? { ...cost, partial: true } : cost) };
}

function sizeIn(answer: Answer | undefined): Priced {
  const size = answer !== undefined && "cost" in answer ? answer.contextWindowTokens : undefined;
  return size === undefined ? {} : { contextWindowTokens: size };
}

/** Embeddings have no output tokens, so that nothing is missing where none are told of. */
function toQuestion(draft: Draft): Question {
  if (draft.name !== "embeddings" || draft.usage?.outputTokens !== undefined) return draft;
  return { ...draft, usage: { ...draft.usage, outputTokens: 0 } };
}

/** `undefined` for what cannot be a bill. */
function toNanoUsd({ usd }: BilledCost, diagnostics: Diagnostics): number | undefined {
  const nanoUsd = Math.round(usd * 1e9);
  if (nanoUsd >= 0 && Number.isSafeInteger(nanoUsd)) return nanoUsd;
  diagnostics.report("invalid_usage", "What the provider bills is no amount of money");
  return undefined;
}
