import { agents } from "./agents.ts";
import type { Dashboard } from "./dashboard.ts";
import { models } from "./models.ts";
import { telemetry } from "./telemetry.ts";
import { tools } from "./tools.ts";

/** All that the package ships. */
export const dashboards: readonly Dashboard[] = [agents, models, tools, telemetry];
