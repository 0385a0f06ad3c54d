import type { Scenario } from "../scenario.ts";
import { agentScenarios } from "./agents.ts";
import { failureScenarios } from "./failures.ts";
import { guardScenarios } from "./guards.ts";
import { modelScenarios } from "./models.ts";
import { searchScenarios } from "./search.ts";
import { streamScenarios } from "./streams.ts";
import { usageScenarios } from "./usage.ts";

/** Every scenario, once, for all frameworks. */
export const scenarios: readonly Scenario[] = [
  ...modelScenarios,
  ...streamScenarios,
  ...usageScenarios,
  ...agentScenarios,
  ...searchScenarios,
  ...failureScenarios,
  ...guardScenarios,
];
