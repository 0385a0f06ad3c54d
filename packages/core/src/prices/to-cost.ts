import type { Usage } from "../contract.ts";
import type { CostParts } from "../record.ts";
import type { Price } from "./price.ts";

/** Parts and their sum. `partial` where something was used that has no known price, or a total that has one is not known. */
export interface Calculated {
  readonly totalNanoUsd: number;
  readonly parts: CostParts;
  readonly partial: boolean;
}

const REQUEST = "request";

/**
 * What a usage costs at a price: each token once, each part rounded once, half up. `undefined` where the price is for
 * something else than what is known to have been used, such as seconds, or where the counts are beyond reason.
 */
export function toCost(usage: Usage, price: Price): Calculated | undefined {
  const { inputTokens = 0, cacheReadTokens: read = 0, cacheWriteTokens: write = 0, outputTokens = 0 } = usage;
  const { reasoningTokens: reasoning = 0, cacheWrite1hTokens: hour = 0 } = usage;
  let band = price.bands[0];
  for (const each of price.bands) if (inputTokens > each.above) band = each;
  const { rates } = band;
  const fresh = Math.max(0, inputTokens - read - write);
  const audioIn = Math.min(usage.audioInputTokens ?? 0, fresh);
  // Of audio and reasoning that make more than the output, neither may be counted twice.
  const audioOut = Math.min(usage.audioOutputTokens ?? 0, Math.max(0, outputTokens - reasoning));
  const plain = Math.max(0, outputTokens - reasoning - audioOut);
  const parts: { -readonly [K in keyof CostParts]: CostParts[K] } = {};
  let total = 0;
  let known = false;
  let partial =
    (hour > 0 && band.hourUnknown) ||
    (audioIn + audioOut > 0 && band.audioUnknown) ||
    (price.mixedOutput && outputTokens > 0) ||
    (usage.inputTokens === undefined && rates.input !== undefined) ||
    (usage.outputTokens === undefined && rates.output !== undefined);
  const add = (part: keyof CostParts, tokens: number, picoUsd: number | undefined): void => {
    known ||= picoUsd !== undefined;
    if (tokens <= 0) return;
    if (picoUsd === undefined) {
      partial = true;
      return;
    }
    const nanoUsd = Math.round((tokens * picoUsd) / 1000);
    parts[part] = (parts[part] ?? 0) + nanoUsd;
    total += nanoUsd;
  };
  add("inputNanoUsd", fresh - audioIn, rates.input);
  add("cacheReadNanoUsd", read, rates.cacheRead);
  add("cacheWriteNanoUsd", write - hour, rates.cacheWrite);
  add("cacheWriteNanoUsd", hour, rates.cacheWrite1h);
  add("outputNanoUsd", plain, rates.output);
  add("reasoningNanoUsd", reasoning, rates.reasoning);
  add("audioInputNanoUsd", audioIn, rates.audioInput);
  add("audioOutputNanoUsd", audioOut, rates.audioOutput);
  const fees = toFees(usage.units, price);
  if (fees !== undefined) {
    known ||= fees.counted;
    partial ||= fees.partial;
    if (fees.counted) parts.feesNanoUsd = fees.nanoUsd;
    total += fees.nanoUsd;
  }
  return known && Number.isSafeInteger(total) ? { totalNanoUsd: total, parts, partial } : undefined;
}

function toFees(
  units: Usage["units"],
  { fees }: Price,
): { readonly nanoUsd: number; readonly counted: boolean; readonly partial: boolean } | undefined {
  if (units === undefined && !fees.has(REQUEST)) return undefined;
  let nanoUsd = 0;
  let counted = false;
  let partial = false;
  for (const unit in units) {
    const fee = fees.get(unit);
    const count = units[unit] ?? 0;
    counted ||= fee !== undefined && count > 0;
    partial ||= fee === undefined && count > 0;
    if (fee !== undefined) nanoUsd += Math.round((count * fee.nanoUsd) / fee.per);
  }
  // A call is a request, whether anybody counts it or not.
  const request = units?.[REQUEST] === undefined ? fees.get(REQUEST) : undefined;
  if (request !== undefined) nanoUsd += Math.round(request.nanoUsd / request.per);
  return { nanoUsd, counted: counted || request !== undefined, partial };
}
