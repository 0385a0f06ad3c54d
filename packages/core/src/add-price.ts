import type { BilledCost } from "./contract.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { RecordedOperation } from "./operation.ts";
import type { PriceBook, Question } from "./prices/price-book.ts";
import type { CostRecord } from "./record.ts";
import type { Draft } from "./to-record.ts";

/**
 * Adds what one model call cost, or why that is not known. What never reached the provider costs nothing to know. What
 * the provider itself says comes before any calculation, which then stays beside it.
 */
export function addPrice(
  draft: Draft,
  { facts, partial }: RecordedOperation,
  prices: PriceBook | undefined,
  diagnostics: Diagnostics,
): void {
  if (draft.outcome === "cached" || draft.outcome === "denied") return;
  const { usage } = draft;
  const used = usage !== undefined && (usage.inputTokens ?? usage.outputTokens ?? usage.units) !== undefined;
  const billed = facts.billedCost && toNanoUsd(facts.billedCost, diagnostics);
  const answer = used ? prices?.price(toQuestion(draft), billed !== undefined) : undefined;
  const priced = answer !== undefined && "cost" in answer ? answer : undefined;
  if (priced?.contextWindowTokens !== undefined) draft.contextWindowTokens = priced.contextWindowTokens;
  if (billed !== undefined) {
    const local = priced && { local: Object.freeze(priced.cost) };
    draft.cost = Object.freeze({ totalNanoUsd: billed, source: "provider", currency: "USD", ...local });
  } else if (priced === undefined) {
    draft.unpriced = !used ? "no_usage" : answer !== undefined && "unpriced" in answer ? answer.unpriced : "no_prices";
  } else {
    const cost: CostRecord = { ...priced.cost, currency: "USD" };
    draft.cost = Object.freeze(partial || priced.partial ? { ...cost, partial: true } : cost);
  }
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
