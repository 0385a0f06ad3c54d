import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { SemconvProfile } from "@isospan/core";
import type { Normalised } from "./normalise.ts";

/** Whether goldens are to be written. Only the reference driver does: the difference is read by a person. */
export const UPDATING: boolean = process.env.UPDATE_GOLDENS === "1";

/** One file a scenario, for every driver, every version and both SDK lines. */
const fileOf = (scenario: string): URL => new URL(`../goldens/${scenario}.json`, import.meta.url);

type Golden = Partial<Record<SemconvProfile, Normalised>>;

export function readGolden(scenario: string, profile: SemconvProfile): Normalised | undefined {
  const file = fileOf(scenario);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Golden)[profile] : undefined;
}

export function writeGolden(scenario: string, profile: SemconvProfile, found: Normalised): void {
  const file = fileOf(scenario);
  const golden: Golden = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  golden[profile] = found;
  writeFileSync(file, `${JSON.stringify({ "1.41": golden["1.41"], latest: golden.latest }, null, 2)}\n`);
}
