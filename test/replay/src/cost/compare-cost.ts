import { isAbout, type Row } from "../compare.ts";
import type { Exchange } from "../exchange.ts";
import { type Facts, TOKEN_FIELDS } from "../facts.ts";
import type { Gap } from "../gaps/gap.ts";
import { toCost } from "./to-cost.ts";

const FIELD = "costNanoUsd";

/**
 * The record's cost beside what the payload comes to. Where the client keeps a count to itself, which the other rows
 * have shown, the cost is to be that of what it lets through. No row where there is no price to go by.
 */
export function compareCost(
  exchange: Exchange,
  expected: Facts,
  actual: Facts,
  rows: readonly Row[],
  gaps: readonly Gap[],
): readonly Row[] {
  const { provider } = exchange;
  const cost = toCost(expected, provider);
  if (cost === "unknown") return [];
  const pair = { field: FIELD, expected: cost, actual: actual[FIELD] } as const;
  const declared = gaps.find((gap) => isAbout(gap, exchange, FIELD));
  if (pair.actual === cost)
    return [declared ? { ...pair, verdict: "closed", gap: declared } : { ...pair, verdict: "ok" }];
  const kept = rows.filter(({ field, verdict }) => TOKEN_FIELDS.has(field) && verdict !== "different");
  const told = { ...expected, ...Object.fromEntries(kept.map((row) => [row.field, row.actual])) };
  const gap = declared ?? kept.find((row) => row.gap !== undefined)?.gap;
  const right = declared === undefined ? toCost(told, provider) : declared.instead?.(exchange, FIELD);
  if (pair.actual !== right) return [{ ...pair, verdict: "different" }];
  return [gap === undefined ? { ...pair, verdict: "ok" } : { ...pair, verdict: "gap", gap }];
}
