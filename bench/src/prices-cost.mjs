import { runChild } from "./run-child.mjs";
import { median } from "./statistics.mjs";

const CHILD = new URL("./prices-child.mjs", import.meta.url).pathname;

/** Nanoseconds to price one model call, by what is known of its model; medians over processes. */
export async function pricesCost(repetitions) {
  const runs = [];
  for (let i = 0; i < repetitions; i++) runs.push(JSON.parse(await runChild([CHILD])));
  const names = Object.keys(runs[0]);
  return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name]))]));
}
