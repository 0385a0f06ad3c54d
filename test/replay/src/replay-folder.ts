import { compare } from "./compare.ts";
import { compareRecords, type Difference, type Recorded } from "./compare-records.ts";
import { compareCost } from "./cost/compare-cost.ts";
import type { Exchange } from "./exchange.ts";
import type { Client, Framework } from "./frameworks/framework.ts";
import { holdsFor } from "./gaps/gap.ts";
import { GAPS } from "./gaps/index.ts";
import { KNOWN_DIFFERENCES } from "./known-differences.ts";
import { type Played, playExchange } from "./play-exchange.ts";
import { readRecordings } from "./read-recordings.ts";

export interface Replayed extends Omit<Recorded, "record"> {
  readonly name: string;
  readonly record: Recorded["record"] | undefined;
  /** The call left no single record, or was no single request. */
  readonly problem: string | undefined;
}

export interface NotReplayed {
  readonly name: string;
  readonly framework?: string;
  readonly reason: string;
}

export interface Replay {
  readonly replayed: readonly Replayed[];
  readonly notReplayed: readonly NotReplayed[];
  /** Between the frameworks. */
  readonly differences: readonly Difference[];
}

/** Plays every recording below a folder through every framework, one after the other. */
export async function replayFolder(folder: string, frameworks: readonly Framework[]): Promise<Replay> {
  const replayed: Replayed[] = [];
  const notReplayed: NotReplayed[] = [];
  const differences: Difference[] = [];
  for (const exchange of readRecordings(folder)) {
    if ("reason" in exchange) {
      notReplayed.push(exchange);
      continue;
    }
    const { name, provider, wire } = exchange;
    const recorded: Recorded[] = [];
    for (const framework of frameworks) {
      const client = framework.clientFor(provider, wire);
      const result =
        client === undefined
          ? { name, framework: framework.name, reason: `no client for ${provider} speaks ${wire}` }
          : await replay(framework.name, client, exchange);
      if ("reason" in result) {
        notReplayed.push(result);
        continue;
      }
      replayed.push(result);
      if (hasRecord(result)) recorded.push(result);
    }
    differences.push(...compareRecords(exchange, recorded, KNOWN_DIFFERENCES));
  }
  return { replayed, notReplayed, differences };
}

/** A folder of which nothing was played proves nothing. */
export function isGood({ replayed, differences }: Replay): boolean {
  return replayed.length > 0 && replayed.every(isRight) && differences.every(({ cause }) => cause !== undefined);
}

export function isRight({ rows, problem }: Replayed): boolean {
  return problem === undefined && rows.every(({ verdict }) => verdict === "ok" || verdict === "gap");
}

async function replay(framework: string, client: Client, exchange: Exchange): Promise<Replayed | NotReplayed> {
  const played = await playExchange(client, exchange);
  const { name, form } = exchange;
  if (isNotUnderstood(played)) return { name, framework, reason: `${client.name} throws ${firstLine(played.thrown)}` };
  const { expected, actual, problem, record } = played;
  const player = { framework, client: client.name, form };
  const gaps = GAPS.filter((gap) => holdsFor(gap, player));
  const rows = compare(exchange, expected, actual, gaps);
  const cost = compareCost(exchange, expected, actual, rows, gaps);
  return { name, ...player, rows: [...rows, ...cost], record, problem };
}

function hasRecord(replayed: Replayed): replayed is Replayed & Recorded {
  return replayed.record !== undefined;
}

/** The client threw at a good answer: what it made of it is nothing that an adapter could mend. */
function isNotUnderstood({ expected, thrown, problem }: Played): boolean {
  const good = Object.hasOwn(expected, "error") && expected.error === undefined;
  return good && thrown !== undefined && problem === undefined;
}

/** Clients that check what they get may say everything that is wrong with it. */
function firstLine(thrown: unknown): string {
  const [line = ""] = String(thrown).split("\n");
  return line.slice(0, 200);
}
