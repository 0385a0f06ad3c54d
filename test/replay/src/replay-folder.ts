import { compare, type Row } from "./compare.ts";
import type { Exchange } from "./exchange.ts";
import type { Client, Framework } from "./frameworks/framework.ts";
import type { Gap } from "./gaps/gap.ts";
import { GAPS } from "./gaps/index.ts";
import { type Played, playExchange } from "./play-exchange.ts";
import { readRecordings } from "./read-recordings.ts";

export interface Replayed {
  readonly name: string;
  readonly form: Exchange["form"];
  readonly framework: string;
  readonly client: string;
  readonly rows: readonly Row[];
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
}

/** Plays every recording below a folder through every framework, one after the other. */
export async function replayFolder(
  folder: string,
  frameworks: readonly Framework[],
  gaps: readonly Gap[] = GAPS,
): Promise<Replay> {
  const replayed: Replayed[] = [];
  const notReplayed: NotReplayed[] = [];
  for (const exchange of readRecordings(folder)) {
    if ("reason" in exchange) {
      notReplayed.push(exchange);
      continue;
    }
    const { name, provider, wire } = exchange;
    for (const framework of frameworks) {
      const client = framework.clientFor(provider, wire);
      const result =
        client === undefined
          ? { name, framework: framework.name, reason: `no client for ${provider} speaks ${wire}` }
          : await replay(framework.name, client, exchange, gaps);
      if ("reason" in result) notReplayed.push(result);
      else replayed.push(result);
    }
  }
  return { replayed, notReplayed };
}

/** A folder of which nothing was played proves nothing. */
export function isGood({ replayed }: Replay): boolean {
  return replayed.length > 0 && replayed.every(isRight);
}

export function isRight({ rows, problem }: Replayed): boolean {
  return problem === undefined && rows.every(({ verdict }) => verdict === "ok" || verdict === "gap");
}

async function replay(
  framework: string,
  client: Client,
  exchange: Exchange,
  gaps: readonly Gap[],
): Promise<Replayed | NotReplayed> {
  const played = await playExchange(client, exchange);
  const { name, form } = exchange;
  if (isNotUnderstood(played)) return { name, framework, reason: `${client.name} throws ${firstLine(played.thrown)}` };
  const { expected, actual, problem } = played;
  const own = gaps.filter((gap) => gap.frameworks.includes(framework) && (gap.client ?? client.name) === client.name);
  return { name, form, framework, client: client.name, rows: compare(exchange, expected, actual, own), problem };
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
