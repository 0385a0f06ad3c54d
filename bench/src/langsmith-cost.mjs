import { runChild } from "./run-child.mjs";
import { median } from "./statistics.mjs";

const CHILD = new URL("./langsmith-child.mjs", import.meta.url).pathname;
const EXPORTERS = ["plain OTLP", "langsmith's own", "native runs", "runs by OTLP"];

/** Microseconds of CPU to export one span to LangSmith, by exporter; medians over processes in alternating order. */
export async function langsmithCost(repetitions) {
  const runs = Object.fromEntries(EXPORTERS.map((name) => [name, []]));
  for (let i = 0; i < repetitions; i++) {
    for (const name of EXPORTERS) runs[name].push(Number(await runChild([CHILD, name])));
  }
  return Object.fromEntries(EXPORTERS.map((name) => [name, median(runs[name])]));
}
