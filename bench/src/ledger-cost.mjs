import { runChild } from "./run-child.mjs";
import { median } from "./statistics.mjs";

const CHILD = new URL("./ledger-child.mjs", import.meta.url).pathname;

/** What summing up costs adds to each model call, in time and in memory. */
export async function ledgerCost(repetitions, calls) {
  const off = [];
  const on = [];
  for (let i = 0; i < repetitions; i++) {
    const both = [async () => off.push(await run("off", calls)), async () => on.push(await run("on", calls))];
    for (const one of i % 2 === 0 ? both : both.reverse()) await one();
  }
  const added = on.map(({ usPerCall }, i) => usPerCall - off[i].usPerCall);
  return {
    repetitions,
    calls,
    counted: Math.min(...on.map((sample) => sample.calls)),
    usPerCall: median(off.map(({ usPerCall }) => usPerCall)),
    addedUs: median(added),
    addedRangeUs: [Math.min(...added), Math.max(...added)],
    megabytes: Math.max(...on.map(({ bytes }) => bytes)) / 1e6,
    megabytesWithout: Math.max(...off.map(({ bytes }) => bytes)) / 1e6,
  };
}

async function run(costs, calls) {
  return JSON.parse(await runChild(["--expose-gc", CHILD, costs, String(calls)]));
}
