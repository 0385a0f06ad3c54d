import type { LangfuseObservation, Numbers } from "./observation.ts";

/** A trace as Langfuse shows it: it is nothing but its rows. */
export interface LangfuseTrace {
  readonly id: string;
  readonly name: string | undefined;
  readonly userId: string | undefined;
  readonly sessionId: string | undefined;
  readonly tags: readonly string[];
  readonly environment: string;
  readonly version: string | undefined;
  readonly release: string | undefined;
  readonly public: boolean;
  /** Of rows without a parent alone. */
  readonly input: unknown;
  readonly output: unknown;
  /** Sums over every row: a row that was sent twice counts twice, until the database has merged them. */
  readonly usageDetails: Numbers;
  readonly costDetails: Numbers;
  readonly totalCost: number;
}

/** @param rows of one trace, in the order in which they arrived */
export function toTrace(id: string, rows: readonly LangfuseObservation[]): LangfuseTrace {
  const latest = <Key extends keyof LangfuseObservation>(key: Key) => rows.map((row) => row[key]).findLast(isSaid);
  const roots = rows.filter(({ parentObservationId }) => parentObservationId === undefined);
  const root = roots.at(-1) ?? rows.find(({ isAppRoot }) => isAppRoot);
  return {
    id,
    name: latest("traceName") ?? root?.name,
    userId: latest("userId"),
    sessionId: latest("sessionId"),
    tags: latest("tags") ?? [],
    environment: latest("environment") ?? "default",
    version: latest("version"),
    release: latest("release"),
    public: rows.some((row) => row.public),
    input: roots.at(-1)?.input,
    output: roots.at(-1)?.output,
    usageDetails: sum(rows.map(({ usageDetails }) => usageDetails)),
    costDetails: sum(rows.map(({ costDetails }) => costDetails)),
    totalCost: rows.reduce((total, { totalCost }) => total + (totalCost ?? 0), 0),
  };
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== "default" && !(Array.isArray(value) && value.length === 0);
}

function sum(all: readonly Numbers[]): Numbers {
  const total: Record<string, number> = {};
  for (const each of all) for (const [key, value] of Object.entries(each)) total[key] = (total[key] ?? 0) + value;
  return total;
}
