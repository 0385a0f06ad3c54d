import type { OperationRecord } from "@isospan/core";
import { describe, expect, test } from "vitest";
import type { Driver } from "./driver.ts";
import { readGolden, updateGolden } from "./golden.ts";
import { normalise } from "./normalise.ts";
import { type Observation, observe } from "./observe.ts";
import { scenarios } from "./scenarios/index.ts";
import { SDK_LINES } from "./sdk.ts";

const PROFILES = ["1.41", "latest"] as const;

export interface ConformanceOptions {
  /** Writes the goldens when asked to. @default false */
  readonly reference?: boolean;
}

/** Runs every scenario through a driver, under both SDK lines and both profiles, against the one golden. */
export function runConformance(driver: Driver, { reference = false }: ConformanceOptions = {}): void {
  for (const sdk of SDK_LINES) {
    for (const profile of PROFILES) {
      describe(`${driver.name}, OpenTelemetry SDK ${sdk}, conventions ${profile}`, () => {
        for (const scenario of scenarios) {
          const gap = driver.gaps[scenario.name];
          const run = gap === undefined ? test : test.fails;
          run(gap === undefined ? scenario.name : `${scenario.name} (gap: ${gap})`, async () => {
            const observation = await observe(driver, scenario, { sdk, profile });
            const found = normalise(observation);
            if (reference && updateGolden(scenario.name, profile, found)) return;
            expect(found).toEqual(readGolden(scenario.name, profile));
            expectWhole(observation, scenario.secrets ?? []);
          });
        }
      });
    }
  }
}

const bySpan = (a: OperationRecord, b: OperationRecord): number => (a.spanId < b.spanId ? -1 : 1);

/** What holds for every scenario, whatever its golden says. */
function expectWhole({ spans, records, lines, metrics }: Observation, secrets: readonly string[]): void {
  const written: OperationRecord[] = lines.map((line) => JSON.parse(line));
  expect(written.toSorted(bySpan)).toEqual(records.toSorted(bySpan));
  const ids = records.map((record) => record.spanId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const record of records) {
    expect(record.traceId).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
    expect(record.spanId).toMatch(/^(?!0+$)[0-9a-f]{16}$/);
    expect(Object.isFrozen(record)).toBe(true);
  }
  const all = JSON.stringify([spans.map(({ name, attributes, status }) => [name, attributes, status]), metrics, lines]);
  for (const secret of secrets) expect(all).not.toContain(secret);
}
