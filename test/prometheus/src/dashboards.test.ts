import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toGrafana } from "./dashboards/dashboard.ts";
import { dashboards } from "./dashboards/index.ts";
import { dashboardFolder, shippedDashboards } from "./dashboards/shipped.ts";

it("the files are what the sources say; UPDATE_GOLDENS=1 writes them", () => {
  const written = dashboards.map((each) => [`${each.name}.json`, toGrafana(each)] as const);
  if (process.env.UPDATE_GOLDENS === "1") {
    mkdirSync(dashboardFolder, { recursive: true });
    for (const [file, json] of written) {
      writeFileSync(join(dashboardFolder, file), `${JSON.stringify(json, undefined, 2)}\n`);
    }
    return;
  }
  const found = shippedDashboards.map(({ file, text }) => [file, JSON.parse(text)] as const);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(written));
});

describe.each(shippedDashboards)("$file", ({ text, panels }) => {
  it("is of no Grafana in particular: every source of data is the chosen one", () => {
    const sources = [...text.matchAll(/"uid": "([^"]*)"/g)].map(([, uid]) => uid);
    expect(new Set(sources.filter((uid) => !uid?.startsWith("isospan-")))).toEqual(new Set(["$datasource"]));
  });

  it("says of each panel which question it answers", () => {
    for (const { title, description } of panels) expect(description, title).toContain("?");
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it("has no panel on top of another", () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});
