import type { CostTotals, OperationRecord } from "@isospan/core";
import { alignRows } from "./layout.ts";
import type { Observation } from "./observe.ts";

/** What both runs cost: part by part as the records say, by agent and by model as `telemetry.costs` does. */
export function toCostLines(left: Observation, right: Observation): readonly string[] {
  const [a, b] = [toCosts(left), toCosts(right)];
  const rows = [...new Set([...a.keys(), ...b.keys()])].map((what) => [what, a.get(what) ?? "-", b.get(what) ?? "-"]);
  return alignRows([["cost in USD", left.framework, right.framework], ...rows]);
}

/** Every figure, exactly: `part output` and what it cost. */
export function toCosts({ records, costs }: Observation): ReadonlyMap<string, string> {
  const { byAgent, byModel, costUsd } = costs;
  return new Map([
    ...[...toParts(records)].map(([part, nanoUsd]) => [`part ${part}`, show(nanoUsd / 1e9)] as const),
    ...toNamed("agent", byAgent),
    ...toNamed("model", byModel),
    ["total", show(costUsd)],
  ]);
}

function toNamed(what: string, by: Readonly<Record<string, CostTotals>>): readonly (readonly [string, string])[] {
  return Object.entries(by).map(([name, { costUsd }]) => [`${what} ${name}`, show(costUsd)]);
}

function toParts(records: readonly OperationRecord[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { cost } of records) {
    if (cost === undefined || cost.source === "provider") continue;
    for (const [field, nanoUsd] of Object.entries(cost.parts)) {
      const part = toWords(field);
      sums.set(part, (sums.get(part) ?? 0) + nanoUsd);
    }
  }
  return sums;
}

/** `cacheReadNanoUsd` is `cache read`. */
function toWords(field: string): string {
  return field.replace("NanoUsd", "").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function show(usd: number): string {
  return usd.toFixed(9);
}
