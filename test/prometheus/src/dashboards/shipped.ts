import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../rules/read-rules.ts";

/** What is read of a dashboard, as Grafana would. */
export interface ShippedDashboard {
  readonly file: string;
  readonly text: string;
  readonly title: string;
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly description: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
}

export const dashboardFolder: string = join(packageFolder, "dashboards");

export const shippedDashboards: readonly ShippedDashboard[] = readdirSync(dashboardFolder).map((file) => {
  const text = readFileSync(join(dashboardFolder, file), "utf8");
  return { ...JSON.parse(text), file, text };
});

/** A query as Grafana would send it, with all chosen. */
export function filledIn(expr: string, interval = "5m", range = interval): string {
  return expr
    .replaceAll("$__rate_interval", interval)
    .replaceAll("$__range", range)
    .replaceAll(/\$(job|agent)\b/g, ".*");
}
