import type { OperationRecord } from "@isospan/core";
import type { Row } from "./compare.ts";
import type { Exchange } from "./exchange.ts";
import type { Field } from "./facts.ts";
import { type Declared, holdsFor, type Player } from "./gaps/gap.ts";
import type { KnownDifference } from "./known-differences.ts";
import { toLeaves } from "./to-leaves.ts";

/** A call that left its record, compared with what the payload says. */
export interface Recorded extends Player {
  readonly rows: readonly Row[];
  readonly record: OperationRecord;
}

/** What two frameworks' records of one answer say differently. */
export interface Difference {
  readonly name: string;
  readonly path: string;
  readonly sides: readonly (Player & { readonly value: string | undefined })[];
  /** What was declared of one of the two. Without a cause it fails the run. */
  readonly cause: Declared | undefined;
}

/** Where a record says what the oracle reads. */
const PATHS: Readonly<Record<Field, readonly string[]>> = {
  provider: ["provider"],
  inputTokens: ["usage.inputTokens"],
  cacheReadTokens: ["usage.cacheReadTokens"],
  cacheWriteTokens: ["usage.cacheWriteTokens"],
  cacheWrite1hTokens: ["usage.cacheWrite1hTokens"],
  outputTokens: ["usage.outputTokens"],
  reasoningTokens: ["usage.reasoningTokens"],
  audioInputTokens: ["usage.audioInputTokens"],
  audioOutputTokens: ["usage.audioOutputTokens"],
  webSearches: ["usage.units.web_search"],
  responseId: ["response.id"],
  responseModel: ["response.model"],
  finishReasons: ["response.finishReasons"],
  serviceTier: ["response.serviceTier"],
  billedNanoUsd: ["cost.totalNanoUsd", "cost.source", "cost.currency"],
  costNanoUsd: [],
  error: ["error.type", "outcome"],
};

/** Where these differ, costs do. */
const PRICED = /^(usage\.|provider$|model$|response\.(model|serviceTier)$|cost\.source$)/;

/** Each framework's record with the first one's, whole but for ids, times and content. */
export function compareRecords(
  exchange: Exchange,
  [first, ...others]: readonly Recorded[],
  known: readonly KnownDifference[],
): readonly Difference[] {
  if (first === undefined) return [];
  const firstLeaves = toLeaves(first.record);
  return others.flatMap((other) => {
    const otherLeaves = toLeaves(other.record);
    const all = [...new Set([...firstLeaves.keys(), ...otherLeaves.keys()])];
    const paths = all.filter((path) => firstLeaves.get(path) !== otherLeaves.get(path));
    const priced = paths.some((path) => PRICED.test(path));
    return paths
      .filter((path) => !priced || !path.startsWith("cost."))
      .map((path) => ({
        name: exchange.name,
        path,
        sides: [
          { ...toPlayer(first), value: firstLeaves.get(path) },
          { ...toPlayer(other), value: otherLeaves.get(path) },
        ],
        cause: [first, other].map((side) => toCause(exchange, side, path, known)).find((cause) => cause !== undefined),
      }));
  });
}

function toCause(
  exchange: Exchange,
  side: Recorded,
  path: string,
  known: readonly KnownDifference[],
): Declared | undefined {
  const gap = side.rows.find(({ field, verdict }) => verdict === "gap" && PATHS[field].includes(path))?.gap;
  const isKnown = (each: KnownDifference): boolean =>
    each.paths.includes(path) && holdsFor(each, side) && (each.when?.(exchange) ?? true);
  return gap ?? known.find(isKnown);
}

function toPlayer({ framework, client, form }: Player): Player {
  return { framework, client, form };
}
