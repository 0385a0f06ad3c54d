import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { checkScenario } from "./check-scenario.ts";
import type { Driver } from "./driver.ts";
import { drivers } from "./drivers/index.ts";
import { rawDriver } from "./drivers/raw.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/index.ts";

const SETTING = { sdk: "3", profile: "1.41" } as const;
const names = scenarios.map((scenario) => scenario.name);
const inference = scenarios.find((scenario) => scenario.name === "inference") as Scenario;

test("a gap that passes fails the run, and names the driver and the reason", async () => {
  const driver: Driver = { ...rawDriver, name: "liar", gaps: { inference: "it cannot" } };
  await expect(checkScenario(driver, inference, SETTING)).rejects.toThrow(/inference passes now.*liar.*it cannot/);
});

test("a gap that cannot be played, or plays to something else, is what was declared", async () => {
  const gaps = { inference: "it cannot" };
  const refuses: Driver = { name: "refuses", gaps, play: () => Promise.reject(new Error("no")) };
  const silent: Driver = { name: "silent", gaps, play: async () => {} };
  await expect(checkScenario(refuses, inference, SETTING)).resolves.toBeUndefined();
  await expect(checkScenario(silent, inference, SETTING)).resolves.toBeUndefined();
});

test("without a gap the same drivers are refused", async () => {
  const silent: Driver = { name: "silent", gaps: {}, play: async () => {} };
  await expect(checkScenario(silent, inference, SETTING)).rejects.toThrow();
});

test("the reference has no gaps, and drivers have names of their own", () => {
  expect(rawDriver.gaps).toEqual({});
  expect(new Set(drivers.map((driver) => driver.name)).size).toBe(drivers.length);
});

test("every scenario has one golden, and every golden a scenario", () => {
  expect(new Set(names).size).toBe(names.length);
  const files = readdirSync(new URL("../goldens/", import.meta.url)).map((file) => file.replace(".json", ""));
  expect(files.toSorted()).toEqual(names.toSorted());
});
