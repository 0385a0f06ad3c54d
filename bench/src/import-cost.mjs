import { runChild } from "./run-child.mjs";
import { median } from "./statistics.mjs";

const CHILD = new URL("./import-child.mjs", import.meta.url).pathname;

/** What `import "@isospan/core"` costs a process that has loaded the OpenTelemetry API already. */
export async function importCost(repetitions) {
  const bare = [];
  const core = [];
  for (let i = 0; i < repetitions; i++) {
    const both = [async () => bare.push(await time("bare")), async () => core.push(await time("core"))];
    for (const one of i % 2 === 0 ? both : both.reverse()) await one();
  }
  const { loaded } = JSON.parse(await runChild([CHILD, "trace"]));
  return {
    repetitions,
    importMs: median(core.map(({ importMs }) => importMs)),
    importRangeMs: [
      Math.min(...core.map(({ importMs }) => importMs)),
      Math.max(...core.map(({ importMs }) => importMs)),
    ],
    bareProcessMs: median(bare.map(({ processMs }) => processMs)),
    addedProcessMs: median(core.map(({ processMs }, i) => processMs - bare[i].processMs)),
    loaded,
    pricesLoaded: loaded.some((url) => url.includes("/@pydantic/genai-prices/")),
  };
}

async function time(what) {
  const startedMs = performance.now();
  const { importMs } = JSON.parse(await runChild([CHILD, what]));
  return { importMs, processMs: performance.now() - startedMs };
}
