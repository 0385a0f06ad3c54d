import { expect } from "vitest";
import type { Account, Work } from "../set-up.ts";
import type { Destination } from "./destinations.ts";
import { CREATED, type FaultCase } from "./faults.ts";
import type { Table } from "./table.ts";

/** What is made while this goes wrong. */
export function workOf(fault: FaultCase): Work {
  return fault.work ?? { spans: CREATED };
}

/** Short where a server hangs. Elsewhere it must not pass: a machine that is busy is no fault. */
export function timeoutOf({ name }: Pick<FaultCase, "name">): number {
  return name.startsWith("hanging") ? 3_000 : 20_000;
}

/** The account is right, and what it calls sent is there, once. */
export function check(
  setUp: string,
  fault: Pick<FaultCase, "name" | "ending" | "stored">,
  { name, received }: Destination,
  created: number,
  account: Account,
  table: Table,
): void {
  const there = received();
  table.add([setUp, fault.name, name], created, account, there);
  expect({ name, told: account.sent + account.dropped }).toEqual({ name, told: created });
  if (fault.ending === "ends") expect({ name, ...account }).toEqual({ name, sent: created, dropped: 0, reasons: {} });
  expect({ name, different: there.different }).toEqual({ name, different: account.sent });
  if (!fault.stored || name === "langsmith") expect({ name, ...there }).toMatchObject({ name, twice: 0 });
}
