import type { OperationRecord } from "@isospan/core";
import { expect } from "vitest";
import type { Driver } from "./driver.ts";
import { readGolden } from "./golden.ts";
import { normalise } from "./normalise.ts";
import { type Observation, observe, type Setting } from "./observe.ts";
import type { Scenario } from "./scenario.ts";
import { readScrape, toSamples } from "./scraped.ts";

/** Nothing may leave in one piece without a bound, whatever came in. Characters. */
const MAX_ATTRIBUTE = 300_000;

/** Plays a scenario through a driver and compares what left with the golden. A gap must fail to. */
export async function checkScenario(driver: Driver, scenario: Scenario, setting: Setting): Promise<void> {
  const reason = driver.gaps[scenario.name];
  if (reason === undefined) return expectGolden(driver, scenario, setting);
  const failed = await expectGolden(driver, scenario, setting).then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error(`${scenario.name} passes now. Delete ${driver.name}'s gap: ${reason}`);
}

async function expectGolden(driver: Driver, scenario: Scenario, setting: Setting): Promise<void> {
  const observation = await observe(driver, scenario, setting);
  const golden = readGolden(scenario.name, setting.profile);
  expect(normalise(observation, scenario.differs)).toEqual(golden);
  expectWhole(observation, scenario);
}

const bySpan = (a: OperationRecord, b: OperationRecord): number => (a.spanId < b.spanId ? -1 : 1);

/** What holds for every scenario, whatever its golden says. */
function expectWhole(
  { spans, records, lines, metrics, scrape }: Observation,
  { secrets = [], sdk = true }: Scenario,
): void {
  const written: OperationRecord[] = lines.map((line) => JSON.parse(line));
  expect(written.toSorted(bySpan)).toEqual(records.toSorted(bySpan));
  const ids = records.map((record) => record.spanId);
  expect(new Set(ids).size).toBe(ids.length);
  const exported = new Set(spans.map((span) => span.spanContext().spanId));
  for (const record of records) {
    expect(record.traceId).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
    expect(record.spanId).toMatch(/^(?!0+$)[0-9a-f]{16}$/);
    expect(Object.isFrozen(record)).toBe(true);
    expect(exported.has(record.spanId)).toBe(sdk);
  }
  // Without an SDK prom-client still counts, and there is nothing to compare.
  if (sdk) expect(readScrape(scrape)).toEqual(toSamples(metrics));
  else expect(readScrape(scrape).size).toBeGreaterThan(0);
  const attributes = spans.flatMap((span) => Object.values(span.attributes));
  for (const value of attributes) expect(String(value).length).toBeLessThan(MAX_ATTRIBUTE);
  // JSON has no other use for such an escape than half a character.
  for (const line of lines) expect(line).not.toMatch(/\\ud[89a-f]/);
  const all = JSON.stringify([
    spans.map(({ name, attributes, status }) => [name, attributes, status]),
    metrics,
    scrape,
    lines,
  ]);
  for (const secret of secrets) expect(all).not.toContain(secret);
}
