import { readFileSync, writeFileSync } from "node:fs";
import type { Driver } from "./driver.ts";
import { UPDATING } from "./golden.ts";
import type { Scenario } from "./scenario.ts";

type Row = readonly string[];

/** Every scenario by every driver: ✓, or why not. */
export function toCompatTable(drivers: readonly Driver[], scenarios: readonly Scenario[]): string {
  const cell = (driver: Driver, { name }: Scenario): string => driver.gaps[name] ?? "✓";
  const rows = scenarios.map((scenario) => [scenario.name, ...drivers.map((driver) => cell(driver, scenario))]);
  return toTable([["Scenario", ...drivers.map((driver) => driver.name)], ...rows]);
}

/** The same for an adapter's README, in one line: only what one driver does not pass, by reason. */
export function toCompatSection(driver: Driver, scenarios: readonly Scenario[]): string {
  const missed = scenarios.filter(({ name }) => driver.gaps[name] !== undefined);
  const passed = `\`${driver.name}\` passes ${scenarios.length - missed.length} of ${scenarios.length} scenarios`;
  const byReason = Map.groupBy(missed, ({ name }) => driver.gaps[name]);
  const reasons = [...byReason].map(
    ([reason, found]) => `${found.map(({ name }) => `\`${name}\``).join(", ")} (${reason})`,
  );
  return missed.length === 0 ? `${passed}.` : `${passed}. Not ${reasons.join("; ")}.`;
}

/**
 * An adapter's README, and what it should be: the driver's section stands between `<!-- compat: <driver> -->` and
 * `<!-- /compat -->`. Written where goldens are.
 */
export function checkedReadme(driver: Driver, scenarios: readonly Scenario[]): Row {
  const [adapter] = driver.name.split(" ");
  const file = new URL(`../../../packages/${adapter}/README.md`, import.meta.url);
  const found = readFileSync(file, "utf8");
  const begin = `<!-- compat: ${driver.name} --> `;
  const from = found.indexOf(begin) + begin.length;
  const to = found.indexOf(" <!-- /compat -->", from);
  if (from < begin.length || to < 0) throw new Error(`${file.pathname} has no section ${begin.trim()}`);
  const expected = found.slice(0, from) + toCompatSection(driver, scenarios) + found.slice(to);
  if (UPDATING) writeFileSync(file, expected);
  return [UPDATING ? expected : found, expected];
}

/** As the formatter writes tables. */
function toTable([head = [], ...rows]: readonly Row[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  const line = (row: Row): string => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
