import type { RecordedOperation } from "./operation.ts";
import type { PriceBook } from "./price-book.ts";
import type { OperationRecord } from "./record.ts";
import type { Draft } from "./to-record.ts";

type Priced = Pick<OperationRecord, "cost" | "unpriced">;

/** What one model call cost, or why that is not known. What never reached the provider costs nothing to know. */
export function toPriced(draft: Draft, { facts, partial }: RecordedOperation, prices: PriceBook | undefined): Priced {
  if (draft.outcome === "cached" || draft.outcome === "denied") return {};
  const { billedCost } = facts;
  if (billedCost !== undefined && Number.isFinite(billedCost.usd) && billedCost.usd >= 0) {
    const totalNanoUsd = Math.round(billedCost.usd * 1e9);
    return { cost: Object.freeze({ totalNanoUsd, source: "provider", currency: "USD" }) };
  }
  const { inputTokens, outputTokens } = draft.usage ?? {};
  if (inputTokens === undefined && outputTokens === undefined) return { unpriced: "no_usage" };
  const whole = inputTokens !== undefined && (outputTokens !== undefined || draft.name === "embeddings");
  const priced: Priced = prices?.price(draft) ?? { unpriced: "no_prices" };
  return (partial || !whole) && priced.cost ? { cost: Object.freeze({ ...priced.cost, partial: true }) } : priced;
}
