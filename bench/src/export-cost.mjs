import { fork } from "node:child_process";
import { once } from "node:events";
import { EXPORTER_NAMES } from "./exporters.mjs";
import { runChild } from "./run-child.mjs";
import { median } from "./statistics.mjs";

const CHILD = new URL("./export-child.mjs", import.meta.url).pathname;
const SERVER = new URL("./export-server.mjs", import.meta.url);

/** CPU of each exporter for one span, with content and without: all of them once per repetition, in turning order. */
export async function exportCost({ repetitions, scale }) {
  const server = fork(SERVER);
  const [port] = await once(server, "message");
  const job = { url: `http://127.0.0.1:${port}`, batches: Math.ceil(4 * scale), blocks: 3 };
  const costs = [];
  for (const content of [true, false]) {
    const samples = Object.fromEntries(EXPORTER_NAMES.map((name) => [name, []]));
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const names = repetition % 2 === 0 ? EXPORTER_NAMES : EXPORTER_NAMES.toReversed();
      for (const exporter of names) {
        const printed = await runChild(["--expose-gc", CHILD, JSON.stringify({ ...job, exporter, content })]);
        samples[exporter].push(JSON.parse(printed).cpuUs);
      }
    }
    costs.push({ content, samples, medians: mapped(samples, median) });
  }
  server.disconnect();
  return costs;
}

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
