import type { Driver } from "./driver.ts";
import type { Scenario } from "./scenario.ts";

type Row = readonly string[];

/** Every scenario by every driver: ✓, or why not. */
export function toCompatTable(drivers: readonly Driver[], scenarios: readonly Scenario[]): string {
  const cell = (driver: Driver, { name }: Scenario): string => driver.gaps[name] ?? "✓";
  const rows = scenarios.map((scenario) => [scenario.name, ...drivers.map((driver) => cell(driver, scenario))]);
  return toTable([["Scenario", ...drivers.map((driver) => driver.name)], ...rows]);
}

/** The same for one adapter's README, in short: only what some line of the framework does not pass. */
export function toCompatSection(drivers: readonly Driver[], scenarios: readonly Scenario[]): string {
  const missed = scenarios.filter(({ name }) => drivers.some((driver) => driver.gaps[name] !== undefined));
  const lines = drivers.map((driver) => {
    const passed = scenarios.filter(({ name }) => driver.gaps[name] === undefined);
    return `\`${driver.name}\` passes ${passed.length} of ${scenarios.length}`;
  });
  const summary = `Of the conformance suite's scenarios, ${lines.join(", ")}${missed.length === 0 ? "." : ". Not:"}`;
  return missed.length === 0 ? summary : `${summary}\n\n${toCompatTable(drivers, missed)}`;
}

/** As the formatter writes tables. */
function toTable([head = [], ...rows]: readonly Row[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  const line = (row: Row): string => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
