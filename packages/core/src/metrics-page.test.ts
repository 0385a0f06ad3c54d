import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SemconvProfile } from "./index.ts";
import { ENUMERATED_LABELS, type Instrument, instrumentsOf } from "./metrics/index.ts";

const PAGE = new URL("../METRICS.md", import.meta.url);
const PROFILES: readonly SemconvProfile[] = ["1.41", "latest"];

it("METRICS.md is the table of instruments; UPDATE_GOLDENS=1 writes it", () => {
  const page = toPage();
  const found = readFileSync(PAGE, "utf8");
  if (process.env.UPDATE_GOLDENS !== "1") expect(unformatted(found)).toBe(unformatted(page));
  else if (unformatted(found) !== unformatted(page)) writeFileSync(PAGE, page);
});

describe.each(PROFILES)("the table of the profile %s", (profile) => {
  const instruments = instrumentsOf(profile);

  it("has each name once", () => {
    const names = instruments.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("has no label that is somebody's or that nobody can foresee", () => {
    const labels = new Set(instruments.flatMap((instrument) => instrument.labels));
    for (const label of labels)
      expect(label).not.toMatch(/\b(user|session|tenant|conversation|message|trace|span|prompt)\b/);
  });

  it("has no buckets but histograms', and theirs rise", () => {
    for (const { kind, boundaries } of instruments) {
      expect(boundaries !== undefined).toBe(kind === "histogram");
      expect(boundaries).toEqual(boundaries?.toSorted((a, b) => a - b));
    }
  });
});

/** The formatter aligns tables. */
const unformatted = (text: string): string => text.replace(/ +/g, " ").replace(/-{3,}/g, "---");

function toPage(): string {
  const [first, latest] = PROFILES.map(instrumentsOf) as [readonly Instrument[], readonly Instrument[]];
  const both = first.filter((each) => latest.some(({ name }) => name === each.name));
  const only = (all: readonly Instrument[]) => all.filter(({ name }) => !both.some((each) => each.name === name));
  return `# Metrics

Written by a test from the table of instruments. A label in _italics_ has a closed list of values; every sink of metrics
bounds the others.

## In both profiles

${toTable(both)}
## In \`semconv: "1.41"\` alone

${toTable(only(first))}
## In \`semconv: "latest"\` alone

${toTable(only(latest))}`;
}

function toTable(instruments: readonly Instrument[]): string {
  const rows = instruments.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(toRow);
  return `| Metric | Kind | Unit | What it tells | Labels | Buckets |\n| --- | --- | --- | --- | --- | --- |\n${rows.join("")}`;
}

function toRow({ name, kind, unit, description, labels, boundaries = [] }: Instrument): string {
  const named = labels.map((label) => (ENUMERATED_LABELS.has(label) ? `_\`${label}\`_` : `\`${label}\``));
  return `| \`${name}\` | ${kind} | \`${unit}\` | ${description} | ${named.join(", ")} | ${boundaries.join(" ")} |\n`;
}
