import type { OperationRecord } from "@isospan/core";
import { expect } from "vitest";
import { settleAll, toEnding } from "./ending.ts";
import { type SetUp, setUp } from "./set-up.ts";
import type { About } from "./told-runs.ts";

const INPUTS: About = { recordInputs: false };
const OUTPUTS: About = { recordOutputs: false };
export const BOTH: About = { ...INPUTS, ...OUTPUTS };

/** What a call keeps back, one or the other. */
export const EITHER: readonly (readonly [string, About])[] = [
  ["inputs are", INPUTS],
  ["outputs are", OUTPUTS],
];

export const VETOES: typeof EITHER = [...EITHER, ["both are", BOTH]];

/** A call of AI SDK 7, as it is told of. */
export type Play = (about: About, all: SetUp) => Promise<unknown>;

/** An ending, and all else that is no content. */
export type Told = readonly [string, Pick<OperationRecord, "limitHit" | "confirmation" | "parseFailure" | "attempt">];

/** What a play has left behind under a veto, in the order of the ends. */
export async function told(play: Play, about: About): Promise<readonly Told[]> {
  const all = setUp({ register: true, content: true });
  await play({ functionId: "agent", ...about }, all).catch(() => {});
  await all.telemetry.flush();
  await settleAll(all);
  expect(all.telemetry.diagnostics()).not.toHaveProperty("internal_error");
  return all.records().map((record) => {
    const { limitHit, confirmation, parseFailure, attempt } = record;
    return [toEnding(record), { limitHit, confirmation, parseFailure, attempt }] as Told;
  });
}

export const agentOf = (records: readonly Told[]): Told | undefined =>
  records.find(([ending]) => ending.startsWith("invoke_agent"));
