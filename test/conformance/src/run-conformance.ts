import { describe, expect, test } from "vitest";
import { checkScenario } from "./check-scenario.ts";
import { checkedReadme } from "./compat.ts";
import type { Driver } from "./driver.ts";
import { UPDATING, writeGolden } from "./golden.ts";
import { normalise } from "./normalise.ts";
import { observe } from "./observe.ts";
import { scenarios } from "./scenarios/index.ts";
import { SDK_LINES } from "./sdk.ts";

const PROFILES = ["1.41", "latest"] as const;

export interface ConformanceOptions {
  /** Writes the goldens when asked to. @default false */
  readonly reference?: boolean;
}

/** Runs every scenario through a driver, under both SDK lines and both profiles, against the one golden. */
export function runConformance(driver: Driver, { reference = false }: ConformanceOptions = {}): void {
  test(`${driver.name}: every gap is a scenario's and has a reason`, () => {
    const names = scenarios.map((scenario) => scenario.name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(driver.gaps)));
    for (const reason of Object.values(driver.gaps)) expect(reason).toMatch(/\w/);
  });
  if (!reference) {
    test(`${driver.name}: the adapter's README lists the gaps`, () => {
      const [found, expected] = checkedReadme(driver, scenarios);
      expect(found).toBe(expected);
    });
  }
  for (const sdk of SDK_LINES) {
    for (const profile of PROFILES) {
      describe(`${driver.name}, OpenTelemetry SDK ${sdk}, conventions ${profile}`, () => {
        for (const scenario of scenarios) {
          const gap = driver.gaps[scenario.name];
          test(gap === undefined ? scenario.name : `${scenario.name} (gap: ${gap})`, async () => {
            if (reference && UPDATING) {
              const found = normalise(await observe(driver, scenario, { sdk, profile }), scenario.differs);
              writeGolden(scenario.name, profile, found);
            }
            await checkScenario(driver, scenario, { sdk, profile });
          });
        }
      });
    }
  }
}
