import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { requireBuild } from "./src/built.mjs";
import { exportCost } from "./src/export-cost.mjs";
import { importCost } from "./src/import-cost.mjs";
import { langsmithCost } from "./src/langsmith-cost.mjs";
import { ledgerCost } from "./src/ledger-cost.mjs";
import { overload, steadyLoad } from "./src/load-cost.mjs";
import { overloadReport, steadyReport } from "./src/load-report.mjs";
import { measure } from "./src/measure.mjs";
import { hostileLabels, metricsCost } from "./src/metrics-cost.mjs";
import { WORKLOADS } from "./src/plan.mjs";
import { pricesCost } from "./src/prices-cost.mjs";
import {
  exportReport,
  importReport,
  langsmithReport,
  ledgerReport,
  metricsReport,
  pricesReport,
  workloadReport,
} from "./src/report.mjs";

const NAMES = [
  ...Object.keys(WORKLOADS),
  ...["import", "export", "langsmith", "ledger", "metrics", "prices", "steady", "overload"],
];
const { values } = parseArgs({
  options: {
    json: { type: "string" },
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    reps: { type: "string" },
  },
});
const repetitions = Number(values.reps ?? (values.quick ? 2 : 7));
const chosen = values.only?.split(",") ?? NAMES;
const unknown = chosen.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) fail(`No workload is called ${unknown.join(", ")}. There are: ${NAMES.join(", ")}.`);
if (!Number.isInteger(repetitions) || repetitions < 1) fail(`--reps takes a whole number above 0, got ${values.reps}.`);
requireBuild(fail);

const results = { node: process.version, date: new Date().toISOString(), repetitions, workloads: {} };
console.log(`Node ${process.version}, ${repetitions} repetitions, medians\n`);
for (const name of chosen) {
  if (name === "import") {
    results.import = await importCost(values.quick ? 5 : 21);
    console.log(importReport(results.import));
  } else if (name === "langsmith") {
    results.langsmith = await langsmithCost(repetitions);
    console.log(langsmithReport(results.langsmith));
  } else if (name === "ledger") {
    results.ledger = await ledgerCost(repetitions, values.quick ? 100_000 : 1_000_000);
    console.log(ledgerReport(results.ledger));
  } else if (name === "prices") {
    results.prices = await pricesCost(repetitions);
    console.log(pricesReport(results.prices));
  } else if (name === "steady") {
    results.steady = await steadyLoad({ repetitions: values.quick ? 1 : 2, seconds: values.quick ? 3 : 30 });
    console.log(steadyReport(results.steady));
  } else if (name === "overload") {
    results.overload = await overload({ seconds: values.quick ? 2 : 10 });
    console.log(overloadReport(results.overload));
  } else if (name === "export") {
    results.export = await exportCost({ repetitions, scale: values.quick ? 0.2 : 1 });
    console.log(exportReport(results.export));
  } else if (name === "metrics") {
    results.metrics = { cost: await metricsCost(values.quick ? 1 : repetitions), hostile: await hostileLabels() };
    console.log(metricsReport(results.metrics));
  } else {
    results.workloads[name] = await measure(name, { repetitions, scale: values.quick ? 0.2 : 1 });
    console.log(workloadReport(name, results.workloads[name]));
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
